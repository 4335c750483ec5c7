/** Other projects' networks, each with one thing that decides what becomes of a target without NAT: end to end. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, test } from 'vitest';
import type { Resource } from '../../lib/lab/template/template.ts';
import { changed, dualStackTemplate } from './fixtures/dual-stack-template.ts';
import { gatewayEndpoint, interfaceEndpoint } from './fixtures/vpc-endpoint.ts';
import { NAT, NAT64, route } from './kernel/reading/lab-case.ts';
import { type Ended, lab, reportIn } from './lab-command.ts';

const refused = inject('labRefused');
const folder = mkdtempSync(join(tmpdir(), 'natless-test-others-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Changes = Readonly<Record<string, Resource | undefined>>;

/** The fixture without its functions, so that the lab adds its probe. */
function others(name: string, changes: Changes, ...args: string[]): Promise<Ended> {
  const file = join(folder, `${name}.json`);
  writeFileSync(
    file,
    JSON.stringify(dualStackTemplate({ ProbeA: undefined, ProbeB: undefined, ...changes })),
  );
  return lab('--json', '--template', file, ...args);
}

/** Each target with its answer, of every run. */
function answersIn(ended: Ended): string[] {
  return reportIn(ended).runs.flatMap(({ lab: record, targets }) =>
    targets.map(
      ({ id, path, withoutNat }) => `${record?.workload?.subnet.logicalId}: ${id} ${path} ${withoutNat}`,
    ),
  );
}

const ONE = ['--subnet', 'PrivateA'];
const WITHOUT_BLOCKS = {
  ...changed('PrivateA', { Ipv6CidrBlock: undefined }),
  ...changed('PrivateB', { Ipv6CidrBlock: undefined }),
};
/** PrivateB is in a table without routes. */
const ISOLATED: Changes = {
  Nowhere: { Type: 'AWS::EC2::RouteTable', Properties: { VpcId: { Ref: 'Vpc' } } },
  ...changed('PrivateBAssociation', { RouteTableId: { Ref: 'Nowhere' } }),
};

describe.skipIf(refused !== null).concurrent('another project’s network', () => {
  test('with a NAT gateway and no IPv6 has its answer: what breaks, through which gateway, and what to add', async () => {
    const args = [...ONE, '--only', 'sts,checkip'];
    const ended = await others('classic', { ...NAT, ...WITHOUT_BLOCKS }, ...args);
    expect(ended.status).toBe(0);
    expect(answersIn(ended)).toEqual(['PrivateA: checkip none breaks', 'PrivateA: sts none breaks']);
    const { runs, summary } = reportIn(ended);
    expect(summary.sentence).toContain('only the NAT gateway Nat (nat-');
    const remedy = runs[0]?.targets[0]?.cause?.remedy ?? '';
    expect(remedy).toMatch(/^the subnet sub-private-us-west-2a \(PrivateA, subnet-\w+\) has no IPv6 block/);
    expect(ended.stdout).not.toContain('Ipv6AllowedForDualStack');
    const failing = await others(
      'failing',
      { ...NAT, ...WITHOUT_BLOCKS },
      ...args,
      '--fail-on',
      'unknown,breaks',
    );
    expect([failing.status, failing.stderr]).toEqual([
      1,
      expect.stringContaining('breaks without a NAT gateway'),
    ]);
  });

  test('with IPv6 beside a NAT gateway needs no NAT, and what the code needs is named', async () => {
    const ended = await others('base', NAT, ...ONE, '--only', 'sts,checkip', '--fail-on', 'breaks,unknown');
    expect(ended.status).toBe(0);
    expect(answersIn(ended)).toEqual([
      'PrivateA: checkip eigw works',
      'PrivateA: sts eigw works-with-change',
    ]);
    const [run] = reportIn(ended).runs;
    expect(run?.targets.map(({ advice }) => advice?.kind)).toEqual(['none', 'environment']);
    expect(run?.controls.every(({ asExpected }) => asExpected)).toBe(true);
  });

  test('that is public is a way out, with a warning that it lets connections in', async () => {
    const changes = {
      Ipv6Out: route({ DestinationIpv6CidrBlock: '::/0', GatewayId: { Ref: 'Igw' } }, 'PublicTable'),
    };
    const ended = await others('public', changes, '--subnet', 'PublicA', '--only', 'checkip');
    expect([ended.status, ...answersIn(ended)]).toEqual([0, 'PublicA: checkip igw works']);
    const [target] = reportIn(ended).runs[0]?.targets ?? [];
    expect(target).toMatchObject({
      reached: true,
      verdict: 'pass',
      warnings: [{ code: 'InternetGatewayInPath' }],
    });
    expect(target?.warnings[0]?.remedy).not.toContain('point the route');
  });

  test('with a gateway endpoint keeps unchanged code, without advice', async () => {
    const ended = await others('endpoint', { S3: gatewayEndpoint() }, ...ONE, '--only', 's3-list-buckets');
    expect([ended.status, ...answersIn(ended)]).toEqual([0, 'PrivateA: s3-list-buckets eigw works']);
    expect(reportIn(ended).runs[0]?.targets[0]?.advice).toMatchObject({ kind: 'none', line: null });
  });

  test('with an interface endpoint is entered by a user’s target', async () => {
    const { Sts, ...rest } = interfaceEndpoint({ SecurityGroupIds: [{ Ref: 'Open' }] });
    const Open: Resource = {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: {
        VpcId: { Ref: 'Vpc' },
        SecurityGroupIngress: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }],
      },
    };
    const url = 'https://sts.us-west-2.amazonaws.com';
    const ended = await others('interface', { ...rest, Sts, Open }, ...ONE, '--target', url, '--only-mine');
    expect([ended.status, ...answersIn(ended)]).toEqual([0, `PrivateA: ${url} vpc-endpoint works`]);
  });

  test('with NAT64 breaks for a host that has only IPv4', async () => {
    const changes = { ...NAT64, ...changed('PrivateA', { EnableDns64: true }) };
    const ended = await others('nat64', changes, ...ONE, '--target', 'https://api.github.com', '--only-mine');
    expect([ended.status, ...answersIn(ended)]).toEqual([0, 'PrivateA: https://api.github.com nat64 breaks']);
    expect(reportIn(ended).runs[0]?.targets[0]?.cause?.code).toBe('Nat64InPath');
  });

  test('has its isolated subnets apart, by name, and out of the sum', async () => {
    const ended = await others('isolated', ISOLATED, '--only', 'checkip');
    expect(answersIn(ended)).toEqual(['PrivateA: checkip eigw works', 'PrivateB: checkip none breaks']);
    const { summary } = reportIn(ended);
    expect(summary.withoutNat).toMatchObject({ works: ['checkip'], breaks: [] });
    expect(summary.withoutNat?.isolatedSubnets).toEqual([
      expect.stringMatching(/^sub-private-us-west-2b \(subnet-/),
    ]);
    expect(summary.sentence).toMatch(
      /^1 of 1 target works without a NAT gateway\. Isolated.*sub-private-us-west-2b/,
    );
  });

  test('fails where a target is not what the user wrote that it should be', async () => {
    const file = join(folder, 'targets.txt');
    writeFileSync(file, 'https://api.github.com name=github expect=reached\n');
    const ended = await others('expecting', NAT, ...ONE, '--targets', file, '--only-mine');
    expect([ended.status, ended.stderr]).toEqual([1, expect.stringContaining('expected reached: github')]);
  });
});
