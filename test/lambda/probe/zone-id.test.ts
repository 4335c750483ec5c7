/** The zone that Lambda's metadata endpoint names, and nothing where it does not. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { zoneIdOf } from '../../../lambda/probe/zone-id.ts';

const signal = new AbortController().signal;

async function askFor(listener: RequestListener): Promise<string | null> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    return await zoneIdOf({ AWS_LAMBDA_METADATA_API: host, AWS_LAMBDA_METADATA_TOKEN: 'token' }, signal);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('is asked for with the token, at the documented path', async () => {
  const asked: unknown[] = [];
  const id = await askFor(({ url, headers }, response) => {
    asked.push(url, headers.authorization);
    response.end('{"AvailabilityZoneID":"usw2-az1"}');
  });
  expect(id).toBe('usw2-az1');
  expect(asked).toEqual(['/2026-01-15/metadata/execution-environment', 'Bearer token']);
});

test.each([
  ['{"AvailabilityZoneID":7}', 200],
  ['{"AvailabilityZoneID":"\u001b[31m"}', 200],
  ['{}', 200],
  ['null', 200],
  ['not JSON', 200],
  ['{"AvailabilityZoneID":"usw2-az1"}', 403],
])('is unknown after %j with status %i', async (body, status) => {
  expect(await askFor((_, response) => response.writeHead(status).end(body))).toBeNull();
});

test('is unknown where the endpoint is silent', async () => {
  expect(await askFor(() => {})).toBeNull();
});

test('is not asked for where there is no endpoint', async () => {
  expect(await zoneIdOf({}, signal)).toBeNull();
  expect(await zoneIdOf({ AWS_LAMBDA_METADATA_API: '127.0.0.1:1' }, signal)).toBeNull();
});
