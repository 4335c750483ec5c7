/** What echo services that agree, contradict one another or are silent show together: the decision table. */
import { describe, expect, test } from 'vitest';
import { judgeRun } from '../../../lambda/report/judge/judge-run.ts';
import { judgeTarget } from '../../../lambda/report/judge/judge-target.ts';
import { readEcho, sourceOf } from '../../../lambda/report/judge/source.ts';
import type { Echo } from '../../../lambda/report/witnesses.ts';
import { attempt, echo, echoEvidence, evidence, facts, OWN_ADDRESS, VPC_BLOCK } from './evidence-builder.ts';
import { observed, runFacts } from './judged-run.ts';

const STRANGE = '2001:db8:9::1';
const ADDRESSES = { inside: OWN_ADDRESS, outside: STRANGE, silent: null };
type Seen = keyof typeof ADDRESSES;

const https = (seen: Seen, target = 'checkip') => echo(target, ADDRESSES[seen], { encrypted: true });
const http = (seen: Seen, target = 'ifconfig.me') => echo(target, ADDRESSES[seen], { encrypted: false });

const TABLE: readonly [name: string, echoes: readonly Echo[], concluded: string][] = [
  ['both inside', [https('inside'), http('inside')], 'pass'],
  ['HTTPS inside, HTTP silent', [https('inside'), http('silent')], 'pass'],
  ['HTTPS silent, HTTP inside', [https('silent'), http('inside')], 'pass'],
  ['HTTPS outside, HTTP inside', [https('outside'), http('inside')], 'SourceMismatch'],
  ['HTTPS inside, HTTP outside', [https('inside'), http('outside')], 'NoWitness'],
  ['both outside', [https('outside'), http('outside')], 'SourceMismatch'],
  ['HTTPS outside, HTTP silent', [https('outside'), http('silent')], 'SourceMismatch'],
  ['HTTPS silent, HTTP outside', [https('silent'), http('outside')], 'SourceMismatch'],
  ['both silent', [https('silent'), http('silent')], 'NoWitness'],
  ['HTTPS both ways', [https('inside'), https('outside', 'other')], 'SourceMismatch'],
  ['HTTP both ways', [http('inside'), http('outside', 'other')], 'NoWitness'],
  [
    'HTTPS both ways, HTTP inside',
    [https('inside'), https('outside', 'other'), http('inside')],
    'SourceMismatch',
  ],
];

describe.each(TABLE)('%s', (_, echoes, concluded) => {
  test.each([
    ['as listed', echoes],
    ['in the reverse order', echoes.toReversed()],
  ])(`is ${concluded}, %s`, (_order, listed) => {
    const judged = judgeTarget(evidence(), facts({ echoes: listed }));
    expect(judged.cause?.code ?? judged.verdict).toBe(concluded);
    expect(judged.witness).toBe(concluded === 'pass' ? 'echo' : null);
  });
});

test('a contradiction names what each echo saw, and its own remedy', () => {
  const { cause } = judgeTarget(evidence(), facts({ echoes: [http('outside'), https('inside')] }));
  expect(cause?.message).toContain(`${OWN_ADDRESS} (checkip), ${STRANGE} (ifconfig.me)`);
  expect(cause?.remedy).toContain('proxy');
});

test('an echo behind another route neither vouches nor contradicts', () => {
  const routes = [
    { destinationCidrBlocks: ['2001:db8:7::/48'], gateway: 'igw-1' },
    { destinationCidrBlocks: ['::/0'], gateway: 'eigw-1' },
  ];
  const route = { witness: 'ec2' as const, gateway: 'eigw-1', routes };
  const aside = { ...https('outside'), remoteAddress: '2001:db8:7::1' };
  expect(judgeTarget(evidence(), facts({ route, echoes: [aside, http('inside')] })).verdict).toBe('pass');
  expect(judgeTarget(evidence(), facts({ route, echoes: [aside] })).cause?.message).toContain(
    'another route',
  );
});

