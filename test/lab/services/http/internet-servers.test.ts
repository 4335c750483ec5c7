/** The servers of the lab’s internet: which host answers where, over which protocol, with which certificate. */
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startInternet } from '../../../../lib/lab/services/http/internet-servers.ts';
import type { CertificateKind, Internet } from '../../../../lib/lab/services/internet/internet.ts';
import { LoopbackAgent, type LoopbackInternet, model, startLoopbackInternet } from '../loopback-internet.ts';

interface Answer {
  readonly status: number | undefined;
  readonly body: string;
}

function get(
  internet: LoopbackInternet,
  scheme: 'http' | 'https',
  host: string,
  path: string,
  address = '127.0.0.1',
) {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const request =
    scheme === 'http'
      ? httpRequest({ host: address, port: internet.httpPort, path, headers: { host } })
      : httpsRequest({ host, path, agent: new LoopbackAgent(internet) });
  request.on('error', reject).on('response', async (response) => {
    const body = await response.setEncoding('utf8').toArray();
    resolve({ status: response.statusCode, body: body.join('') });
  });
  request.end();
  return promise;
}

function withCertificate(name: string, certificate: CertificateKind) {
  return ({ hosts }: Internet): Internet => ({
    hosts: hosts.map((host) => (host.name === name ? { ...host, certificate } : host)),
  });
}

describe("the lab's internet", () => {
  let internet: LoopbackInternet;

  beforeAll(async () => {
    internet = await startLoopbackInternet(undefined, ({ hosts }) => ({
      hosts: hosts.map((host) => {
        if (host.name === 'github.com') return { ...host, ipv4: ['127.0.0.9'], ipv6: [] };
        return host.name === 'api.github.com' ? { ...host, standIn: 'unavailable' } : host;
      }),
    }));
  });
  afterAll(() => internet.stop());

  test.each(['http', 'https'] as const)('echoes the source address over %s', async (scheme) => {
    expect(await get(internet, scheme, 'ifconfig.me', '/ip')).toEqual({ status: 200, body: '127.0.0.1\n' });
    expect(await get(internet, scheme, 'checkip.amazonaws.com', '/')).toMatchObject({ body: '127.0.0.1\n' });
    expect(await get(internet, scheme, 'ifconfig.me', '/other')).toMatchObject({ status: 404 });
  });

  test('echoes an IPv6 address as it is', async () => {
    expect(await get(internet, 'http', 'ifconfig.me', '/ip', '::1')).toMatchObject({ body: '::1\n' });
  });

  test("does not answer for a host at another host's address, or for an unknown host", async () => {
    expect(await get(internet, 'http', 'github.com', '/')).toMatchObject({ status: 421 });
    expect(await get(internet, 'https', 'github.com', '/')).toMatchObject({ status: 421 });
    expect(await get(internet, 'http', 'github.com', '/', '127.0.0.9')).toMatchObject({ status: 200 });
    expect(await get(internet, 'http', 'absent.example', '/')).toMatchObject({ status: 421 });
  });

  test('emulates a service that is down', async () => {
    expect(await get(internet, 'https', 'api.github.com', '/')).toMatchObject({ status: 503 });
  });

  test('keeps a record of every request and its answer', async () => {
    await get(internet, 'http', 'IFCONFIG.me:80', '/ip?x=1');
    expect(internet.sightings().at(-1)).toEqual({
      host: 'ifconfig.me',
      standIn: 'echo',
      echoed: '127.0.0.1\n',
      method: 'GET',
      path: '/ip',
      sourceAddress: '127.0.0.1',
      httpStatus: 200,
    });
  });

  test('survives bytes that are not HTTP', async () => {
    const socket = connect(internet.httpPort, '127.0.0.1');
    socket.end('\u0000\u0001 nonsense\r\n\r\n');
    await socket.toArray();
    expect(await get(internet, 'http', 'ifconfig.me', '/ip')).toMatchObject({ status: 200 });
  });

  test('offers HTTP/2 for Bedrock Runtime, and HTTP/1.1 for all others', async () => {
    expect(await negotiated(internet, 'bedrock-runtime.us-west-2.amazonaws.com')).toBe('h2');
    expect(await negotiated(internet, 's3.us-west-2.amazonaws.com')).toBe('http/1.1');
  });

  test('presents one certificate, for its names and no others', async () => {
    const hosts = ['ifconfig.me', 'some-bucket.s3.dualstack.us-west-2.amazonaws.com', 'github.com'];
    for (const host of hosts) await negotiated(internet, host);
    await expect(negotiated(internet, 'a.dotted.bucket.s3.us-west-2.amazonaws.com')).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
    await expect(negotiated(internet, 'absent.example')).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
  });

  test('is trusted only by clients that trust its authority', async () => {
    await expect(negotiated({ ...internet, caCertificatePem: '' }, 'ifconfig.me')).rejects.toMatchObject({
      code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    });
  });

  test('reports which stand-in does not exist', async () => {
    const host = { name: 'x.example', ipv4: [], ipv6: [], dns: 'answer', standIn: 'teapot' } as const;
    const start = startInternet({
      internet: { hosts: [host] },
      model: model(),
      principals: [],
      httpPort: 0,
      httpsPort: 0,
    });
    await expect(start).rejects.toThrow('there is no stand-in "teapot": the stand-ins are echo');
  });
});

describe('a host with a wrong certificate', () => {
  test.each([
    ['expired', 'CERT_HAS_EXPIRED'],
    ['wrong-name', 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ['untrusted', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ] as const)('that is %s is turned away from, and the others are not', async (certificate, code) => {
    const internet = await startLoopbackInternet(undefined, withCertificate('ifconfig.me', certificate));
    await expect(negotiated(internet, 'ifconfig.me')).rejects.toMatchObject({ code });
    await expect(negotiated(internet, 'checkip.global.api.aws')).resolves.toBe('http/1.1');
    await internet.stop();
  });
});

/** The protocol that a handshake ends in. */
function negotiated({ caCertificatePem, httpsPort }: LoopbackInternet, servername: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const socket = connectTls({
    host: '127.0.0.1',
    port: httpsPort,
    servername,
    ca: caCertificatePem,
    ALPNProtocols: ['h2', 'http/1.1'],
  });
  socket.once('error', reject).once('secureConnect', () => resolve(String(socket.alpnProtocol)));
  return promise.finally(() => socket.destroy());
}
