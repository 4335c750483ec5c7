/** Network ACLs in the model, and the entries that are refused. */
import { describe, expect, test } from 'vitest';
import { buildModel } from '../../../lib/lab/template/build-model.ts';
import type { Resource } from '../../../lib/lab/template/template.ts';
import { dualStackTemplate, MODEL_PROPS } from '../fixtures/dual-stack-template.ts';
import { acl, aclEntry } from '../fixtures/network-acl.ts';

function aclOf(logicalId: string, changes: Record<string, Resource | undefined>) {
  const { subnets, networkAcls } = buildModel(dualStackTemplate(changes), MODEL_PROPS);
  const subnet = subnets.find((candidate) => candidate.logicalId === logicalId);
  return networkAcls.find(({ id }) => id === subnet?.networkAclId);
}

describe('the network ACL of a subnet', () => {
  test('is the default one, which allows everything in the families of the VPC', () => {
    const fallback = aclOf('PrivateA', {});
    expect(fallback).toMatchObject({ default: true, logicalId: 'Vpc.DefaultNetworkAcl' });
    for (const entries of [fallback?.ingress, fallback?.egress]) {
      expect(entries?.map(({ action, cidrBlock }) => [action, cidrBlock])).toEqual([
        ['allow', '0.0.0.0/0'],
        ['allow', '::/0'],
      ]);
    }
  });

  test('is the associated one, with its entries in the order of their numbers', () => {
    const changes = acl([
      {
        RuleNumber: 200,
        Protocol: 6,
        PortRange: { From: 443, To: 443 },
        Ipv6CidrBlock: '::/0',
        Egress: true,
      },
      { RuleNumber: 100, Protocol: -1, RuleAction: 'deny', CidrBlock: '198.18.0.9/16', Egress: 'true' },
      { RuleNumber: 100, Protocol: 58, Icmp: { Type: 2, Code: -1 }, Ipv6CidrBlock: '::/0' },
    ]);
    const { ingress, egress } = aclOf('PrivateA', changes) ?? {};
    expect(egress).toEqual([
      { ruleNumber: 100, action: 'deny', protocol: 'all', ports: null, cidrBlock: '198.18.0.0/16' },
      { ruleNumber: 200, action: 'allow', protocol: 'tcp', ports: { from: 443, to: 443 }, cidrBlock: '::/0' },
    ]);
    expect(ingress).toEqual([
      { ruleNumber: 100, action: 'allow', protocol: 'icmpv6', ports: { from: 2, to: -1 }, cidrBlock: '::/0' },
    ]);
    expect(aclOf('PrivateB', changes)?.default).toBe(true);
  });

  test('may be the default one with entries of the template', () => {
    const entry = aclEntry({
      NetworkAclId: { 'Fn::GetAtt': ['Vpc', 'DefaultNetworkAcl'] },
      RuleNumber: 1,
      Protocol: 47,
      RuleAction: 'deny',
      CidrBlock: '0.0.0.0/0',
    });
    expect(aclOf('PrivateA', { Entry: entry })?.ingress[0]).toMatchObject({ ruleNumber: 1, protocol: '47' });
  });

  test.each([
    ['0', 0],
    ['255', 255],
    ['tcp', '6'],
    ['all', -1],
  ])('may be for the protocol "%s"', (protocol, Protocol) => {
    const PortRange = { From: 0, To: 65_535 };
    const entry = { RuleNumber: 1, Protocol, CidrBlock: '0.0.0.0/0', PortRange };
    expect(aclOf('PrivateA', acl([entry]))?.ingress[0]).toMatchObject({ protocol });
  });

  test.each([
    [{ Type: -1, Code: -1 }, null],
    [
      { Type: 255, Code: 255 },
      { from: 255, to: 255 },
    ],
    [
      { Type: 8, Code: -1 },
      { from: 8, to: -1 },
    ],
  ])('may be for %j of ICMP', (Icmp, ports) => {
    const entry = { RuleNumber: 1, Protocol: 1, CidrBlock: '0.0.0.0/0', Icmp };
    expect(aclOf('PrivateA', acl([entry]))?.ingress[0]?.ports).toEqual(ports);
  });

  const one = { RuleNumber: 1, Protocol: -1, CidrBlock: '0.0.0.0/0' };
  test.each<[string, Record<string, unknown>[], RegExp]>([
    ['a number twice in one direction', [one, one], /already has a rule 1 in this direction/],
    ['a number out of range', [{ ...one, RuleNumber: 32767 }], /RuleNumber 32767 is not from 1 to 32766/],
    ['both families', [{ ...one, Ipv6CidrBlock: '::/0' }], /exactly one of CidrBlock and Ipv6CidrBlock/],
    ...[999, 256, -2, '06', 6.5].map((Protocol): [string, Record<string, unknown>[], RegExp] => [
      `protocol ${Protocol}`,
      [{ ...one, Protocol }],
      new RegExp(`Protocol "${Protocol}" is not a protocol number: write 6 for TCP.*at most 255$`),
    ]),
    ...[
      [6.5, 80, /PortRange.From is 6.5: should be a whole number/],
      [-1, 80, /-1 to 80 is not a range of ports, which are 0 to 65535/],
      [80, 65_536, /80 to 65536 is not a range of ports/],
      [81, 80, /81 to 80 is not a range of ports/],
      ['1e3', 2_000, /PortRange.From is "1e3": should be a whole number/],
    ].map(([From, To, message]): [string, Record<string, unknown>[], RegExp] => [
      `the ports ${From} to ${To}`,
      [{ ...one, Protocol: 6, PortRange: { From, To } }],
      message as RegExp,
    ]),
    ...[
      [256, 0],
      [0, 256],
      [-2, -1],
      [-1, 0],
      [8, -2],
    ].map(([Type, Code]): [string, Record<string, unknown>[], RegExp] => [
      `the type ${Type} with the code ${Code}`,
      [{ ...one, Protocol: 1, Icmp: { Type, Code } }],
      new RegExp(`${Type} and ${Code} are not a type and a code of ICMP: write 0 to 255`),
    ]),
    ['a fractional number', [{ ...one, RuleNumber: 1.5 }], /RuleNumber is 1.5: should be a whole number/],
    [
      'a block with too long a prefix',
      [{ ...one, CidrBlock: undefined, Ipv6CidrBlock: '::/129' }],
      /"::\/129": should be an IPv6 CIDR block/,
    ],
    ['TCP without ports', [{ ...one, Protocol: 6 }], /an entry for tcp needs a PortRange/],
    ['a protocol by name', [{ ...one, Protocol: 'gre' }], /Protocol "gre" is not a protocol number/],
    ['an unknown action', [{ ...one, RuleAction: 'reject' }], /RuleAction is "reject"/],
  ])('is refused for %s', (_, entries, message) => {
    expect(() => aclOf('PrivateA', acl(entries))).toThrow(message);
    expect(() => aclOf('PrivateA', acl([one, { ...one, Egress: true }]))).not.toThrow();
  });

  test('cannot be a second one', () => {
    const again = { ...acl([]).AclAssociation } as Resource;
    expect(() => aclOf('PrivateA', { ...acl([]), Again: again })).toThrow(
      /^Again .*PrivateA already has a network ACL by AclAssociation: a subnet takes one/,
    );
  });
});
