/** The lab's network in the kernel: what a subnet reaches, and what the ledger counts. */
import { describe, expect, test } from 'vitest';
import { changed } from '../fixtures/dual-stack-template.ts';
import { skipWithoutNamespaces } from '../fixtures/skip-without-namespaces.ts';
import { DNS_PORT, INTERNET } from './netns-inside.ts';
import { NAT, privateRoute, runNetnsCase } from './run-netns-case.ts';

/** A retransmitted SYN follows after a second. */
const AFTER_RETRANSMISSION_MS = 3_000;

const [ipv4 = ''] = INTERNET.ipv4;
const [ipv6 = ''] = INTERNET.ipv6;
const OVER_IPV6 = { address: ipv6, port: 80 };
const OVER_IPV4 = { address: ipv4, port: 80 };

skipWithoutNamespaces();

const OPEN_INGRESS = {
  SecurityGroupIngress: [{ IpProtocol: '-1', CidrIpv6: '::/0' }],
};

const VIA_IGW = privateRoute({ DestinationIpv6CidrBlock: '::/0', GatewayId: { Ref: 'Igw' } });

describe('a private subnet behind an egress-only internet gateway', () => {
  test('reaches the internet over IPv6, and only there', async () => {
    const { outcomes, sources, interfaces, ledger } = await runNetnsCase({ tries: [OVER_IPV6, OVER_IPV4] });
    expect(outcomes).toEqual(['connected', 'timeout']);
    expect(sources).toEqual([interfaces[0]?.ipv6Address]);
    expect(ledger.flows).toEqual([
      {
        networkInterface: 'fn0',
        link: 'egress-only-internet-gateway',
        peerAddress: ipv6,
        peerPort: 80,
        packetsOut: expect.any(Number),
        packetsIn: expect.any(Number),
        handshakes: 1,
      },
    ]);
    expect(ledger.drops).toEqual([
      {
        networkInterface: 'fn0',
        reason: 'no-route',
        peerAddress: ipv4,
        peerPort: 80,
        packets: expect.any(Number),
      },
    ]);
  });

  test('cannot be dialled from the internet, even if its security group lets everything in', async () => {
    const { dialIn, ledger } = await runNetnsCase({ dialIn: true, changes: changed('Group', OPEN_INGRESS) });
    expect(dialIn).toBe('timeout');
    const [dialled, other] = ledger.inbound;
    expect(dialled).toMatchObject({ networkInterface: 'fn0', arrived: 0 });
    expect(dialled?.droppedAtEgressOnlyGateway).toBeGreaterThan(0);
    expect(other).toEqual({ networkInterface: 'fn1', droppedAtEgressOnlyGateway: 0, arrived: 0 });
  });

  test('counts security group drops separately from packets without a route', async () => {
    const { outcomes, ledger } = await runNetnsCase({ tries: [{ address: ipv6, port: 8080 }] });
    expect(outcomes).toEqual(['timeout']);
    expect(ledger.flows).toEqual([]);
    expect(ledger.drops).toEqual([
      {
        networkInterface: 'fn0',
        reason: 'security-group',
        peerAddress: ipv6,
        peerPort: 8080,
        packets: expect.any(Number),
      },
    ]);
  });

  test('without a route reaches nothing, and every packet is counted', async () => {
    const { outcomes, ledger } = await runNetnsCase({
      tries: [OVER_IPV6],
      changes: privateRoute({
        DestinationIpv6CidrBlock: '64:ff9b::/96',
        EgressOnlyInternetGatewayId: { Ref: 'Eigw' },
      }),
    });
    expect(outcomes).toEqual(['timeout']);
    expect(ledger.flows).toEqual([]);
    expect(ledger.drops).toMatchObject([{ reason: 'no-route', peerAddress: ipv6 }]);
  });

  test('fails at once over IPv6 if the function has no IPv6 address', async () => {
    const { outcomes, ledger } = await runNetnsCase({ tries: [OVER_IPV6], ipv6AllowedForDualStack: false });
    expect(outcomes).toEqual(['ENETUNREACH']);
    expect(ledger.drops).toEqual([]);
  });
});

