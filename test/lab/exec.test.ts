/** `natless exec`: what the command prints, its status, and where its packets went. */
import { describe, expect, inject, test } from 'vitest';
import { natless, startNatless } from '../command.ts';

const refused = inject('labRefused');
const ASSEMBLY = ['--assembly', inject('assembly')];

const exec = (options: readonly string[], command: readonly string[], input = '') =>
  startNatless(['exec', ...ASSEMBLY, ...options, '--', ...command], { input });

/** Sends a request as any program would, and prints the answer. */
const ask = (url: string) => [
  process.execPath,
  '-e',
  `fetch('${url}').then(async (r) => console.log(await r.text()))`,
];

describe.skipIf(refused !== null)('exec', () => {
  test('runs where the function is: the echo service sees the interface, and packets are counted by gateway', async () => {
    const { status, stdout, stderr } = await exec([], ask('https://ifconfig.me/ip'));
    expect(stdout.trim()).toMatch(/^2001:db8:1234:/);
    expect(stderr).toMatch(
      /^ifconfig\.me \[2001:db8:ffff::1\]:443 over the egress-only internet gateway: \d+ packets out, \d+ in$/m,
    );
    expect(status).toBe(0);
  });

  test('shows what dropped packets that got nowhere', async () => {
    const script = `require('node:net').connect(443, 's3.us-west-2.amazonaws.com').setTimeout(1500, () => process.exit(3))`;
    const { status, stderr } = await exec([], [process.execPath, '-e', script]);
    expect(stderr).toMatch(
      /^s3\.us-west-2\.amazonaws\.com 198\.18\.\d+\.\d+:443 dropped: no route: \d+ packets$/m,
    );
    expect(status).toBe(3);
  });

  test('says that packets are dropped while the command still waits', async () => {
    const script = `require('node:net').connect(443, 's3.us-west-2.amazonaws.com'); setInterval(() => {}, 1_000)`;
    const args = ['exec', ...ASSEMBLY, '--', process.execPath, '-e', script];
    const remark =
      /^natless: packets to s3\.us-west-2\.amazonaws\.com \(198\.18\.\d+\.\d+, port 443\) over IPv4 are dropped: no route$/gm;
    // The command never ends by itself.
    const signals = [{ after: 'over IPv4 are dropped: no route\n', signal: 'SIGINT' as const }];
    const { status, stderr } = await startNatless(args, { signals });
    expect(stderr.match(remark)).toHaveLength(1);
    expect(status).toBe(130);
  });

  test.each([
    ['reaches everything', `fetch('https://ifconfig.me/ip')`],
    [
      'falls back at once',
      `require('node:net').connect(443, 's3.us-west-2.amazonaws.com').setTimeout(200, function () { this.destroy() })`,
    ],
  ])('says nothing of packets while a command runs that %s', async (_, script) => {
    const { stderr } = await exec([], [process.execPath, '-e', `${script}; setTimeout(() => {}, 3_500)`]);
    expect(stderr).toContain(':443 ');
    expect(stderr).not.toContain('natless:');
  });

  test('is silent with --quiet', async () => {
    const script = `require('node:net').connect(443, 's3.us-west-2.amazonaws.com').setTimeout(2500, () => process.exit(3))`;
    const { status, stdout, stderr } = await exec(['--quiet'], [process.execPath, '-e', script]);
    expect({ status, stdout, stderr }).toEqual({ status: 3, stdout: '', stderr: '' });
  });

  test('shows the network path to services that the lab does not emulate', async () => {
    const { status, stdout, stderr } = await exec([], ask('https://kms.us-west-2.api.aws/'));
    expect(stdout).toContain('the lab does not emulate kms.us-west-2.api.aws');
    expect(stderr).toMatch(/^kms\.us-west-2\.api\.aws .*:443 over the egress-only internet gateway: /m);
    expect(status).toBe(0);
  });

  test('gives the command its input, the role’s credentials and the Region, and nothing of the user’s account', async () => {
    const script = 'read line; echo "$line $AWS_REGION $AWS_PROFILE."; echo "$AWS_ACCESS_KEY_ID" | cut -c1-4';
    const { stdout } = await exec(['--subnet', 'us-west-2b'], ['sh', '-c', script], 'hello\n');
    expect(stdout).toBe('hello us-west-2 .\nASIA\n');
  });

  test('does not let the command change the network, even for root', async () => {
    const { status, stderr } = await exec([], ['ip', 'route', 'add', 'default', 'via', '10.1.8.1']);
    expect(stderr).toContain('Operation not permitted');
    expect(status).not.toBe(0);
  });

  test.each([
    [['sh', '-c', 'exit 7'], 7],
    [['sh', '-c', 'kill -TERM $$'], 143],
    [['no-such-command'], 127],
  ])('passes the status through: %j', async (command, expected) => {
    expect((await exec([], command)).status).toBe(expected);
  });

  test.each([
    [['--'], 'error: <command> is missing: write natless exec'],
    [['--subnett', 'a', '--', 'true'], "unknown option '--subnett' (Did you mean --subnet?)"],
  ])('refuses %j', async (args, words) => {
    const { status, stderr, stdout } = await natless(['exec', ...args]);
    expect(await natless(['lab', 'exec', ...args])).toEqual({ status, stderr, stdout });
    expect(stderr).toContain(words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });
});
