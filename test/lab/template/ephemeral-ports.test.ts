/** Which of the ports that replies come to a network ACL lets them in to, and the notice about a part of them. */
import { describe, expect, test } from 'vitest';
import { buildModel } from '../../../lib/lab/template/build-model.ts';
import { functionPorts, replyPorts } from '../../../lib/lab/template/ephemeral-ports.ts';
import type { NetworkAclEntry } from '../../../lib/lab/template/model.ts';
import { dualStackTemplate, MODEL_PROPS } from '../fixtures/dual-stack-template.ts';
import { acl } from '../fixtures/network-acl.ts';

type Ports = [from: number, to: number] | null;

const entry = (
  action: 'allow' | 'deny',
  ports: Ports,
  changes: Partial<NetworkAclEntry> = {},
): NetworkAclEntry => ({
  ruleNumber: 1,
  action,
  protocol: ports === null ? 'all' : 'tcp',
  ports: ports && { from: ports[0], to: ports[1] },
  cidrBlock: '::/0',
  ...changes,
});

const portsOf = (...ingress: NetworkAclEntry[]) =>
  replyPorts({ ingress }, 'IPv6').map(({ from, to }) => `${from}-${to}`);

describe('replies are let in', () => {
  test.each<[string, NetworkAclEntry[], string[]]>([
    ['by an entry for everything', [entry('allow', null)], ['1024-65535']],
    ['by an entry for exactly these ports', [entry('allow', [1024, 65_535])], ['1024-65535']],
    ['by an entry for wider ports', [entry('allow', [0, 65_535])], ['1024-65535']],
    ["in Linux's range", [entry('allow', [32_768, 60_999])], ['32768-60999']],
    [
      'by two entries that touch',
      [entry('allow', [40_000, 65_535]), entry('allow', [1024, 39_999])],
      ['1024-65535'],
    ],
    [
      'by two entries that overlap',
      [entry('allow', [1000, 3000]), entry('allow', [2000, 2500])],
      ['1024-3000'],
    ],
    [
      'in two ranges',
      [entry('allow', [2000, 2000]), entry('allow', [4000, 4001])],
      ['2000-2000', '4000-4001'],
    ],
    [
      'except those that an earlier entry denies',
      [entry('deny', [3389, 3389]), entry('allow', null)],
      ['1024-3388', '3390-65535'],
    ],
    [
      'and a later entry does not deny them',
      [entry('allow', null), entry('deny', [3389, 3389])],
      ['1024-65535'],
    ],
    [
      'by both halves of everything',
      [entry('allow', [2000, 2001], { cidrBlock: '2000::/3' })],
      ['2000-2001'],
    ],
    ['by no entry below these ports', [entry('allow', [22, 443])], []],
    ['by no entry of UDP', [entry('allow', [1024, 65_535], { protocol: 'udp' })], []],
    ['by no entry for some addresses only', [entry('allow', null, { cidrBlock: '2600::/16' })], []],
    ['by no entry of IPv4', [entry('allow', null, { cidrBlock: '0.0.0.0/0' })], []],
    ['by no entry at all', [], []],
  ])('%s', (_, ingress, ports) => {
    expect(portsOf(...ingress)).toEqual(ports);
  });
});

describe('a function takes its ports from', () => {
  const IPV4 = { cidrBlock: '0.0.0.0/0' };

  test.each<[string, NetworkAclEntry[], [from: number, to: number]]>([
    ['all of them, where all get replies', [entry('allow', null)], [1024, 65_535]],
    ['all of them, where none gets one', [], [1024, 65_535]],
    [
      "those below Linux's range, where only that gets replies",
      [entry('allow', [32_768, 60_999])],
      [1024, 32_767],
    ],
    ['the longer of two ranges without replies', [entry('allow', [3000, 20_000])], [20_001, 65_535]],
    [
      'all of them, where fewer than 1 % get none',
      [entry('deny', [3389, 3389]), entry('allow', null)],
      [1024, 65_535],
    ],
    [
      'what both families leave without replies',
      [entry('allow', [40_000, 65_535]), entry('allow', [1024, 20_000], IPV4)],
      [20_001, 39_999],
    ],
    [
      'what IPv6 leaves without replies, where the families have nothing in common',
      [entry('allow', [30_000, 65_535]), entry('allow', [1024, 50_000], IPV4)],
      [1024, 29_999],
    ],
    [
      'what IPv4 leaves without replies, where IPv6 has all',
      [entry('allow', null), entry('allow', [1024, 50_000], IPV4)],
      [50_001, 65_535],
    ],
  ])('%s', (_, ingress, [from, to]) => {
    expect(functionPorts({ ingress })).toEqual({ from, to });
  });
});

describe('a network ACL that lets in a part of the replies', () => {
  const notices = (From: number, To: number, changes: Record<string, unknown> = {}, subnet = 'PrivateA') => {
    const own = acl(
      [{ RuleNumber: 1, Protocol: 6, PortRange: { From, To }, Ipv6CidrBlock: '::/0', ...changes }],
      subnet,
    );
    return buildModel(dualStackTemplate(own), MODEL_PROPS).notices;
  };

  test('is named with the ports, the family and the share of connections that it breaks', () => {
    expect(notices(32_768, 60_999)).toEqual([
      'Acl (AWS::EC2::NetworkAcl) lets replies in (TCP over IPv6) only to ports 32768-60999: Lambda functions and NAT gateways use 1024-65535, so about 56 % of their connections get no answer',
    ]);
    expect(notices(1025, 65_535)).toEqual([expect.stringContaining('about 1 % of')]);
    expect(notices(1024, 1024)).toEqual([expect.stringContaining('only to ports 1024:')]);
    expect(notices(32_768, 60_999, { Ipv6CidrBlock: undefined, CidrBlock: '0.0.0.0/0' })).toEqual([
      expect.stringContaining('(TCP over IPv4)'),
    ]);
  });

  test('is not one that lets in all, or none', () => {
    expect(notices(1024, 65_535)).toEqual([]);
    expect(notices(443, 443)).toEqual([]);
    expect(notices(32_768, 60_999, { RuleAction: 'deny' })).toEqual([]);
    expect(notices(32_768, 60_999, { Egress: true })).toEqual([]);
  });

  test('does not matter where no subnet has it', () => {
    const { AclAssociation: _, ...unused } = acl([
      { RuleNumber: 1, Protocol: 6, PortRange: { From: 40_000, To: 50_000 }, Ipv6CidrBlock: '::/0' },
    ]);
    expect(buildModel(dualStackTemplate(unused), MODEL_PROPS).notices).toEqual([]);
  });
});
