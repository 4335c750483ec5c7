/** A VPC may have any block that EC2 takes, the addresses of the lab's internet among them. */
import { describe, expect, test } from 'vitest';
import { isInside } from '../../../../lambda/report/addresses.ts';
import { LAB_RANGES } from '../../../../lambda/report/special-addresses.ts';
import { apartFromVpc } from '../../../../lib/lab/services/internet/apart-from-vpc.ts';
import { withAwsHosts } from '../../../../lib/lab/services/internet/aws-hosts.ts';
import { baselineInternet } from '../../../../lib/lab/services/internet/baseline.ts';
import { buildModel } from '../../../../lib/lab/template/build-model.ts';
import type { Resource } from '../../../../lib/lab/template/template.ts';
import { TemplateError } from '../../../../lib/lab/template/template-error.ts';
import { changed, dualStackTemplate, MODEL_PROPS } from '../../fixtures/dual-stack-template.ts';

const { workload: _, ...PROPS } = MODEL_PROPS;
const INTERNET = withAwsHosts(baselineInternet(PROPS), PROPS.region);

function block(logicalId: string, properties: Record<string, unknown>): Record<string, Resource> {
  const Properties = { VpcId: { Ref: 'Vpc' }, ...properties };
  return { [logicalId]: { Type: 'AWS::EC2::VPCCidrBlock', Properties } };
}

function internetOf(changes: Record<string, Resource>) {
  const model = buildModel(dualStackTemplate(changes), PROPS);
  const { hosts } = apartFromVpc(INTERNET, model);
  return { model, hosts, addresses: hosts.flatMap(({ ipv4, ipv6 }) => [...ipv4, ...ipv6]) };
}

function toPeer(DestinationCidrBlock: string): Record<string, Resource> {
  const RouteTableId = { Ref: 'PrivateTable' };
  const Properties = { RouteTableId, DestinationCidrBlock, VpcPeeringConnectionId: 'pcx-1' };
  return { Peer: { Type: 'AWS::EC2::Route', Properties } };
}

describe('the hosts of the internet', () => {
  test('stay where they are beside any other VPC', () => {
    expect(internetOf({}).hosts).toEqual(INTERNET.hosts);
  });

  test.each<[string, Record<string, Resource>, RegExp]>([
    ['an IPv4 block', block('More', { CidrBlock: '198.18.0.0/16' }), /^198\.19\.0\.1$/],
    ['a small part of it', block('More', { CidrBlock: '198.18.77.0/28' }), /^198\.19\.0\.1$/],
    ['an IPv6 block', block('More', { Ipv6CidrBlock: '2001:db8:ffff:100::/56' }), /^2001:db8:7fff::1$/],
    ['a large IPv6 block', block('More', { Ipv6CidrBlock: '2001:db8:fff0::/44' }), /^2001:db8:7fff::1$/],
    ['a network behind a peering connection', toPeer('198.18.0.0/16'), /^198\.19\.0\.1$/],
  ])('move away from %s of the VPC', (_, changes, first) => {
    const { model, hosts, addresses } = internetOf(changes);
    expect([...(hosts[0]?.ipv4 ?? []), ...(hosts[0]?.ipv6 ?? [])]).toContainEqual(
      expect.stringMatching(first),
    );
    const { ipv4CidrBlocks, ipv6CidrBlocks } = model.vpc;
    const inVpc = addresses.filter((address) =>
      [...ipv4CidrBlocks, ...ipv6CidrBlocks].some((own) => isInside(address, own)),
    );
    expect(inVpc).toEqual([]);
    expect(new Set(addresses).size).toBe(
      INTERNET.hosts.flatMap(({ ipv4, ipv6 }) => [...ipv4, ...ipv6]).length,
    );
    expect(addresses.filter((address) => !LAB_RANGES.some((range) => isInside(address, range)))).toEqual([]);
  });

  test.each(['0.0.0.0/0', '128.0.0.0/1'])('stay where the route %s leads to another network', (all) => {
    expect(internetOf(toPeer(all)).hosts).toEqual(INTERNET.hosts);
  });

  test('stay within the ranges of the lab, even where a peer has all of them', () => {
    expect(internetOf(toPeer('198.18.0.0/15')).hosts).toEqual(INTERNET.hosts);
  });

  test('cannot stay apart from a VPC that has every range', () => {
    const changes = {
      ...changed('Vpc', { CidrBlock: '198.18.0.0/16' }),
      ...block('B', { CidrBlock: '198.19.0.0/16' }),
    };
    const subnets = Object.fromEntries(
      ['PublicA', 'PrivateA', 'PrivateB'].map((id, index) => [
        id,
        { ...changed(id, { CidrBlock: `198.18.${index}.0/24` })[id] } as Resource,
      ]),
    );
    expect(() => internetOf({ ...changes, ...subnets })).toThrow(
      'Vpc (AWS::EC2::VPC): its blocks 198.18.0.0/16, 198.19.0.0/16, 2001:db8:1234:1a00::/56 take every range',
    );
    expect(() => internetOf({ ...changes, ...subnets })).toThrow(TemplateError);
  });
});

test('a VPC cannot have the address that the lab gives its NAT gateway', () => {
  const nat: Record<string, Resource> = {
    Eip: { Type: 'AWS::EC2::EIP' },
    Nat: {
      Type: 'AWS::EC2::NatGateway',
      Properties: { SubnetId: { Ref: 'PublicA' }, AllocationId: { 'Fn::GetAtt': ['Eip', 'AllocationId'] } },
    },
  };
  const own = block('More', { CidrBlock: '203.0.113.0/24' });
  expect(() => internetOf({ ...nat, ...own })).toThrow(
    'Vpc (AWS::EC2::VPC): its block 203.0.113.0/24 has 203.0.113.1, which is the address that the lab gives the NAT gateway Nat',
  );
  expect(internetOf(own).hosts).toEqual(INTERNET.hosts);
});
