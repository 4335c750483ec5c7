/** The answer of AWS services that the lab does not emulate. */
import { describe, expect, test } from 'vitest';
import { childIn, readXml, textIn } from '../../../../lambda/report/xml.ts';
import { notEmulated } from '../../../../lib/lab/services/aws/not-emulated.ts';
import type { StandInResponse } from '../../../../lib/lab/services/stand-in.ts';

const MESSAGE = 'the lab does not emulate kms.us-west-2.api.aws: it shows only that the request arrived';

async function answer(contentType?: string): Promise<StandInResponse> {
  return (await notEmulated({
    method: 'POST',
    host: 'kms.us-west-2.api.aws',
    path: '/',
    query: new URLSearchParams(),
    headers: contentType === undefined ? {} : { 'content-type': contentType },
    body: Buffer.alloc(0),
    secure: true,
    sourceAddress: '2001:db8:1234:1a02::4',
    vpcEndpointId: null,
  })) as StandInResponse;
}

describe('a service that is not emulated says so', () => {
  test.each([undefined, 'application/x-amz-json-1.1'])('in JSON to a client that sends %s', async (type) => {
    const { status, headers, body } = await answer(type);
    expect(status).toBe(501);
    expect(headers).toMatchObject({ 'x-amzn-errortype': 'NotEmulated' });
    expect(JSON.parse(String(body))).toEqual({ message: MESSAGE });
  });

  test('in XML to a client that sends a form', async () => {
    const { status, body } = await answer('application/x-www-form-urlencoded; charset=utf-8');
    expect(status).toBe(501);
    const root = readXml(String(body));
    const error = childIn(root, 'Error');
    expect([root.name, textIn(error, 'Code'), textIn(error, 'Message')]).toEqual([
      'ErrorResponse',
      'NotEmulated',
      MESSAGE,
    ]);
  });
});
