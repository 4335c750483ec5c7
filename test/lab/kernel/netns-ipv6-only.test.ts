/** IPv6-only subnets and NAT64 in the kernel. */
import { describe, expect, test } from 'vitest';
import { changed } from '../fixtures/dual-stack-template.ts';
import { acl } from '../fixtures/network-acl.ts';
import { skipWithoutNamespaces } from '../fixtures/skip-without-namespaces.ts';
import { INTERNET } from './netns-inside.ts';
import { NAT, privateRoute, runNetnsCase } from './run-netns-case.ts';

skipWithoutNamespaces();

const [ipv4 = ''] = INTERNET.ipv4;
const [ipv6 = ''] = INTERNET.ipv6;
const OVER_IPV4 = { address: ipv4, port: 80 };
const OVER_IPV6 = { address: ipv6, port: 80 };

/** The internet's IPv4 host 198.18.0.1, as DNS64 writes it. */
const OVER_NAT64 = { address: '64:ff9b::c612:1', port: 80 };

const IPV6_ONLY = changed('PrivateA', { CidrBlock: undefined, Ipv6Native: true, EnableDns64: true });
const TO_NAT64 = {
  Nat64Route: {
    ...privateRoute({ DestinationIpv6CidrBlock: '64:ff9b::/96', NatGatewayId: { Ref: 'Nat' } }).PrivateRoute,
    Type: 'AWS::EC2::Route',
  },
};
const NAT64 = {
  ...NAT,
  ...changed('PrivateRoute', {}),
  ...TO_NAT64,
};

describe('an IPv6-only subnet', () => {
  test('reaches IPv6 through the egress-only gateway, and has no IPv4', async () => {
    const { outcomes, interfaces } = await runNetnsCase({
      tries: [OVER_IPV6, OVER_IPV4],
      changes: IPV6_ONLY,
    });
    expect(interfaces[0]).toMatchObject({ ipv4Address: null, ipv6Address: '2001:db8:1234:1a02::4' });
    expect(outcomes).toEqual(['connected', 'ENETUNREACH']);
  });

  test('reaches IPv4 hosts through NAT64, and they see the NAT gateway as the source', async () => {
    const { outcomes, sources, ledger } = await runNetnsCase({
      tries: [OVER_NAT64, OVER_IPV6],
      changes: { ...IPV6_ONLY, ...NAT64 },
    });
    expect(outcomes).toEqual(['connected', 'connected']);
    // 203.0.113.1, by RFC 6052.
    expect(sources).toEqual(['64:ff9b::cb00:7101', '2001:db8:1234:1a02::4']);
    expect(ledger.flows.map(({ link, peerAddress, handshakes }) => [link, peerAddress, handshakes])).toEqual([
      ['egress-only-internet-gateway', ipv6, 1],
      ['nat-gateway', OVER_NAT64.address, 1],
    ]);
  });

  test('reaches no translated address through another gateway', async () => {
    const elsewhere = changed('PrivateB', {});
    const { outcomes, ledger } = await runNetnsCase({
      tries: [OVER_NAT64],
      changes: {
        ...elsewhere,
        ...NAT64,
        ...changed('ProbeA', {
          VpcConfig: { SubnetIds: [{ Ref: 'PublicA' }], SecurityGroupIds: [{ Ref: 'Group' }] },
        }),
        PublicIpv6Route: {
          Type: 'AWS::EC2::Route',
          Properties: {
            RouteTableId: { Ref: 'PublicTable' },
            DestinationIpv6CidrBlock: '::/0',
            GatewayId: { Ref: 'Igw' },
          },
        },
      },
    });
    expect(outcomes).toEqual(['timeout']);
    expect(ledger.flows).toMatchObject([{ link: 'internet-gateway', handshakes: 0 }]);
  });

  const everything = (Egress: boolean, block: Record<string, string>, RuleNumber: number) => ({
    RuleNumber,
    Protocol: -1,
    Egress,
    ...block,
  });
  const V4 = { CidrBlock: `${ipv4}/32` };
  const V6 = { Ipv6CidrBlock: '2001:db8:1234:1a02::/64' };

  test.each([
    [
      'both',
      [everything(true, V4, 1), everything(false, V4, 1), everything(true, V6, 2), everything(false, V6, 2)],
      'connected',
    ],
    ['only IPv6', [everything(true, V6, 2), everything(false, V6, 2)], 'timeout'],
    ['only IPv4', [everything(true, V4, 1), everything(false, V4, 1)], 'timeout'],
  ])(
    'needs the network ACL of the NAT gateway to admit IPv6 inside and IPv4 outside: %s',
    async (_, entries, outcome) => {
      const { outcomes, ledger } = await runNetnsCase({
        tries: [OVER_NAT64],
        changes: { ...IPV6_ONLY, ...NAT64, ...acl(entries, 'PublicA') },
      });
      expect(outcomes).toEqual([outcome]);
      expect(ledger.drops.map(({ reason }) => reason)).toEqual(outcome === 'timeout' ? ['network-acl'] : []);
    },
  );
});
