/** VPC endpoints in the kernel. */
import { describe, expect, test } from 'vitest';
import { acl } from '../fixtures/network-acl.ts';
import { skipWithoutNamespaces } from '../fixtures/skip-without-namespaces.ts';
import { gatewayEndpoint, interfaceEndpoint, S3 } from '../fixtures/vpc-endpoint.ts';
import { INTERNET } from './netns-inside.ts';
import { privateRoute, runNetnsCase } from './run-netns-case.ts';

skipWithoutNamespaces();

const [ipv4 = ''] = INTERNET.ipv4;
const [ipv6 = ''] = INTERNET.ipv6;
const OVER_IPV4 = { address: ipv4, port: 80 };
const OVER_IPV6 = { address: ipv6, port: 80 };
const serviceAddresses = { [S3]: [ipv4, ipv6] };

describe('a gateway endpoint', () => {
  test('carries IPv4 with the private address, and leaves IPv6 to the egress-only gateway', async () => {
    const { outcomes, sources, ledger } = await runNetnsCase({
      tries: [OVER_IPV4, OVER_IPV6],
      changes: { S3: gatewayEndpoint() },
      serviceAddresses,
    });
    expect(outcomes).toEqual(['connected', 'connected']);
    expect(sources).toEqual(['::ffff:10.1.2.4', '2001:db8:1234:1a02::4']);
    expect(ledger.flows.map(({ link, peerAddress, handshakes }) => [link, peerAddress, handshakes])).toEqual([
      ['egress-only-internet-gateway', ipv6, 1],
      ['vpc-endpoint', ipv4, 1],
    ]);
  });

  test('that is dual-stack takes IPv6 too, which then crosses no gateway', async () => {
    const { outcomes, ledger } = await runNetnsCase({
      tries: [OVER_IPV4, OVER_IPV6],
      changes: { S3: gatewayEndpoint({ IpAddressType: 'dualstack' }) },
      serviceAddresses,
    });
    expect(outcomes).toEqual(['connected', 'connected']);
    expect(new Set(ledger.flows.map(({ link }) => link))).toEqual(new Set(['vpc-endpoint']));
    expect(ledger.flows.map(({ packetsIn }) => packetsIn > 0)).toEqual([true, true]);
  });

  test('works without any gateway', async () => {
    const { outcomes } = await runNetnsCase({
      tries: [OVER_IPV6],
      changes: {
        ...privateRoute({ DestinationCidrBlock: '192.0.2.0/24', GatewayId: { Ref: 'Igw' } }),
        S3: gatewayEndpoint({ IpAddressType: 'dualstack' }),
      },
      serviceAddresses,
    });
    expect(outcomes).toEqual(['connected']);
  });

  test.each([
    ['another route table', { S3: [ipv4] }, [{ Ref: 'PublicTable' }]],
    ['another address', { S3: ['198.18.0.2'] }, [{ Ref: 'PrivateTable' }]],
  ])('does nothing for %s', async (_, { S3: addresses }, RouteTableIds) => {
    const { outcomes, ledger } = await runNetnsCase({
      tries: [OVER_IPV4],
      changes: { S3: gatewayEndpoint({ RouteTableIds }) },
      serviceAddresses: { [S3]: addresses },
    });
    expect(outcomes).toEqual(['timeout']);
    expect(ledger.flows).toEqual([]);
    expect(ledger.drops).toMatchObject([{ reason: 'no-route', peerAddress: ipv4 }]);
  });
});

describe('an interface endpoint', () => {
  test('is reached from its own subnet and from another, and the service sees the source', async () => {
    const { outcomes, sources, ledger } = await runNetnsCase({
      tries: ['10.1.2.254', '10.1.3.254'].map((address) => ({ address, port: 80 })),
      changes: interfaceEndpoint(),
    });
    expect(outcomes).toEqual(['connected', 'connected']);
    expect(sources).toEqual(['::ffff:10.1.2.4', '::ffff:10.1.2.4']);
    expect(ledger.flows).toMatchObject([
      { networkInterface: 'fn0', link: 'vpc-endpoint', peerAddress: '10.1.2.254', handshakes: 1 },
      { networkInterface: 'fn0', link: 'vpc-endpoint', peerAddress: '10.1.3.254', handshakes: 1 },
    ]);
  });

  test('that is dual-stack has IPv6 addresses', async () => {
    const endpoint = { address: '2001:db8:1234:1a03::e000', port: 80 };
    const { outcomes, sources, ledger } = await runNetnsCase({
      tries: [endpoint, OVER_IPV6],
      changes: interfaceEndpoint({ IpAddressType: 'dualstack' }),
    });
    expect(outcomes).toEqual(['connected', 'connected']);
    expect(sources).toEqual(['2001:db8:1234:1a02::4', '2001:db8:1234:1a02::4']);
    expect(ledger.flows.map(({ link, peerAddress, handshakes }) => [link, peerAddress, handshakes])).toEqual([
      ['egress-only-internet-gateway', ipv6, 1],
      ['vpc-endpoint', endpoint.address, 1],
    ]);
    const ipv4Only = await runNetnsCase({ tries: [endpoint], changes: interfaceEndpoint() });
    expect(ipv4Only.outcomes).toEqual(['timeout']);
  });

  test('is protected by its own security groups', async () => {
    const { outcomes, ledger } = await runNetnsCase({
      tries: [{ address: '10.1.2.254', port: 80 }],
      changes: interfaceEndpoint({ SecurityGroupIds: undefined }),
    });
    expect(outcomes).toEqual(['timeout']);
    expect(ledger.drops).toMatchObject([
      { networkInterface: 'fn0', reason: 'endpoint-security-group', peerAddress: '10.1.2.254', peerPort: 80 },
    ]);
  });

  test('is behind the network ACL of its subnet', async () => {
    const { outcomes, ledger } = await runNetnsCase({
      tries: ['10.1.2.254', '10.1.3.254'].map((address) => ({ address, port: 80 })),
      changes: { ...interfaceEndpoint(), ...acl([], 'PrivateB') },
    });
    expect(outcomes).toEqual(['connected', 'timeout']);
    expect(ledger.drops).toMatchObject([{ reason: 'network-acl', peerAddress: '10.1.3.254' }]);
  });
});
