/** Arbitrary evidence and networks for property tests of the judge: likely and absurd ones. */
import fc from 'fast-check';
import { builtInTarget, TARGET_IDS } from '../../../lambda/report/built-in-targets.ts';
import type {
  AttemptEvidence,
  ControlEvidence,
  JudgedTarget,
  ObservedRun,
  OperationEvidence,
  TargetEvidence,
} from '../../../lambda/report/evidence.ts';
import type { RunFacts } from '../../../lambda/report/judge/facts.ts';
import { readEcho } from '../../../lambda/report/judge/source.ts';
import { ecrImageName, pullTargets } from '../../../lambda/report/pulls/pull-targets.ts';
import { EXPECTATIONS, MODES, PHASES } from '../../../lambda/report/vocabulary.ts';
import type { RouteFinding } from '../../../lambda/report/witnesses.ts';
import { OWN_ADDRESS, operation, VPC_BLOCK } from './evidence-builder.ts';

/** Reached over ::/0 (mostly, or hardly anything would pass), by a route of its own, by a prefix list, in the VPC, through NAT64, over IPv4; or not at all. */
const ADDRESSES = [
  ...Array.from({ length: 16 }, () => '2001:db8:ffff::1'),
  '2001:db8:eeee::1',
  '2001:db8:dddd::1',
  '2001:db8:1234:1a01::9',
  '64:ff9b::c612:1',
  '198.18.0.1',
  '::ffff:198.18.0.1',
  '10.1.8.9',
  null,
];
const GATEWAYS = ['eigw-1', 'igw-1', 'nat-1', 'vpce-1', 'tgw-1', 'local', 'blackhole'];
const CODES = [
  'ENOTFOUND',
  'ENODATA',
  'ETIMEDOUT',
  'ECONNREFUSED',
  'ECANCELLED',
  'AccessDenied',
  'ThrottlingException',
  'InternalError',
  'TARGET_REFUSED',
];
const MESSAGES = [
  '',
  'because no identity-based policy allows it',
  'Access Denied',
  '\u001b[2J\n',
  'x'.repeat(900),
];
const IPV4 = ['198.18.0.1', '10.1.8.9', '198.51.100.7'];

const one = fc.constantFrom;
const error = fc.record({ phase: one(...PHASES), code: one(...CODES), message: one(...MESSAGES) });

/** Most evidence must be of successes, or hardly anything would pass. */
function seldom<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });
}

const ENCRYPTED = { resolve: 1, connect: 1, tls: 1, request: 1 };

const operations: fc.Arbitrary<OperationEvidence> = fc
  .record({
    name: one('PutObject', 'GET /'),
    remoteAddress: one(...ADDRESSES),
    dns: one<OperationEvidence['dns'][]>(
      { a: ['198.18.0.1'], aaaa: [] },
      { a: ['10.1.8.9'], aaaa: ['2001:db8:1234:1a01::9'] },
      null,
    ),
    phasesMs: one<OperationEvidence['phasesMs'][]>(ENCRYPTED, { ...ENCRYPTED, tls: null }),
    httpStatus: one(200, 403, 404, 429, 500, null),
    port: one(443, 5432),
    error: seldom(error),
  })
  .map(operation);

const echoes = one(OWN_ADDRESS, '2001:db8:9::1', '\u202e2001:db8::1', '<html>\n', '', 'x'.repeat(900)).map(
  readEcho,
);

function attempts(echoing: boolean): fc.Arbitrary<AttemptEvidence> {
  return fc.record({
    mode: one(...MODES),
    operations: fc.array(operations, { maxLength: 3 }),
    failure: seldom(fc.record({ code: one(...CODES), message: one(...MESSAGES) })),
    echo: echoing ? fc.option(echoes) : fc.constant(null),
    cutOff: one(false, false, false, true),
  });
}

const JUDGED: readonly JudgedTarget[] = [
  ...TARGET_IDS.map((id) => builtInTarget(id, 'us-west-2')),
  ...pullTargets('us-west-2', '111122223333').map(({ id, scheme, expect: expectation }) => ({
    ...{ id, service: scheme, expect: expectation, echoes: false, sdk: false, conditioned: false },
  })),
];

