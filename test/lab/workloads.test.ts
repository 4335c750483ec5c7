/** A template of others is probed in the places of its own workloads, several in one subnet, each with its own result. */
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { startNatless } from '../command.ts';
import { lab, reportIn } from './lab-command.ts';

const refused = inject('labRefused');
const TEMPLATE = ['--template', join(import.meta.dirname, 'fixtures', 'workloads.yaml')];

describe.skipIf(refused !== null).concurrent('a template with workloads', () => {
  test('is probed in each distinct place, and the kernel confirms each run', async () => {
    const ended = await lab('--json', ...TEMPLATE, '--only', 'checkip');
    const { runs } = reportIn(ended);
    const found = runs.map(({ lab: record, targets: [target] }) => {
      const { kind, logicalIds = [], subnet } = record?.workload ?? {};
      return [kind, logicalIds.join(), subnet?.name, target?.path, target?.cause?.code ?? null];
    });
    expect(found).toEqual([
      ['function', 'Flagless', 'app subnet', 'none', 'NetworkUnreachable'],
      ['function', 'Blocked', 'app subnet', 'none', 'ConnectTimeout'],
      ['instance', 'Web', 'app subnet', 'eigw', null],
      ['open-group', '', 'Spare', 'none', 'ConnectTimeout'],
      ['service', 'Front', 'Outer', 'igw', null],
      ['function', 'Edge', 'Outer', 'igw', null],
    ]);
    // Over IPv4 an internet gateway lets out only what has a public address.
    const answered = runs.map(({ controls }) => controls.some(({ succeeded }) => succeeded));
    expect(answered).toEqual([false, false, false, false, true, false]);
    for (const { lab: record } of runs) {
      expect(record?.referee).toEqual({ agrees: true, disagreements: [] });
    }
    const [flagless] = runs;
    expect(flagless?.targets[0]?.cause?.remedy).toBe(
      'the function Flagless has no IPv6: set Ipv6AllowedForDualStack: true in its VpcConfig',
    );
    expect(ended.stderr).toContain(
      'Front: in a dual-stack subnet ECS gives a task an IPv6 address only with',
    );
  });

  test('says in words whose place each run has, names before ids', async () => {
    const { stdout } = await lab(...TEMPLATE, '--workload', 'Blocked', '--only', 'checkip');
    const [title, subnet, group] = stdout.split('\n');
    expect(title).toMatch(/^Blocked \(Lambda function\) {2}us-west-2a {2}\d+\.\d s$/);
    expect(subnet).toMatch(/^subnet app subnet \(Inner, subnet-0[0-9a-f]+\)$/);
    expect(group).toMatch(/^security group only-ipv4 \(Shut, sg-0[0-9a-f]+\)$/);
  });

  test('runs a command where the named workload stands', async () => {
    const command = ['sh', '-c', 'ip -o -6 address show scope global'];
    const places = (workload: string) =>
      startNatless(['exec', ...TEMPLATE, '--workload', workload, '--', ...command]);
    expect((await places('Web')).stdout).toContain('inet6 2001:db8:');
    const { stdout, stderr } = await places('Flagless');
    expect(stdout).toBe('');
    expect(stderr).toContain(
      'the command ran in app subnet in place of Flagless, behind Open, without an IPv6 address: --workload',
    );
  });
});

describe.skipIf(refused !== null).concurrent('built-in targets in a template of others', () => {
  const WEB = [...TEMPLATE, '--workload', 'Web', '--target', 'https://api.github.com'];

  test('show the network apart from the user’s, and count nowhere', async () => {
    const { runs, summary } = reportIn(await lab('--json', ...WEB));
    const [run] = runs;
    expect(run?.targets.map(({ id }) => id)).toEqual(['https://api.github.com']);
    expect(run?.demonstrations?.map(({ id, path, advice }) => [id, path, advice])).toEqual(
      ['ifconfig.me', 'checkip', 's3-list-buckets', 'sts', 'ec2'].map((id) => [id, 'eigw', null]),
    );
    expect(run?.lab?.referee.agrees).toBe(true);
    expect(summary.sentence).not.toContain('checkip');
    expect(summary.notReached).toEqual(['https://api.github.com']);
  });

  test('are left out by --only-mine', async () => {
    const [run] = reportIn(await lab('--json', ...WEB, '--only-mine')).runs;
    expect(run?.targets.map(({ id }) => id)).toEqual(['https://api.github.com']);
    expect(run?.demonstrations).toBeUndefined();
  });

  test('are the user’s where --only names them, beside the targets that are named', async () => {
    const [run] = reportIn(await lab('--json', ...WEB, '--only', 'checkip')).runs;
    expect(run?.targets.map(({ id }) => id)).toEqual(['checkip', 'https://api.github.com']);
    expect(run?.demonstrations).toBeUndefined();
  });
});