describe('a subnet behind an internet gateway', () => {
  test('reaches the internet over IPv6, and can be dialled if its security group allows it', async () => {
    const { outcomes, dialIn, ledger } = await runNetnsCase({
      tries: [OVER_IPV6],
      dialIn: true,
      changes: { ...VIA_IGW, ...changed('Group', OPEN_INGRESS) },
    });
    expect(outcomes).toEqual(['connected']);
    expect(dialIn).toBe('connected');
    expect(ledger.flows).toContainEqual(
      expect.objectContaining({ link: 'internet-gateway', peerAddress: ipv6, peerPort: 80, handshakes: 1 }),
    );
    expect(ledger.flows.filter(({ link }) => link === 'egress-only-internet-gateway')).toEqual([]);
    expect(ledger.inbound[0]).toEqual({ networkInterface: 'fn0', droppedAtEgressOnlyGateway: 0, arrived: 1 });
  });

  test('is protected from the internet only by its security group', async () => {
    const { dialIn, ledger } = await runNetnsCase({ dialIn: true, changes: VIA_IGW });
    expect(dialIn).toBe('timeout');
    expect(ledger.inbound[0]).toEqual({ networkInterface: 'fn0', droppedAtEgressOnlyGateway: 0, arrived: 0 });
  });

  test('reaches nothing over IPv4, since a function has no public address', async () => {
    const { outcomes, ledger } = await runNetnsCase({
      tries: [OVER_IPV4],
      changes: privateRoute({ DestinationCidrBlock: '0.0.0.0/0', GatewayId: { Ref: 'Igw' } }),
    });
    expect(outcomes).toEqual(['timeout']);
    expect(ledger.flows).toEqual([]);
    expect(ledger.drops).toMatchObject([{ reason: 'no-public-address', peerAddress: ipv4 }]);
  });
});

describe('a NAT gateway', () => {
  test('carries IPv4 under its own public address', async () => {
    const { outcomes, sources, ledger } = await runNetnsCase({ tries: [OVER_IPV4], changes: NAT });
    expect(outcomes).toEqual(['connected']);
    expect(sources).toEqual(['::ffff:203.0.113.1']);
    expect(ledger.flows).toMatchObject([{ link: 'nat-gateway', peerAddress: ipv4, handshakes: 1 }]);
  });

  test('carries nothing in a subnet without a route to an internet gateway', async () => {
    const nat = { ...NAT.Nat, Properties: { ...NAT.Nat?.Properties, SubnetId: { Ref: 'PrivateB' } } };
    const { outcomes, ledger } = await runNetnsCase({
      tries: [OVER_IPV4],
      changes: { ...NAT, Nat: { Type: 'AWS::EC2::NatGateway', ...nat } },
    });
    expect(outcomes).toEqual(['timeout']);
    expect(ledger.drops).toMatchObject([{ reason: 'no-route', peerAddress: ipv4 }]);
  });
});

describe('a regional NAT gateway', () => {
  const { SubnetId, ...properties } = NAT.Nat?.Properties ?? {};
  const Nat = {
    Type: 'AWS::EC2::NatGateway',
    Properties: { ...properties, AvailabilityMode: 'regional', VpcId: { Ref: 'Vpc' } },
  };

  test('carries IPv4 without a public subnet, as long as the VPC has an internet gateway', async () => {
    const { outcomes, sources } = await runNetnsCase({
      tries: [OVER_IPV4],
      changes: { ...NAT, Nat },
      removed: ['PublicRoute'],
    });
    expect(outcomes).toEqual(['connected']);
    expect(sources).toEqual(['::ffff:203.0.113.1']);
  });

  test('carries nothing without an internet gateway', async () => {
    const { outcomes, ledger } = await runNetnsCase({
      tries: [OVER_IPV4],
      changes: { ...NAT, Nat },
      removed: ['PublicRoute', 'IgwAttachment'],
    });
    expect(outcomes).toEqual(['timeout']);
    expect(ledger.drops).toMatchObject([{ reason: 'no-route', peerAddress: ipv4 }]);
  });
});

describe('two nested routes', () => {
  test('lead packets and their answers through the gateway of the longer one', async () => {
    const to = (block: string, gateway: Record<string, unknown>) =>
      privateRoute({ DestinationIpv6CidrBlock: block, ...gateway }).PrivateRoute ?? { Type: '' };
    const { outcomes, ledger } = await runNetnsCase({
      tries: [OVER_IPV6],
      changes: {
        Inner: to(`${ipv6}/128`, { EgressOnlyInternetGatewayId: { Ref: 'Eigw' } }),
        Outer: to('2001:db8:ffff::/48', { GatewayId: { Ref: 'Igw' } }),
      },
    });
    expect(outcomes).toEqual(['connected']);
    expect(ledger.flows).toMatchObject([{ link: 'egress-only-internet-gateway', handshakes: 1 }]);
  });
});

