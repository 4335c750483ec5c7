/** The resolver on real sockets. */
import { Resolver } from 'node:dns/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RunningResolver, startResolver } from '../../../../lib/lab/services/dns/resolver.ts';
import type { Internet } from '../../../../lib/lab/services/internet/internet.ts';

const many = Array.from({ length: 60 }, (_, index) => `198.18.1.${index + 1}`);
const internet: Internet = {
  hosts: [
    {
      name: 'both.example',
      ipv4: ['198.18.0.1'],
      ipv6: ['2001:db8:ffff::1'],
      dns: 'answer',
      standIn: 'echo',
    },
    { name: 'many.example', ipv4: many, ipv6: [], dns: 'answer', standIn: 'echo' },
    { name: 'silent.example', ipv4: [], ipv6: [], dns: 'silent', standIn: 'echo' },
    { name: 'broken.example', ipv4: [], ipv6: [], dns: 'servfail', standIn: 'echo' },
  ],
};

describe("the resolver, queried by Node's resolver", () => {
  let running: RunningResolver;
  const client = new Resolver({ timeout: 300, tries: 1 });

  beforeAll(async () => {
    running = await startResolver({ addresses: ['127.0.0.1'], internet, port: 0 });
    client.setServers([`127.0.0.1:${running.port}`]);
  });
  afterAll(() => running.stop());

  test('answers both record types', async () => {
    expect(await client.resolve4('both.example')).toEqual(['198.18.0.1']);
    expect(await client.resolve6('both.example')).toEqual(['2001:db8:ffff::1']);
  });

  test('answers over TCP if the answer is too long for UDP', async () => {
    expect(await client.resolve4('many.example')).toHaveLength(60);
    expect(running.queries).toContainEqual(
      expect.objectContaining({ name: 'many.example', transport: 'tcp' }),
    );
  });

  test.each([
    ['many.example', 'ENODATA'],
    ['absent.example', 'ENOTFOUND'],
    ['broken.example', 'ESERVFAIL'],
    ['silent.example', 'ETIMEOUT'],
  ])('ends a query for %s with %s', async (name, code) => {
    await expect(client.resolve6(name)).rejects.toMatchObject({ code });
  });

  test('logs each query with its source, and nothing else', async () => {
    await client.resolve6('both.example');
    expect(running.queries).toContainEqual({
      name: 'both.example',
      type: 'AAAA',
      transport: 'udp',
      sourceAddress: '127.0.0.1',
    });
    expect(running.queries.map(({ name }) => name)).not.toContain('unasked.example');
  });

  test('reports the address that it cannot listen on', async () => {
    const start = startResolver({ addresses: ['192.0.2.1'], internet, port: 0 });
    await expect(start).rejects.toThrow(/192\.0\.2\.1/);
  });

  test('does not answer after it is stopped', async () => {
    const other = await startResolver({ addresses: ['127.0.0.1'], internet, port: 0 });
    other.stop();
    const gone = new Resolver({ timeout: 300, tries: 1 });
    gone.setServers([`127.0.0.1:${other.port}`]);
    await expect(gone.resolve4('both.example')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});
