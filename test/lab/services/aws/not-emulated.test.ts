import { parseXML } from '@aws-sdk/xml-builder';
import { describe, expect, it } from 'vitest';
import { notPlayed } from '../../../../lib/lab/services/aws/not-emulated.ts';
import type { ServiceResponse } from '../../../../lib/lab/services/stand-in.ts';

const MESSAGE =
  'the lab does not play kms.us-west-2.api.aws: that the request came so far is all that it can show';

async function answer(contentType?: string): Promise<ServiceResponse> {
  return (await notPlayed({
    method: 'POST',
    host: 'kms.us-west-2.api.aws',
    path: '/',
    query: new URLSearchParams(),
    headers: contentType === undefined ? {} : { 'content-type': contentType },
    body: Buffer.alloc(0),
    secure: true,
    sourceAddress: '2001:db8:1234:1a02::4',
    vpcEndpointId: null,
  })) as ServiceResponse;
}

describe('a service that is not played says so', () => {
  it.each([undefined, 'application/x-amz-json-1.1'])('in JSON to a client that sends %s', async (type) => {
    const { status, headers, body } = await answer(type);
    expect(status).toBe(501);
    expect(headers).toMatchObject({ 'x-amzn-errortype': 'NotPlayed' });
    expect(JSON.parse(String(body))).toEqual({ message: MESSAGE });
  });

  it('in XML to a client that sends a form', async () => {
    const { status, body } = await answer('application/x-www-form-urlencoded; charset=utf-8');
    expect(status).toBe(501);
    expect(parseXML(String(body))).toMatchObject({
      ErrorResponse: { Error: { Code: 'NotPlayed', Message: MESSAGE } },
    });
  });
});
