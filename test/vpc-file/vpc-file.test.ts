/** The file of a described VPC: what is refused in one, and the template that it becomes. */
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { buildModel } from '../../lib/lab/template/build-model.ts';
import type { Model } from '../../lib/lab/template/model.ts';
import { readVpcFile } from '../../lib/vpc-file/read-vpc-file.ts';
import { templateOf } from '../../lib/vpc-file/template-of.ts';
import { parseVpcFile, type VpcFile } from '../../lib/vpc-file/vpc-file.ts';
import { vpcFile } from './small-vpc.ts';

const folder = mkdtempSync(join(tmpdir(), 'natless-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

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
      JSON.stringify({ ...vpcFile(), version: 2 }),
      'its version is 2, and this natless reads version 1',
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
    expect.objectContaining({ toOtherNetworkBy: 'NetworkInterfaceId', gatewayId: 'igw-0123456789abcdef0' }),
  ]);
  expect(notices).toContainEqual(expect.stringContaining('which is gone: these packets are dropped'));
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
      ['10.9.0.0/16', 'tgw-0fedcba9876543210'],
      ['10.8.0.0/16', 'tgw-0123456789abcdef0'],
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
  const fn = { name: '__proto__', ...placed, ipv6: true, role: null, urls: [], unclear: [] };
  const file = vpcFile();
  const { workloads } = modelOf({ ...file, workloads: { ...file.workloads, functions: [fn] } });
  expect(workloads.map(({ logicalId, ipv6 }) => [logicalId, ipv6])).toEqual([['__proto__', 'yes']]);
});

test('name servers that are not those of Amazon are refused as in a template', () => {
  const file = vpcFile();
  expect(() => modelOf({ ...file, vpc: { ...file.vpc, nameServers: ['10.0.0.53'] } })).toThrow('10.0.0.53');
});
