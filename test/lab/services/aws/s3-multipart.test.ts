/** The list of parts that completes an upload to the stand-in of S3. */
import { expect, test } from 'vitest';
import { Uploads } from '../../../../lib/lab/services/aws/s3/multipart.ts';

const OBJECT = { bucket: 'bucket', key: 'key' };

test.each([
  'PartNumber=1',
  '<CompleteMultipartUpload>',
  '<CompleteMultipartUpload/>',
  '<Parts><Part><PartNumber>1</PartNumber></Part></Parts>',
  '<CompleteMultipartUpload><Piece/></CompleteMultipartUpload>',
])('%s is malformed', (body) => {
  const uploads = new Uploads();
  const id = uploads.create(OBJECT, {});
  expect(() => uploads.complete(id, OBJECT, Buffer.from(body))).toThrow(
    expect.objectContaining({ status: 400, code: 'MalformedXML' }),
  );
});

test('a list names parts by number and tag', () => {
  const uploads = new Uploads();
  const id = uploads.create(OBJECT, {});
  const { etag } = uploads.add(id, OBJECT, 1, Buffer.from('content'));
  const part = `<Part><PartNumber>1</PartNumber><ETag>${etag.replaceAll('"', '&quot;')}</ETag></Part>`;
  const list = Buffer.from(`<CompleteMultipartUpload>${part}</CompleteMultipartUpload>`);
  expect(uploads.complete(id, OBJECT, list).content.toString()).toBe('content');
});
