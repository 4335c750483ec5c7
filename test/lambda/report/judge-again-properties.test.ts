/** Judging again, over generated runs: nothing is lost between evidence and report, and the order of learning does not matter. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
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
import { judgeAgain } from '../../../lambda/report/judge/judge-again.ts';
import { readEcho } from '../../../lambda/report/judge/source.ts';
import { reportOf } from '../../../lambda/report/judge/summary.ts';
import { ecrImageName, pullTargets } from '../../../lambda/report/pulls/pull-targets.ts';
import { reportSchema } from '../../../lambda/report/report-schema.ts';
import { EXPECTATIONS, MODES, PHASES } from '../../../lambda/report/vocabulary.ts';
import type { RouteFinding } from '../../../lambda/report/witnesses.ts';
import { OWN_ADDRESS, operation, VPC_BLOCK } from './evidence-builder.ts';
import { judgedRun } from './judged-run.ts';

/** Reached over ::/0, by a route of its own, by a prefix list, in the VPC, through NAT64, over IPv4; or not at all. */
const ADDRESSES = [
  '2001:db8:ffff::1',
  '2001:db8:eeee::1',
  '2001:db8:dddd::1',
  '2001:db8:1234:1a01::9',
  '64:ff9b::c612:1',
  '198.18.0.1',
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

const operations: fc.Arbitrary<OperationEvidence> = fc
  .record({
    name: one('PutObject', 'GET /'),
    remoteAddress: one(...ADDRESSES),
    dns: one<OperationEvidence['dns'][]>(
      { a: ['198.18.0.1'], aaaa: [] },
      { a: ['10.1.8.9'], aaaa: ['2001:db8:1234:1a01::9'] },
      null,
    ),
    httpStatus: one(200, 403, 404, 429, 500, null),
    port: one(443, 5432),
    error: fc.option(error, { freq: 2 }),
  })
  .map(operation);

const echoes = one(OWN_ADDRESS, '2001:db8:9::1', '\u202e2001:db8::1', '<html>\n', '', 'x'.repeat(900)).map(
  readEcho,
);

function attempts(echoing: boolean): fc.Arbitrary<AttemptEvidence> {
  return fc.record({
    mode: one(...MODES),
    operations: fc.array(operations, { maxLength: 3 }),
    failure: fc.option(fc.record({ code: one(...CODES), message: one(...MESSAGES) }), { freq: 2 }),
    echo: echoing ? fc.option(echoes) : fc.constant(null),
    cutOff: fc.boolean(),
  });
}

const JUDGED: readonly JudgedTarget[] = [
  ...TARGET_IDS.map(builtInTarget),
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

const observations: fc.Arbitrary<ObservedRun> = fc
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

const declared: fc.Arbitrary<RouteFinding> = one('eigw-1', 'igw-1', null).map((gateway) => ({
  ...{ witness: 'declared' as const, gateway, routes: null },
}));

const lookedUp: fc.Arbitrary<RouteFinding> = fc
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

const known: fc.Arbitrary<Omit<RunFacts, 'route'>> = fc.record({
  vpcIpv6CidrBlock: one(VPC_BLOCK, null),
  vpcIpv4CidrBlock: one('10.1.0.0/16', null),
  subnetId: one('subnet-a', null),
  iamWitness: fc.boolean(),
  openPorts: one([80, 443], null),
});

describe('a generated run', () => {
  test('judged again with the route that it was judged with stays as it is', () => {
    fc.assert(
      fc.property(observations, known, fc.oneof(declared, lookedUp), (observed, about, route) => {
        const run = judgedRun(observed, { ...about, route });
        expect(judgeAgain(run, route)).toEqual(run);
      }),
    );
  });

  test('judged again with EC2’s route is as if the probe had known it', () => {
    fc.assert(
      fc.property(observations, known, declared, lookedUp, (observed, about, before, route) => {
        const run = judgedRun(observed, { ...about, route: before });
        expect(judgeAgain(run, route)).toEqual(judgedRun(observed, { ...about, route }));
      }),
    );
  });

  test('survives being stored and read', () => {
    fc.assert(
      fc.property(observations, known, lookedUp, (observed, about, route) => {
        const report = reportOf([judgedRun(observed, { ...about, route })]);
        expect(reportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
      }),
    );
  });
});
