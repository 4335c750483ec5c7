/** A template of another project: the lab adds the probe, or runs a command, in its private subnet. */
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { startNatless } from '../command.ts';
import { lab, reportIn } from './lab-command.ts';

const refused = inject('labRefused');
const TEMPLATE = ['--template', join(import.meta.dirname, 'fixtures', 'without-probe.yaml')];
/** A group that lets everything out, in place of the one of the template's function. */
const OPEN = ['--security-group', 'ForEndpoint'];

describe.skipIf(refused !== null)('a template without a probe', () => {
  test('is probed from its private subnet, with the targets that need no resource of the stack', async () => {
    const ended = await lab('--json', ...TEMPLATE, ...OPEN, '--parameter', 'Block=10.77.0.0/16');
    const [run, ...more] = reportIn(ended).runs;
    expect(more).toEqual([]);
    expect(run?.targets.map(({ id, path, verdict }) => [id, path, verdict])).toEqual(
      ['ifconfig.me', 'checkip', 's3-list-buckets', 'sts', 'ec2'].map((id) => [id, 'eigw', 'pass']),
    );
    expect(run?.lab?.referee).toEqual({ agrees: true, disagreements: [] });
    expect(ended.status).toBe(0);
  });

  test('is probed where its function stands, behind the function’s own security group', async () => {
    const ended = await lab('--json', ...TEMPLATE, '--only', 'checkip');
    const [run] = reportIn(ended).runs;
    expect(run?.targets[0]?.cause?.code).toBe('ConnectTimeout');
    expect(run?.lab?.counters.securityGroupDropped).toBeGreaterThan(0);
    expect(run?.lab?.workload).toEqual({
      kind: 'function',
      logicalIds: ['Inline'],
      subnet: { logicalId: 'Private', name: 'Private' },
      securityGroups: [{ logicalId: 'Closed', name: 'Closed', id: expect.stringMatching(/^sg-0/) }],
      ipv6Allowed: true,
    });
  });

  test('runs a command too, with the block that a parameter gives', async () => {
    const command = ['sh', '-c', 'ip -o -4 address show scope global'];
    const args = ['exec', ...TEMPLATE, '--parameter', 'Block=10.77.0.0/16', '--', ...command];
    const { stdout, status } = await startNatless(args);
    expect(stdout).toContain('inet 10.77.0.');
    expect(status).toBe(0);
  });

  test("runs it with Lambda's range of ports, from which its connections come", async () => {
    const command = ['cat', '/proc/sys/net/ipv4/ip_local_port_range'];
    const { stdout } = await startNatless(['exec', ...TEMPLATE, '--', ...command]);
    expect(stdout.trim().split(/\s+/)).toEqual(['1024', '65535']);
  });

  test('shows the path through an endpoint of a service that the lab does not emulate', async () => {
    const script = `fetch('https://ssm.us-west-2.amazonaws.com/').then(async (r) => console.log(await r.text()))`;
    const { stdout, stderr } = await startNatless([
      'exec',
      ...TEMPLATE,
      ...OPEN,
      '--',
      process.execPath,
      '-e',
      script,
    ]);
    expect(stdout).toContain('the lab does not emulate ssm.us-west-2.amazonaws.com');
    expect(stderr).toMatch(
      /^ssm\.us-west-2\.amazonaws\.com 10\.9\.0\.\d+:443 .*VPC endpoint: \d+ packets out/m,
    );
  });

  test.each([
    [['--subnet', 'Nowhere'], 'there is no subnet "Nowhere": the subnets are'],
    [['--security-group', 'Open'], 'there is no security group "Open": the security groups are'],
    [['--workload', 'Inlin'], 'there is no workload "Inlin" (did you mean "Inline"?)'],
    [['--only-mine'], 'there are no others: add --target URL'],
    [['--parameter', 'Blok=10.0.0.0/16'], '"Blok"'],
    [['--parameter', 'Block'], 'write Name=value'],
  ])('%j is an error that names it, status 2', async (args, words) => {
    const { status, stderr, stdout } = await lab(...TEMPLATE, ...args);
    expect(stderr).toContain(words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });
});
