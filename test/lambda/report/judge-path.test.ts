/** The path of a connection, from the address at its other end, the VPC's blocks and the route table. */
import { describe, expect, test } from 'vitest';
import { judgeTarget } from '../../../lambda/report/judge/judge-target.ts';
import { gatewayTo } from '../../../lambda/report/judge/path.ts';
import { attempt, evidence, facts, operation, unconnected, VPC_BLOCK } from './evidence-builder.ts';
import { DECLARED, routeTable } from './judged-run.ts';

const REMOTE = '2001:db8:ffff::1';
const SECOND_BLOCK = '2001:db8:7777::/48';

const judgedAt = (remoteAddress: string, changes: Parameters<typeof facts>[0] = {}) =>
  judgeTarget(evidence({ operations: [operation({ remoteAddress })] }), facts(changes));

/** In the order given, and reversed. */
const orders = (routes: Readonly<Record<string, string>>) => [
  routeTable(routes),
  routeTable(Object.fromEntries(Object.entries(routes).reverse())),
];

describe('the longest prefix decides, wherever it stands in the table', () => {
  test.each([
    ['an internet gateway for the host', { '::/0': 'eigw-1', '2001:db8:ffff::/48': 'igw-1' }, 'igw'],
    ['an egress-only gateway for the host', { '::/0': 'igw-1', '2001:db8:ffff::/48': 'eigw-1' }, 'eigw'],
    [
      'three that match',
      { '::/0': 'igw-1', '2001:db8:ffff::/48': 'vpce-1', '2001:db8:ffff::1/128': 'eigw-1' },
      'eigw',
    ],
    ['a longer one that does not match', { '::/0': 'eigw-1', '2001:db8:fffe::/64': 'igw-1' }, 'eigw'],
  ])('%s', (_, routes, path) => {
    for (const route of orders(routes)) expect(judgedAt(REMOTE, { route }).path).toBe(path);
  });

  test('among the blocks of one route too', () => {
    const blocks = ['2001:db8:ffff::/64', '2001:db8::/32', '52.10.0.0/16'];
    for (const destinationCidrBlocks of [blocks, blocks.toReversed()]) {
      const routes = [
        { destinationCidrBlocks: ['2001:db8:ffff::/48'], gateway: 'igw-1' },
        { destinationCidrBlocks, gateway: 'eigw-1' },
      ];
      for (const listed of [routes, routes.toReversed()]) {
        const route = { witness: 'ec2' as const, gateway: null, routes: listed };
        expect(judgedAt(REMOTE, { route }).path).toBe('eigw');
      }
    }
  });
});

describe('the declared gateway', () => {
  test('is for IPv6, and says nothing about where IPv4 leads', () => {
    const route = { witness: 'ec2' as const, gateway: 'vpce-1', routes: [] };
    expect(gatewayTo(REMOTE, DECLARED)).toBe('eigw-1');
    expect(gatewayTo('198.18.0.1', DECLARED)).toBeNull();
    expect(gatewayTo('198.18.0.1', route)).toBeNull();
    expect(gatewayTo('198.18.0.1', routeTable({ '::/0': 'eigw-1', '0.0.0.0/0': 'nat-1' }))).toBe('nat-1');
  });
});

describe("the VPC's blocks", () => {
  test.each([
    ['the first IPv6 block', '2001:db8:1234:1a05::1'],
    ['the second IPv6 block', '2001:db8:7777:1::1'],
    ['the first IPv4 block', '10.1.8.9'],
    ['the second IPv4 block', '100.64.1.1'],
  ])('an address in %s is an endpoint’s, in either order', (_, address) => {
    const ipv6 = [VPC_BLOCK, SECOND_BLOCK];
    const ipv4 = ['10.1.0.0/16', '100.64.0.0/20'];
    for (const [vpcIpv6CidrBlocks, vpcIpv4CidrBlocks] of [
      [ipv6, ipv4],
      [ipv6.toReversed(), ipv4.toReversed()],
    ] as const) {
      expect(judgedAt(address, { vpcIpv6CidrBlocks, vpcIpv4CidrBlocks }).path).toBe('vpc-endpoint');
    }
  });

  test('that no VPC has make nothing an endpoint’s', () => {
    const everything = { vpcIpv6CidrBlocks: [VPC_BLOCK, '::/0'], vpcIpv4CidrBlocks: ['0.0.0.0/0'] };
    expect(judgedAt(REMOTE, everything).path).toBe('ipv6');
    expect(judgedAt('198.18.0.7', everything).path).toBe('ipv4');
  });
});

describe('what was not reached does not pass', () => {
  const denials = [{ iamWitness: true }, { iamWitness: false }];

  test.each(denials)('an answer over IPv4, with the witness of IAM or an echo (%j)', (changes) => {
    for (const address of ['198.18.0.7', '::ffff:198.18.0.7', '::ffff:c612:7'])
      expect(judgedAt(address, changes), address).toMatchObject({
        ...{ path: 'ipv4', reached: false, verdict: 'fail', witness: null, asExpected: false },
        cause: { code: 'Ipv4PathExists' },
      });
  });

  test.each(denials)('an attempt without an error and without a connection (%j)', (changes) => {
    for (const operations of [
      [],
      [unconnected({})],
      [operation(), unconnected({})],
      [unconnected({}), operation()],
    ])
      expect(judgeTarget(evidence({ operations }), facts(changes))).toMatchObject({
        ...{ path: 'none', reached: false, verdict: 'inconclusive', witness: null },
        cause: { code: 'NoWitness', message: expect.stringContaining('without a connection') },
      });
  });

  test('and an expected endpoint that was not taken, even if IAM allowed the call', () => {
    const item = evidence({ operations: [unconnected({})] });
    const target = { ...item.target, expect: 'vpc-endpoint' as const };
    const judged = judgeTarget(
      { target, attempts: [attempt({ operations: [] })] },
      facts({ iamWitness: true }),
    );
    expect(judged).toMatchObject({ path: 'none', verdict: 'fail', cause: { code: 'SourceMismatch' } });
  });
});
