/** `--host` and `--resolve`: what they take, and what is refused before anything is built. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { namesToResolve, resolveHosts } from '../../lib/cli/resolve-hosts.ts';
import { type RunningResolver, startResolver } from '../../lib/lab/services/dns/resolver.ts';
import type { Host } from '../../lib/lab/services/internet/internet.ts';
import { UserError } from '../../lib/user-error.ts';
import { natless } from '../command.ts';

describe('--host is refused', () => {
  test.each([
    ['api.stripe.com', 'write the name and its records, as in api.stripe.com=A'],
    ['api.stripe.com=', 'write the name and its records'],
    ['api.stripe.com=AAA', 'write the name and its records'],
    ['api.stripe.com=A+AAAA', 'write the name and its records'],
    ['api.stripe.com=A,A', 'write the name and its records'],
    ['api.stripe.com=A,', 'write the name and its records'],
    ['=A', 'write the name and its records'],
    ['https://api.stripe.com=A', 'write the name and its records'],
    ['api.stripe.com/v1=A', 'write the name and its records'],
    ['a b.example=A', 'write the name and its records'],
    ['a.*.example=A', 'write the name and its records'],
    ['198.51.100.1=A', 'an address has no records: write a name'],
    ['0x7f.1=A', 'an address has no records: write a name'],
    ['db.example.com:0=A', 'write a port from 1 to 65535'],
    ['db.example.com:65536=A', 'write a port from 1 to 65535'],
  ])('%j: %s', async (text, words) => {
    const { status, stdout, stderr } = await natless(['lab', '--host', text]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(`--host "${text}": ${words}`);
  });

  test.each([
    [['x.example=A', 'x.example=A'], '"x.example" is there twice'],
    [['x.example=A', 'X.example.=AAAA'], '"x.example" is there twice'],
    [['x.example:81=A', 'x.example:81=A'], '"x.example" is there twice'],
    [['x.example:81=A', 'x.example=A,AAAA'], '"x.example" has A before and A, AAAA here'],
  ])('%j: %s', async (texts, words) => {
    const { status, stderr } = await natless([
      'exec',
      ...texts.flatMap((text) => ['--host', text]),
      '--',
      'true',
    ]);
    expect(stderr).toContain(words);
    expect(status).toBe(2);
  });

  test('for many worlds at once', async () => {
    const { status, stderr } = await natless(['worlds', '--run', '--host', 'x.example=A']);
    expect(stderr).toContain('--host is for one world');
    expect(status).toBe(2);
  });
});

test.each([[['lab', '--resolve']], [['lab', '--resolve', '--only', 'sts']]])(
  'natless %j has no name to look up',
  async (args) => {
    const { status, stderr } = await natless(args);
    expect(stderr).toContain('--resolve has no name to look up: name a target');
    expect(status).toBe(2);
  },
);

test('addresses and declared names are not looked up, and every other name once', () => {
  const targets = [
    'https://a.example',
    'https://a.example/2',
    'tcp://[2001:db8::1]:443',
    'https://b.example',
  ];
  const declared = {
    port: null,
    exists: true,
    ipv4: true,
    ipv6: true,
    ground: 'declared',
    date: '',
  } as const;
  expect(namesToResolve(targets, [{ name: 'b.example', ...declared }])).toEqual(['a.example']);
});

describe('--resolve', () => {
  const host = (name: string, changes: Partial<Host>): Host => ({
    ...{ name, ipv4: [], ipv6: [], dns: 'answer', standIn: 'website', ...changes },
  });
  let running: RunningResolver;
  beforeAll(async () => {
    running = await startResolver({
      addresses: ['127.0.0.1'],
      port: 0,
      internet: {
        hosts: [
          host('both.test', { ipv4: ['198.51.100.1'], ipv6: ['2001:db8::1'] }),
          host('four.test', { ipv4: ['198.51.100.1'] }),
          host('translated.test', { ipv4: ['198.51.100.1'], ipv6: ['64:ff9b::c633:6401'] }),
          host('broken.test', { dns: 'servfail' }),
        ],
      },
    });
  });
  afterAll(() => running.stop());
  const options = () => ({ signal: new AbortController().signal, servers: [`127.0.0.1:${running.port}`] });

  test('takes the records as the resolver has them, and asks once for each', async () => {
    const { hosts, notices } = await resolveHosts(['both.test', 'four.test', 'gone.test'], options());
    expect(hosts.map(({ name, exists, ipv4, ipv6, ground }) => [name, exists, ipv4, ipv6, ground])).toEqual([
      ['both.test', true, true, true, 'resolved'],
      ['four.test', true, true, false, 'resolved'],
      ['gone.test', false, false, false, 'resolved'],
    ]);
    expect(running.queries.map(({ name, type }) => `${name} ${type}`).toSorted()).toEqual([
      ...['both.test A', 'both.test AAAA', 'four.test A', 'four.test AAAA', 'gone.test A', 'gone.test AAAA'],
    ]);
    expect(notices).toEqual([
      "--resolve: this machine's resolver was asked once for the A and AAAA records of both.test, four.test, gone.test; nothing was connected to",
    ]);
  });

  test('does not take what DNS64 makes up for a record', async () => {
    const { hosts } = await resolveHosts(['translated.test'], options());
    expect(hosts).toMatchObject([{ ipv4: true, ipv6: false }]);
  });

  test('leaves a name unknown that the resolver fails on', async () => {
    const { hosts, notices } = await resolveHosts(['broken.test', 'four.test'], options());
    expect(hosts.map(({ name }) => name)).toEqual(['four.test']);
    expect(notices).toContain('--resolve: broken.test stays unknown: the resolver answered ESERVFAIL');
  });

  test('without a resolver it says so, and what to do instead', async () => {
    const { signal } = new AbortController();
    const nowhere = resolveHosts(['a.test'], { signal, servers: ['127.0.0.1:1'] });
    await expect(nowhere).rejects.toThrow(UserError);
    await expect(nowhere).rejects.toThrow(
      /this machine's resolver \(127\.0\.0\.1:1\) does not answer \(\w+\): leave --resolve out and declare the records, as in --host a\.test=A,AAAA/,
    );
  });
});