describe('the source of a run', () => {
  const source = (echoes: readonly Echo[], vpcIpv6CidrBlocks = [VPC_BLOCK]) =>
    sourceOf({ echoes, vpcIpv6CidrBlocks });

  test('is what came over HTTPS, and else the strange address', () => {
    expect(source([http('inside'), https('outside')])).toMatchObject({ address: STRANGE, insideVpc: false });
    expect(source([http('outside'), https('inside')])).toMatchObject({
      address: OWN_ADDRESS,
      insideVpc: true,
    });
    expect(source([http('inside'), http('outside')])).toMatchObject({ address: STRANGE, insideVpc: false });
  });

  test('is neither inside nor outside of unknown blocks, nor of blocks that no VPC has', () => {
    for (const blocks of [[], ['::/0'], ['2001:db8:1234:1a01::/64']])
      expect(source([https('inside')], blocks)).toMatchObject({ address: OWN_ADDRESS, insideVpc: null });
  });

  test('is inside any block of the VPC', () => {
    const blocks = [VPC_BLOCK, '2001:db8:9::/48'];
    for (const order of [blocks, blocks.toReversed()])
      expect(source([https('outside')], order)).toMatchObject({ address: STRANGE, insideVpc: true });
  });

  test('lists what each echo saw, as they were asked', () => {
    expect(source([http('inside'), https('outside'), http('silent')]).seenBy).toEqual([
      { target: 'ifconfig.me', address: OWN_ADDRESS },
      { target: 'checkip', address: STRANGE },
    ]);
  });
});

test('whether an echo was encrypted is what its connection shows', () => {
  const plain = { phasesMs: { resolve: 1, connect: 1, tls: null, request: 1 } };
  const own = echoEvidence(OWN_ADDRESS);
  const strange = echoEvidence(STRANGE, plain);
  const verdictWith = (...echoes: ReturnType<typeof echoEvidence>[]) => {
    const sts = {
      target: { ...evidence().target, id: 'sts', conditioned: false },
      attempts: [attempt()] as const,
    };
    const judged = judgeRun(observed({ targets: [sts], witnesses: echoes }), runFacts());
    return judged.targets[0]?.cause?.code ?? judged.targets[0]?.verdict;
  };
  expect(verdictWith(own, strange)).toBe('NoWitness');
  expect(verdictWith(echoEvidence(OWN_ADDRESS, plain), echoEvidence(STRANGE))).toBe('SourceMismatch');
});

describe('blocks that no VPC has', () => {
  const IMPOSSIBLE = [
    '::/0',
    'fd00:1:2::/48',
    '2001:db8:1234:1a01::/64',
    '64:ff9b::/96',
    '2001:db8::/32',
    'x',
  ];

  test.each(IMPOSSIBLE)('with %s IAM does not vouch, and without an echo the cause says so', (block) => {
    for (const vpcIpv6CidrBlocks of [[block], [VPC_BLOCK, block], [block, VPC_BLOCK]]) {
      const judged = judgeTarget(evidence(), facts({ iamWitness: true, vpcIpv6CidrBlocks, echoes: [] }));
      expect(judged).toMatchObject({ verdict: 'inconclusive', witness: null, cause: { code: 'NoWitness' } });
      expect(judged.cause?.message).toContain(`the stack names ${block}, which no VPC has`);
    }
  });

  test.each(IMPOSSIBLE)('with %s an echo vouches only for the other blocks', (block) => {
    const judge = (vpcIpv6CidrBlocks: string[], seen: Seen) =>
      judgeTarget(evidence(), facts({ iamWitness: true, vpcIpv6CidrBlocks, echoes: [https(seen)] }));
    expect(judge([block, VPC_BLOCK], 'inside')).toMatchObject({ verdict: 'pass', witness: 'echo' });
    expect(judge([block, VPC_BLOCK], 'outside').cause?.code).toBe('SourceMismatch');
    expect(judge([block], 'inside').cause?.code).toBe('NoWitness');
  });

  test('an unknown block leaves IAM’s witness, since the grants still name one', () => {
    expect(judgeTarget(evidence(), facts({ iamWitness: true, vpcIpv6CidrBlocks: [] }))).toMatchObject({
      verdict: 'pass',
      witness: 'iam',
    });
  });
});

test.each([
  ['an address', ' 2001:db8::1\n', '2001:db8::1'],
  ['an address with a zone as long as a page', `fe80::1%${'x'.repeat(100_000)}`, null],
  ['a page', '<html>', null],
])('what an echo service answers is an address or none: %s', (_, answer, address) => {
  const read = readEcho(answer);
  expect(read.address).toBe(address);
  expect(read.text.length).toBeLessThanOrEqual(600);
});
