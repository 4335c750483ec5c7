/** VPC Block Public Access in the kernel. */
import { describe, expect, test } from 'vitest';
import { blockPublicAccess, exclusion } from '../fixtures/block-public-access.ts';
import { changed } from '../fixtures/dual-stack-template.ts';
import { skipWithoutNamespaces } from '../fixtures/skip-without-namespaces.ts';
import { gatewayEndpoint, S3 } from '../fixtures/vpc-endpoint.ts';
import { INTERNET } from './netns-inside.ts';
import { NAT, privateRoute, runNetnsCase } from './run-netns-case.ts';

skipWithoutNamespaces();

const [ipv4 = ''] = INTERNET.ipv4;
const [ipv6 = ''] = INTERNET.ipv6;
const OVER_IPV4 = { address: ipv4, port: 80 };
const OVER_IPV6 = { address: ipv6, port: 80 };
const BOTH_WAYS = blockPublicAccess('block-bidirectional');
const INGRESS = blockPublicAccess('block-ingress');
const VIA_IGW = {
  ...privateRoute({ DestinationIpv6CidrBlock: '::/0', GatewayId: { Ref: 'Igw' } }),
  ...changed('Group', { SecurityGroupIngress: [{ IpProtocol: '-1', CidrIpv6: '::/0' }] }),
};

describe('VPC Block Public Access', () => {
  test('in both directions stops the egress-only internet gateway too, and is counted', async () => {
    const { outcomes, ledger } = await runNetnsCase({ tries: [OVER_IPV6], changes: BOTH_WAYS });
    expect(outcomes).toEqual(['timeout']);
    expect(ledger.flows).toEqual([]);
    expect(ledger.drops).toMatchObject([
      { networkInterface: 'fn0', reason: 'block-public-access', peerAddress: ipv6, peerPort: 80 },
    ]);
  });

  test('in both directions does not apply to VPC endpoints', async () => {
    const { outcomes } = await runNetnsCase({
      tries: [OVER_IPV4],
      changes: { ...BOTH_WAYS, S3: gatewayEndpoint() },
      serviceAddresses: { [S3]: [ipv4] },
    });
    expect(outcomes).toEqual(['connected']);
  });

  test('of ingress only leaves the egress-only internet gateway working', async () => {
    const { outcomes } = await runNetnsCase({ tries: [OVER_IPV6], changes: INGRESS });
    expect(outcomes).toEqual(['connected']);
  });

  test.each([
    ['an excluded subnet', exclusion('allow-egress', { SubnetId: { Ref: 'PrivateA' } }), 'connected'],
    ['another subnet', exclusion('allow-egress', { SubnetId: { Ref: 'PrivateB' } }), 'timeout'],
  ])('in both directions, from %s', async (_, changes, outcome) => {
    const { outcomes } = await runNetnsCase({ tries: [OVER_IPV6], changes: { ...BOTH_WAYS, ...changes } });
    expect(outcomes).toEqual([outcome]);
  });

  test.each([
    ['nothing blocked', {}, ['connected', 'connected']],
    ['ingress blocked', INGRESS, ['timeout', 'timeout']],
    [
      'ingress blocked except in the VPC',
      {
        ...INGRESS,
        ...exclusion('allow-bidirectional', { VpcId: { Ref: 'Vpc' } }),
      },
      ['connected', 'connected'],
    ],
    [
      'both directions blocked except egress',
      {
        ...BOTH_WAYS,
        ...exclusion('allow-egress', { SubnetId: { Ref: 'PrivateA' } }),
      },
      ['connected', 'timeout'],
    ],
  ])('at an internet gateway with %s', async (_, changes, [out, dialled]) => {
    const found = await runNetnsCase({
      tries: [OVER_IPV6],
      dialIn: true,
      changes: { ...VIA_IGW, ...changes },
    });
    expect([found.outcomes[0], found.dialIn]).toEqual([out, dialled]);
  });

  test.each([
    ['block-bidirectional', 'timeout'],
    ['block-ingress', 'connected'],
  ])('in mode %s, through a NAT gateway: %s', async (mode, outcome) => {
    const { outcomes } = await runNetnsCase({
      tries: [OVER_IPV4],
      changes: { ...NAT, ...blockPublicAccess(mode) },
    });
    expect(outcomes).toEqual([outcome]);
  });
});
