/** A port whose clients may speak TLS or not. */
import { once } from 'node:events';
import { createServer, get } from 'node:http';
import { createSecureServer } from 'node:http2';
import { request } from 'node:https';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eitherServer } from '../../../../lib/lab/services/http/either-server.ts';
import { type Listener, listen } from '../../../../lib/lab/services/http/listen.ts';
import { createAuthority } from '../../../../lib/lab/services/tls/authority.ts';

const HOST = 'db.example.com';
let listener: Listener;
let ca: string;

beforeAll(async () => {
  const internet = {
    hosts: [{ name: HOST, ipv4: ['127.0.0.1'], ipv6: [], dns: 'answer', standIn: 'website' } as const],
  };
  const authority = await createAuthority(internet);
  ca = authority.caCertificatePem;
  const plain = createServer((_, answer) => answer.end('plain'));
  const secure = createSecureServer({
    allowHTTP1: true,
    SNICallback: (name, callback) => callback(null, authority.contextFor(name) ?? undefined),
  }).on('request', (_, answer) => answer.end('secure'));
  listener = await listen(eitherServer(plain, secure), 0, '127.0.0.1');
});
afterAll(() => listener.close());

test('takes both kinds of clients', async () => {
  const { port } = listener;
  const [plain] = await once(get({ host: '127.0.0.1', port }), 'response');
  expect(await text(plain)).toBe('plain');
  const [secure] = await once(
    request({ host: '127.0.0.1', port, servername: HOST, ca, headers: { host: HOST } }).end(),
    'response',
  );
  expect(await text(secure)).toBe('secure');
});

test('survives a client that says nothing, and one that says nonsense', async () => {
  const { port } = listener;
  const silent = connect(port, '127.0.0.1').on('error', () => {});
  await once(silent, 'connect');
  silent.resetAndDestroy();
  const strange = connect(port, '127.0.0.1').on('error', () => {});
  strange.end('\x16\x00nonsense');
  await once(strange, 'close');
  const [plain] = await once(get({ host: '127.0.0.1', port }), 'response');
  expect(await text(plain)).toBe('plain');
});

test('listens at the named address only', async () => {
  const other = connect({ host: '127.0.0.2', port: listener.port });
  const [error] = await once(other, 'error');
  expect(error).toMatchObject({ code: 'ECONNREFUSED' });
});
