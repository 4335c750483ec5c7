/** The stand-in of Bedrock Runtime: vectors, errors, HTTP/2, and access to the model. */
import { connect } from 'node:http2';
import { BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Internet } from '../../../../lib/lab/services/internet/internet.ts';
import { type LoopbackInternet, startLoopbackInternet } from '../loopback-internet.ts';

const modelId = 'amazon.titan-embed-text-v2:0';

function invoke(client: BedrockRuntimeClient, input: object, model = modelId) {
  const body = JSON.stringify(input);
  return client.send(new InvokeModelCommand({ modelId: model, contentType: 'application/json', body }));
}

async function embedding(client: BedrockRuntimeClient, inputText: string): Promise<number[]> {
  const { body } = await invoke(client, { inputText });
  return JSON.parse(body.transformToString()).embedding;
}

function clientOf(internet: LoopbackInternet): BedrockRuntimeClient {
  return new BedrockRuntimeClient({ ...internet.client, useDualstackEndpoint: false });
}

describe('the stand-in of Bedrock Runtime, called by the current SDK', () => {
  let internet: LoopbackInternet;
  let client: BedrockRuntimeClient;

  beforeAll(async () => {
    internet = await startLoopbackInternet();
    client = clientOf(internet);
  });
  afterAll(() => internet.stop());

  test('returns the same unit vector for the same text, and another for another text', async () => {
    const first = await embedding(client, 'to be reached');
    expect(first).toHaveLength(1024);
    expect(Math.hypot(...first)).toBeCloseTo(1, 6);
    expect(await embedding(client, 'to be reached')).toEqual(first);
    expect(await embedding(client, 'not to be reached')).not.toEqual(first);
  });

  test.each([
    [{ inputText: '' }, modelId],
    [{ prompt: 'x' }, modelId],
    [{ inputText: 'x', dimensions: 3 }, modelId],
    [{ inputText: 'x' }, 'amazon.titan-embed-text-v9:0'],
  ])('refuses %o of %s', async (input, model) => {
    await expect(invoke(client, input, model)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test("speaks HTTP/2, the client's default", async () => {
    const status = await overHttp2(internet);
    expect(status).toBe(403);
    expect(internet.sightings().at(-1)).toMatchObject({
      host: 'bedrock-runtime.us-west-2.amazonaws.com',
      httpStatus: 403,
    });
  });

  test('does not answer at the dual-stack name', async () => {
    const dualStack = new BedrockRuntimeClient(internet.client);
    await expect(invoke(dualStack, { inputText: 'x' })).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
  });
});

describe('a model that the account has no access to', () => {
  test('is denied even if the policies allow it', async () => {
    const notGranted = ({ hosts }: Internet): Internet => ({
      hosts: hosts.map((host) =>
        host.standIn === 'bedrock-runtime' ? { ...host, standIn: 'bedrock-runtime-not-granted' } : host,
      ),
    });
    const internet = await startLoopbackInternet(undefined, notGranted);
    await expect(invoke(clientOf(internet), { inputText: 'x' })).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining("You don't have access to the model"),
    });
    await internet.stop();
  });

  test('is denied by the policies with another message', async () => {
    const internet = await startLoopbackInternet([]);
    await expect(invoke(clientOf(internet), { inputText: 'x' })).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(
        `bedrock:InvokeModel on resource: arn:aws:bedrock:us-west-2::foundation-model/${modelId}`,
      ),
    });
    await internet.stop();
  });
});

async function overHttp2({ caCertificatePem, httpsPort }: LoopbackInternet): Promise<unknown> {
  const host = 'bedrock-runtime.us-west-2.amazonaws.com';
  const session = connect(`https://localhost:${httpsPort}`, { ca: caCertificatePem, servername: host });
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  session.once('error', reject);
  const stream = session.request({ ':method': 'POST', ':path': '/model/x/invoke', ':authority': host });
  stream.once('error', reject).once('response', (headers) => resolve(headers[':status']));
  stream.end('{}');
  return promise.finally(() => session.destroy());
}
