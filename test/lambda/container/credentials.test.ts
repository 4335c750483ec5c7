/** A task's credentials, from the address at which ECS serves them. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { takeCredentials } from '../../../lambda/container/credentials.ts';

let server: Server;
let url = '';
beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url !== '/v2/credentials/1') response.statusCode = 404;
    response.end(JSON.stringify({ AccessKeyId: 'ASIA1', SecretAccessKey: 'secret', Token: 'token' }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

test('credentials are put into the environment, where the probe reads them', async () => {
  const environment: NodeJS.ProcessEnv = {
    ...{ AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/v2/credentials/1`, AWS_REGION: 'us-west-2' },
  };
  await takeCredentials(environment);
  expect(environment).toMatchObject({
    ...{ AWS_ACCESS_KEY_ID: 'ASIA1', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'token' },
    AWS_REGION: 'us-west-2',
  });
});

test('unavailable credentials are an error that quotes none of the response', async () => {
  const environment = { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/v2/credentials/2` };
  await expect(takeCredentials(environment)).rejects.toThrow(
    "the task's credentials are not available: HTTP 404",
  );
});

test('credentials in the environment are kept where ECS serves none', async () => {
  const environment = { AWS_ACCESS_KEY_ID: 'ASIA0' };
  await takeCredentials(environment);
  expect(environment).toEqual({ AWS_ACCESS_KEY_ID: 'ASIA0' });
});