function tried(target: JudgedTarget): fc.Arbitrary<TargetEvidence> {
  return fc.record({
    target: one(...EXPECTATIONS, target.expect).map((expectation) => ({ ...target, expect: expectation })),
    attempts: fc
      .array(attempts(target.echoes), { minLength: 1, maxLength: 3 })
      .map((all) => all as [AttemptEvidence, ...AttemptEvidence[]]),
  });
}

/** Some targets, or all, the pulls' among them. */
const targets = fc.oneof(
  fc.uniqueArray(one(...JUDGED).chain(tried), { selector: ({ target }) => target.id, maxLength: 12 }),
  fc.tuple(...JUDGED.map(tried)),
);

const connects: fc.Arbitrary<ControlEvidence> = fc
  .record({
    id: one(...TARGET_IDS, 'checkip.amazonaws.com'),
    answeredBy: fc.option(one(...IPV4)),
    codes: fc.array(one('ETIMEDOUT', 'ENETUNREACH'), { maxLength: 2 }),
    cutOff: fc.boolean(),
  })
  .map((control) => ({
    ...control,
    kind: 'ipv4',
    outcome: control.answeredBy === null ? 'none' : 'ok',
    remoteAddresses: IPV4,
  }));

const read: fc.Arbitrary<ControlEvidence> = fc
  .record({ outcome: one('ok', 'denied', 'none', 'error', 'throttled'), cutOff: fc.boolean() })
  .map((control) => ({
    ...{ ...control, id: 'dynamodb', kind: 'iam' as const, answeredBy: null, codes: [], remoteAddresses: [] },
  }));

export const observations: fc.Arbitrary<ObservedRun> = fc
  .record({
    region: one('us-west-2', 'eu-west-1'),
    all: targets,
    witnesses: fc.nat(2),
    controls: fc.array(fc.oneof(connects, read), { maxLength: 4 }),
  })
  .map(({ region, all, witnesses, controls }) => ({
    region,
    targets: all.slice(witnesses),
    witnesses: all.slice(0, witnesses),
    controls,
    imageName: ecrImageName(region, '111122223333'),
  }));

export const declaredRoutes: fc.Arbitrary<RouteFinding> = one('eigw-1', 'igw-1', null).map((gateway) => ({
  ...{ witness: 'declared' as const, gateway, routes: null },
}));

export const lookedUpRoutes: fc.Arbitrary<RouteFinding> = fc
  .tuple(one(...GATEWAYS, null), one(...GATEWAYS, null), one(...GATEWAYS, null))
  .map(([everywhere, own, ipv4]) => ({
    witness: 'ec2' as const,
    gateway: everywhere,
    routes: [
      ...(everywhere === null ? [] : [{ destinationCidrBlocks: ['::/0'], gateway: everywhere }]),
      ...(own === null ? [] : [{ destinationCidrBlocks: ['2001:db8:eeee::/48'], gateway: own }]),
      ...(ipv4 === null
        ? []
        : [{ destinationCidrBlocks: ['198.18.0.0/24', '2001:db8:dddd::/48'], gateway: ipv4 }]),
    ],
  }));

/** Two that VPCs have, and some that none has. */
const BLOCKS = [VPC_BLOCK, '2001:db8:7777::/48', '::/0', 'fd00::/48', '64:ff9b::/96'];

export const knownNetworks: fc.Arbitrary<Omit<RunFacts, 'route'>> = fc.record({
  vpcIpv6CidrBlocks: fc.oneof(fc.constant([VPC_BLOCK]), fc.subarray(BLOCKS)),
  vpcIpv4CidrBlocks: fc.subarray(['10.1.0.0/16', '100.64.0.0/20', '0.0.0.0/0']),
  subnetId: one('subnet-a', null),
  iamWitness: fc.boolean(),
  openPorts: one([80, 443], null),
});
