/** The file of a described VPC: what is refused in one, and the template that it becomes. */
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { buildModel } from '../../lib/lab/template/build-model.ts';
import type { Model } from '../../lib/lab/template/model.ts';
import { openStack } from '../../lib/lab/template/open-stack.ts';
import { findTargets } from '../../lib/targets/find-targets.ts';
import { readVpcFile } from '../../lib/vpc-file/read-vpc-file.ts';
import { templateOf } from '../../lib/vpc-file/template-of.ts';
import { parseVpcFile, type VpcFile } from '../../lib/vpc-file/vpc-file.ts';
import { vpcFile } from './small-vpc.ts';

const folder = mkdtempSync(join(tmpdir(), 'natless-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ROLE = 'arn:aws:iam::111122223333:role/orders';

function read(text: string) {
  const file = join(folder, 'vpc.json');
  writeFileSync(file, text);
  return readVpcFile(file);
}

function modelOf(file: VpcFile): Model {
  const { template, described } = templateOf(parseVpcFile(JSON.parse(JSON.stringify(file))));
  return buildModel(template, { assetRoot: '/', region: file.region, accountId: file.accountId, described });
}

describe('one sentence, with the value, for', () => {
  const text = JSON.stringify(vpcFile());
  const [subnet] = vpcFile().subnets;
  test.each([
    [
      'another version',
      JSON.stringify({ ...vpcFile(), version: 3 }),
      'its version is 3, and this natless reads versions 1 and 2',
    ],
    ['no version', JSON.stringify({ ...vpcFile(), version: undefined }), 'its version is undefined'],
    ['a template', '{"Resources":{}}', 'a template goes into --template'],
    ['a truncated file', text.slice(0, 400), 'cannot be read as a described VPC'],
    ['an empty file', '', 'cannot be read as a described VPC'],
    ['not an object', '[1]', 'it is not a file of natless describe'],
    ['a wrong id', text.replaceAll('vpc-0a', 'vpc-zz'), 'vpc.id is "vpc-zz'],
    ['a wrong block', text.replace('10.0.0.0/16', '10.0.0.0/99'), 'vpc.ipv4CidrBlocks.0 is "10.0.0.0/99"'],
    ['a field too many', JSON.stringify({ ...vpcFile(), extra: 1 }), 'extra: there is no such field'],
    ['a wrong Region', JSON.stringify({ ...vpcFile(), region: 'Oregon' }), 'region is "Oregon"'],
    ['one id twice', JSON.stringify({ ...vpcFile(), subnets: [subnet, subnet] }), 'is in it twice'],
    ['nesting without end', `${'['.repeat(5_000)}${']'.repeat(5_000)}`, 'nested more than 100 deep'],
  ])('%s', (_, content, words) => {
    expect(() => read(content)).toThrow(words);
  });

  test('a file larger than any VPC', () => {
    const file = join(folder, 'huge.json');
    writeFileSync(file, '');
    truncateSync(file, 2 ** 33);
    expect(() => readVpcFile(file)).toThrow('more than 16 MB');
  });
});

test('the real ids and the Name tags are the names of everything', () => {
  const file = vpcFile();
  const { vpc, subnets, routeTables, gateways, securityGroups } = modelOf(file);
  expect([vpc.logicalId, vpc.id]).toEqual([file.vpc.id, file.vpc.id]);
  expect(subnets.map(({ logicalId, id, name }) => [logicalId, id, name])).toEqual(
    file.subnets.map(({ id, name }) => [id, id, name]),
  );
  const ids = [...routeTables, ...gateways, ...securityGroups].map(({ id, logicalId }) => [id, logicalId]);
  expect(ids.filter(([id, logicalId]) => id !== logicalId)).toEqual([]);
});

test("a VPC's own main table, default ACL and default group are as they are, not as new ones", () => {
  const model = modelOf(vpcFile());
  expect(model.routeTables.filter(({ main }) => main)).toEqual([
    expect.objectContaining({ routes: [expect.objectContaining({ destinationCidrBlock: '0.0.0.0/0' })] }),
  ]);
  expect(model.subnets.map(({ routeTableId }) => routeTableId)).toEqual(
    model.subnets.map(() => model.routeTables[0]?.id),
  );
  expect(model.networkAcls).toEqual([expect.objectContaining({ default: true, ingress: [], egress: [] })]);
  // One without rules lets nothing out: it is not a new one.
  expect(model.securityGroups).toEqual([
    expect.objectContaining({ name: 'default', ingress: [], egress: [] }),
  ]);
});

test('a route whose gateway is gone carries nothing, though the gateway could be taken for one elsewhere', () => {
  const file = vpcFile({
    routes: [{ destination: '0.0.0.0/0', by: 'GatewayId', target: 'igw-0123456789abcdef0', blackhole: true }],
  });
  const { routeTables, gateways, notices } = modelOf(file);
  expect(gateways.filter(({ kind }) => kind === 'internet-gateway')).toEqual([]);
  expect(routeTables[0]?.routes).toEqual([
    {
      logicalId: 'rtb-0a111111111111111 0.0.0.0/0',
      destinationCidrBlock: '0.0.0.0/0',
      gatewayId: 'igw-0123456789abcdef0',
    },
  ]);
  expect(notices).toEqual([expect.stringContaining('which is gone: these packets are dropped')]);
});

test('a NAT gateway that EC2 still lists carries nothing once its routes are black holes, and hides wider routes', () => {
  const [nat] = vpcFile().natGateways ?? [];
  const target = nat?.id ?? '';
  const to = (destination: string, blackhole: boolean) =>
    ({ destination, by: 'NatGatewayId', target, blackhole }) as const;
  expect(modelOf(vpcFile({ routes: [to('0.0.0.0/0', false)] })).gateways).toHaveLength(1);
  const { routeTables, gateways } = modelOf(vpcFile({ routes: [to('0.0.0.0/0', true)] }));
  expect(gateways).toEqual([]);
  expect(routeTables[0]?.routes.map(({ toOtherNetworkBy }) => toOtherNetworkBy)).toEqual([undefined]);
});

describe('a route to a prefix list', () => {
  const list = 'pl-0123456789abcdef0';
  const transit = { by: 'TransitGatewayId', target: 'tgw-0123456789abcdef0', blackhole: false } as const;
  const routes = [
    { destination: list, ...transit },
    { ...transit, destination: '10.9.0.0/16', target: 'tgw-0fedcba9876543210' },
  ];

  test('is one to each of its blocks, unless a route names the block', () => {
    const lists = [
      {
        id: list,
        name: 'own',
        family: 'IPv4' as const,
        ofAws: false,
        cidrBlocks: ['10.8.0.0/16', '10.9.0.0/16'],
      },
    ];
    const { routeTables } = modelOf({ ...vpcFile({ routes }), prefixLists: lists });
    expect(
      routeTables[0]?.routes.map(({ destinationCidrBlock, gatewayId }) => [destinationCidrBlock, gatewayId]),
    ).toEqual([
      ['10.8.0.0/16', 'tgw-0123456789abcdef0'],
      ['10.9.0.0/16', 'tgw-0fedcba9876543210'],
    ]);
  });

  test('makes its table unknown where the list is not in the file', () => {
    const { unread, routeTables } = modelOf({ ...vpcFile({ routes }), prefixLists: null });
    expect(unread.flatMap(({ affects }) => affects)).toContain(routeTables[0]?.id);
  });
});

test("a list that AWS keeps is unknown, unless the VPC has the service's gateway endpoint", () => {
  const id = 'pl-0123456789abcdef0';
  const list = {
    ...{ id, name: 'com.amazonaws.us-west-2.s3', family: 'IPv4' as const, ofAws: true },
    cidrBlocks: [],
  };
  const [group] = vpcFile().securityGroups ?? [];
  const rule = { protocol: 'tcp', fromPort: 443, toPort: 443, peer: { prefixListId: id } };
  const securityGroups = group ? [{ ...group, egress: [rule] }] : [];
  const base = { ...vpcFile(), securityGroups, prefixLists: [list] };
  expect(modelOf(base).unread).toEqual([expect.objectContaining({ affects: [id] })]);
  const endpoint = {
    id: 'vpce-0123456789abcdef0',
    serviceName: 'com.amazonaws.us-west-2.s3',
    type: 'Gateway',
    ...{ routeTableIds: [], subnetIds: [], securityGroupIds: [], privateDns: false },
    ...{ ipAddressType: 'ipv4' as const, dnsRecordIpType: null, ownPolicy: true },
  };
  const model = modelOf({ ...base, vpcEndpoints: [endpoint] });
  const [peer] = model.securityGroups.flatMap(({ egress }) => egress.map((each) => each.peer));
  expect(model.unread).toEqual([]);
  expect(model.prefixLists.map((each) => each.id)).toEqual([
    peer?.kind === 'prefix-list' && peer.prefixListId,
  ]);
  expect(model.notices).toContainEqual(expect.stringContaining('has a policy of its own'));
});

test('a group that lets in a list of AWS that the lab does not know is only unknown where it lets in', () => {
  const id = 'pl-0123456789abcdef0';
  const list = {
    ...{ id, name: 'com.amazonaws.global.cloudfront.origin-facing', family: 'IPv4' as const, ofAws: true },
    cidrBlocks: [],
  };
  const [group] = vpcFile().securityGroups ?? [];
  const rule = { protocol: 'tcp', fromPort: 443, toPort: 443, peer: { prefixListId: id } };
  const securityGroups = group ? [{ ...group, ingress: [rule] }] : [];
  const model = modelOf({ ...vpcFile(), securityGroups, prefixLists: [list] });
  expect(model.securityGroups.flatMap(({ ingress }) => ingress)).toEqual([]);
  expect(model.unread.flatMap(({ affects }) => affects)).toEqual([id, `${group?.id}/ingress`]);
});

test('a function may be called __proto__', () => {
  const [subnet] = vpcFile().subnets;
  const placed = { subnetIds: [subnet?.id ?? ''], securityGroupIds: ['sg-0a111111111111111'] };
  const fn = { name: '__proto__', ...placed, ipv6: true, role: null, runtime: null, urls: [], unclear: [] };
  const file = vpcFile();
  const { workloads } = modelOf({ ...file, workloads: { ...file.workloads, functions: [fn] } });
  expect(workloads.map(({ logicalId, ipv6 }) => [logicalId, ipv6])).toEqual([['__proto__', 'yes']]);
});

test('name servers that are not those of Amazon are refused as in a template', () => {
  const file = vpcFile();
  expect(() => modelOf({ ...file, vpc: { ...file.vpc, nameServers: ['10.0.0.53'] } })).toThrow('10.0.0.53');
});

describe('a file of version 1', () => {
  const { roles: _, managedPolicies: __, instanceProfiles: ___, hostedZones: ____, ...rest } = vpcFile();
  const [subnet] = rest.subnets;
  const placed = { subnetIds: [subnet?.id ?? ''], securityGroupIds: ['sg-0a111111111111111'] };
  const fn = { name: 'orders', ...placed, ipv6: false, role: ROLE, urls: [], unclear: [] };
  const version1 = { ...rest, version: 1, workloads: { ...rest.workloads, functions: [fn] } };

  test('is read, and what it does not have is unknown', () => {
    const { template, described } = read(JSON.stringify(version1));
    const stack = openStack(template, { region: 'us-west-2', accountId: '111122223333', described });
    const { targets, gaps } = findTargets(stack);
    expect(targets).toEqual([]);
    expect(gaps).toEqual([
      expect.objectContaining({
        problem: expect.stringContaining('what its role allows is not in the file'),
      }),
    ]);
  });

  test.each([
    ['workloads of another kind', { ...version1, workloads: 'none' }, 'workloads is "none"'],
    [
      'functions of another kind',
      { ...version1, workloads: { ...rest.workloads, functions: 7 } },
      'functions is 7',
    ],
  ])('with %s is refused', (_, document, words) => {
    expect(() => read(JSON.stringify(document))).toThrow(words);
  });
});

describe('a private hosted zone', () => {
  const endpoint = {
    id: 'vpce-0123456789abcdef0',
    serviceName: 'com.amazonaws.us-west-2.ecr.dkr',
    type: 'Interface',
    ...{ routeTableIds: [], subnetIds: [], securityGroupIds: [], privateDns: true },
    ...{ ipAddressType: 'ipv4' as const, dnsRecordIpType: null, ownPolicy: false },
  };
  const sts = { ...endpoint, id: 'vpce-0123456789abcdef1', serviceName: 'com.amazonaws.us-west-2.sts' };
  const zone = (name: string, ofService: boolean) => ({ id: `Z${name.length}`, name, ofService });
  const zonesOf = (hostedZones: VpcFile['hostedZones'], vpcEndpoints: VpcFile['vpcEndpoints']) =>
    Object.values(templateOf({ ...vpcFile(), vpcEndpoints, hostedZones }).template.Resources)
      .filter(({ Type }) => Type === 'AWS::Route53::HostedZone')
      .map(({ Properties }) => Properties?.Name);

  test("that AWS keeps for an endpoint's private names is the endpoint's", () => {
    const own = [zone('dkr.ecr.us-west-2.amazonaws.com.', true), zone('sts.us-west-2.amazonaws.com.', true)];
    expect(zonesOf(own, [endpoint, sts])).toEqual([]);
  });

  test.each([
    ['of an account', [zone('sts.us-west-2.amazonaws.com.', false)], [sts]],
    ['of a service without that endpoint', [zone('sts.us-west-2.amazonaws.com.', true)], [endpoint]],
    [
      'beside an endpoint without private names',
      [zone('sts.us-west-2.amazonaws.com.', true)],
      [{ ...sts, privateDns: false }],
    ],
  ])('%s answers for its names', (_, zones, endpoints) => {
    expect(zonesOf(zones, endpoints)).toEqual(['sts.us-west-2.amazonaws.com.']);
  });
});

test.each([
  ['a wrong ARN', { arn: 'orders' }, 'roles.0.arn is "orders"'],
  [
    'an effect of another word',
    { inlinePolicies: [{ name: 'a', statements: [{ effect: 'allow', actions: [] }] }] },
    'write an effect (Allow or Deny)',
  ],
])('a role with %s is refused', (_, changes, words) => {
  const role = { arn: ROLE, managedPolicies: [], inlinePolicies: [], ...changes };
  expect(() => read(JSON.stringify({ ...vpcFile(), roles: [role] }))).toThrow(words);
});

describe('an instance that a default route leads to', () => {
  const [first, second] = ['eni-0123456789abcdef0', 'eni-0123456789abcdef1'];
  const forwardersWith = (off: readonly (string | undefined)[], target: string) => {
    const base = vpcFile({
      routes: [{ destination: '0.0.0.0/0', by: 'NetworkInterfaceId', target, blackhole: false }],
    });
    const instance = {
      ...{ id: 'i-0123456789abcdef0', name: 'hop', networkInterfaceId: first ?? '' },
      ...{ subnetId: base.subnets[0]?.id ?? '', securityGroupIds: ['sg-0a111111111111111'] },
      ...{ ipv6: false, publicIpv4: true, instanceProfile: null, sourceDestCheck: !off.includes(first) },
      forwardingInterfaceIds: off.includes(second) ? [second ?? ''] : [],
    };
    return modelOf({ ...base, workloads: { ...base.workloads, instances: [instance] } }).forwarders;
  };

  test.each([
    ['its first interface', [first], first ?? ''],
    ['another interface', [second], second ?? ''],
  ])('is a NAT instance by %s, whose check is off', (_, off, target) => {
    expect(forwardersWith(off, target)).toMatchObject([{ isNat: true, members: ['i-0123456789abcdef0'] }]);
  });

  test('is none where the check of that interface is on', () => {
    expect(forwardersWith([], first ?? '')).toMatchObject([{ isNat: false }]);
    expect(forwardersWith([second], first ?? '')).toMatchObject([{ isNat: false }]);
  });
});