describe('a route to another network', () => {
  const ToPeer = {
    Type: 'AWS::EC2::Route',
    Properties: {
      RouteTableId: { Ref: 'PrivateTable' },
      DestinationCidrBlock: '10.0.0.0/8',
      TransitGatewayId: 'tgw-1',
    },
  };

  test('takes packets out of the lab, before every other route, and counts them separately', async () => {
    const { outcomes, ledger } = await runNetnsCase({
      tries: [{ address: '10.9.9.9', port: 80 }, OVER_IPV4],
      changes: { ...NAT, ToPeer },
    });
    expect(outcomes).toEqual(['timeout', 'connected']);
    expect(ledger.drops).toMatchObject([{ reason: 'other-network', peerAddress: '10.9.9.9' }]);
    expect(ledger.flows).toMatchObject([{ link: 'nat-gateway', peerAddress: ipv4 }]);
  });
});

describe("the VPC's resolver", () => {
  const resolvers = ['10.1.0.2', '169.254.169.253', 'fd00:ec2::253'];
  const closed = {
    SecurityGroupEgress: [{ IpProtocol: 'tcp', FromPort: 1, ToPort: 1, CidrIp: '192.0.2.1/32' }],
  };

  test('has no other service', async () => {
    const { outcomes } = await runNetnsCase({ tries: resolvers.map((address) => ({ address, port: 80 })) });
    expect(outcomes).toEqual(['timeout', 'timeout', 'timeout']);
  });

  test('is reached through a security group that lets nothing out', async () => {
    const { outcomes } = await runNetnsCase({
      tries: [...resolvers, ipv6].map((address) => ({ address, port: DNS_PORT })),
      changes: changed('Group', closed),
    });
    expect(outcomes).toEqual(['connected', 'connected', 'connected', 'timeout']);
  });

  test('does not exist without DNS support', async () => {
    const { outcomes } = await runNetnsCase({
      tries: resolvers.map((address) => ({ address, port: DNS_PORT })),
      changes: changed('Vpc', { EnableDnsSupport: false }),
    });
    expect(outcomes).toEqual(['timeout', 'timeout', 'timeout']);
  });
});

describe('a fault', () => {
  test('drops what it names and nothing else', async () => {
    const { outcomes, ledger } = await runNetnsCase({
      tries: [OVER_IPV6, { address: ipv6, port: 8080 }],
      faults: [{ kind: 'drop', peerAddress: ipv6, port: 80 }],
      changes: changed('Group', { SecurityGroupEgress: [{ IpProtocol: '-1', CidrIpv6: '::/0' }] }),
    });
    expect(outcomes).toEqual(['timeout', 'connected']);
    expect(ledger.drops).toMatchObject([{ reason: 'fault', peerAddress: ipv6, peerPort: 80 }]);
  });

  test('drops the first SYN of a connection, and lets its retransmission pass', async () => {
    const patient = { ...OVER_IPV6, timeoutMs: AFTER_RETRANSMISSION_MS };
    const { outcomes, ledger } = await runNetnsCase({
      tries: [patient, patient],
      faults: [{ kind: 'lose-first-syn', peerAddress: ipv6 }],
    });
    expect(outcomes).toEqual(['connected', 'connected']);
    expect(ledger.drops).toMatchObject([{ reason: 'fault', peerAddress: ipv6, packets: 2 }]);
  });

  test.each([
    ['tcp-reset', 'ECONNREFUSED'],
    ['admin-prohibited', 'EACCES'],
  ] as const)('answers with %s on the peer’s behalf', async (kind, code) => {
    const { outcomes, ledger } = await runNetnsCase({
      tries: [{ ...OVER_IPV6, timeoutMs: AFTER_RETRANSMISSION_MS }],
      faults: [{ kind: 'reject', with: kind, peerAddress: ipv6 }],
    });
    expect(outcomes).toEqual([code]);
    expect(ledger.drops).toMatchObject([{ reason: 'fault', peerAddress: ipv6 }]);
  });
});

describe('applyWiring', () => {
  test('refuses to run where the network is already in use', async () => {
    const { applyWiring } = await import('../../../lib/lab/kernel/kernel.ts');
    await expect(
      applyWiring({
        interfaces: [],
        gatewayLinks: [],
        endpointInterfaces: [],
        endpointHosts: [],
        resolverAddresses: [],
        creation: [],
        namespaces: [],
        nft: '',
        delayMilliseconds: null,
      }),
    ).rejects.toThrow(/needs fresh namespaces/);
  });
});
