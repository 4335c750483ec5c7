/** A run whose route was only declared, judged again with the route that EC2 names: as if the probe had known it. */
import { describe, expect, test } from 'vitest';
import type { AttemptEvidence, ControlEvidence, TargetEvidence } from '../../../lambda/report/evidence.ts';
import { judgeAgain } from '../../../lambda/report/judge/judge-again.ts';
import { reportOf } from '../../../lambda/report/judge/summary.ts';
import { dualStackId, ecrImageName, PULL_HOSTS } from '../../../lambda/report/pulls/pull-targets.ts';
import type { Run, Target } from '../../../lambda/report/report-schema.ts';
import type { Expectation } from '../../../lambda/report/vocabulary.ts';
import {
  attempt,
  echoEvidence,
  iamControl,
  ipv4Control,
  OWN_ADDRESS,
  operation,
  unconnected,
} from './evidence-builder.ts';
import { DECLARED, judgedRun, observed, routeTable, runFacts } from './judged-run.ts';

const REMOTE = '2001:db8:ffff::1';
const ECHO = echoEvidence(OWN_ADDRESS, { remoteAddress: '2001:db8:ffff::2' });

function tried(
  id: string,
  attempts: TargetEvidence['attempts'] = [attempt()],
  expect: Expectation = 'reached',
): TargetEvidence {
  const target = { id, service: id, expect, echoes: false, sdk: true, conditioned: id === 's3' };
  return { target, attempts };
}

const inMode = (mode: AttemptEvidence['mode'], changes = {}) =>
  attempt({ mode, operations: [operation(changes)] });

function declaredRun(
  targets: readonly TargetEvidence[],
  controls: readonly ControlEvidence[] = [ipv4Control()],
  iamWitness = false,
): Run {
  const evidence = observed({ targets, witnesses: [ECHO], controls });
  return judgedRun(evidence, runFacts({ route: DECLARED, iamWitness }));
}

function first({ targets: [target] }: Run): Target {
  if (target) return target;
  throw new Error('the run has no target');
}

describe('over the egress-only gateway', () => {
  const declared = declaredRun([tried('s3')]);
  const after = judgeAgain(declared, routeTable({ '::/0': 'eigw-2' }));

  test('the path is known, and the warning is gone', () => {
    expect(first(declared)).toMatchObject({ path: 'ipv6', warnings: [{ code: 'RouteDeclared' }] });
    expect(first(after)).toMatchObject({
      path: 'eigw',
      reached: true,
      verdict: 'pass',
      witness: 'echo',
      asExpected: true,
      warnings: [],
      attempts: [{ path: 'eigw' }],
    });
  });

  test('the gateway is the one that EC2 names', () => {
    expect(after.network.route).toEqual({ witness: 'ec2', gateway: 'eigw-2', ipv4Gateway: null });
  });

  test('what was observed stays as it was', () => {
    expect(first(after).attempts[0].operations).toEqual(first(declared).attempts[0].operations);
    expect(after.source).toEqual(declared.source);
    expect(after.controls).toEqual(declared.controls);
    expect(after.settings).toEqual(declared.settings);
  });
});

describe.each([
  ['an internet gateway', { '::/0': 'igw-1' }, 'igw', 'InternetGatewayInPath', true],
  [
    'an endpoint behind a prefix list',
    { '::/0': 'eigw-1', '2001:db8:ffff::/64': 'vpce-1' },
    'vpc-endpoint',
    'VpcEndpointInPath',
    false,
  ],
] as const)('%s in the path', (_, routes, path, code, meaningful) => {
  const after = judgeAgain(declaredRun([tried('s3')]), routeTable(routes));

  test('fails the target, without a witness', () => {
    expect(first(after)).toMatchObject({
      path,
      reached: false,
      verdict: 'fail',
      witness: null,
      asExpected: false,
    });
    expect(first(after).cause?.code).toBe(code);
    expect(first(after).attempts[0].cause?.code).toBe(code);
  });

  test(`${meaningful ? 'leaves' : 'takes'} the meaning of the silent controls`, () => {
    expect(after.controls.map((one) => one.meaningful)).toEqual([meaningful]);
  });
});

describe('an internet gateway in the path', () => {
  const works = tried('s3', [attempt(), inMode('natural'), inMode('unchanged')]);
  const route = routeTable({ '::/0': 'igw-1' });

  test('takes back the advice, which said that the target is reached as it is', () => {
    const declared = declaredRun([works]);
    expect(first(declared).advice?.kind).toBe('none');
    expect(first(judgeAgain(declared, route))).toMatchObject({ path: 'igw', advice: { kind: 'unproven' } });
  });

  test('takes back the answers about pulls, which said that images would be pulled', () => {
    const targets = PULL_HOSTS.flatMap((id) => [id, dualStackId(id)]).map((id) => tried(id));
    const imageName = ecrImageName('us-west-2', '111122223333');
    const evidence = observed({ targets, witnesses: [ECHO], imageName });
    const declared = judgedRun(evidence, runFacts({ route: DECLARED }));
    expect(declared.pulls).toMatchObject({ fargateIpv6Only: { answer: 'yes' }, eksNode: { answer: 'yes' } });
    const { pulls } = judgeAgain(declared, route);
    expect(pulls).toMatchObject({
      image: imageName,
      fargateIpv6Only: { answer: 'no', explanation: expect.stringContaining('InternetGatewayInPath') },
      eksNode: { answer: 'no' },
    });
  });

  test('changes the summary with them', () => {
    const { summary } = reportOf([judgeAgain(declaredRun([works]), route)]);
    expect(summary).toMatchObject({ reachedOverEigw: [], notReached: ['s3'], asExpected: false });
    expect(summary.sentence).toBe(
      '0 of 1 target works without a NAT gateway; the others: s3 (InternetGatewayInPath).',
    );
  });
});

test('a route that leads to neither gateway stays a warning', () => {
  expect(first(judgeAgain(declaredRun([tried('s3')]), routeTable({ '::/0': 'tgw-1' })))).toMatchObject({
    path: 'ipv6',
    warnings: [{ code: 'RouteDeclared' }],
  });
});

test('a target that was not reached stays as it was, whatever the route', () => {
  const silent = unconnected({ error: { phase: 'connect', code: 'ETIMEDOUT', message: '' } });
  const declared = declaredRun([tried('s3', [attempt({ operations: [silent] })])]);
  expect(judgeAgain(declared, routeTable({ '::/0': 'igw-1' })).targets).toEqual(declared.targets);
});

describe('an echo vouches for what leaves through the same gateway', () => {
  const aside = routeTable({ '::/0': 'eigw-1', [`${REMOTE}/128`]: 'eigw-2' });

  test('so not for a target with a route of its own', () => {
    const after = judgeAgain(declaredRun([tried('sts')]), aside);
    expect(first(after)).toMatchObject({ path: 'eigw', verdict: 'inconclusive', witness: null });
    expect(first(after).cause?.code).toBe('NoWitness');
  });

  test('and for a target on the same route as the echo', () => {
    const near = echoEvidence(OWN_ADDRESS, { remoteAddress: REMOTE });
    const evidence = observed({ targets: [tried('sts'), near] });
    const declared = judgedRun(evidence, runFacts({ route: DECLARED }));
    expect(first(judgeAgain(declared, aside))).toMatchObject({ verdict: 'pass', witness: 'echo' });
  });

  test('and IAM for its own target, whatever the route', () => {
    const declared = declaredRun([tried('s3')], [], true);
    expect(first(judgeAgain(declared, aside))).toMatchObject({ verdict: 'pass', witness: 'iam' });
  });
});

describe("IAM's control", () => {
  const denial = { phase: 'request' as const, code: 'AccessDeniedException', message: '' };
  const denied = iamControl(attempt({ operations: [operation({ httpStatus: 400, error: denial })] }));
  const dynamodb = tried('dynamodb');
  const conditioned = { ...dynamodb, target: { ...dynamodb.target, conditioned: true } };
  const declared = declaredRun([conditioned], [denied], true);

  test('keeps its meaning while IAM vouches for the table', () => {
    const after = judgeAgain(declared, routeTable({ '::/0': 'eigw-1' }));
    expect(after.controls).toMatchObject([{ kind: 'iam', succeeded: false, meaningful: true }]);
  });

  test('loses it with the witness', () => {
    const after = judgeAgain(declared, routeTable({ '::/0': 'igw-1' }));
    expect(after.controls).toMatchObject([{ kind: 'iam', succeeded: false, meaningful: false }]);
  });
});

test('the operation that strays decides, not the last one', () => {
  const operations = [operation({ remoteAddress: '2001:db8:eeee::1' }), operation()];
  const declared = declaredRun([tried('s3', [attempt({ operations })])]);
  const route = routeTable({ '::/0': 'eigw-1', '2001:db8:eeee::/64': 'igw-1' });
  expect(first(judgeAgain(declared, route)).path).toBe('igw');
});

describe('an endpoint that was expected', () => {
  const answered = ipv4Control({ answeredBy: '198.18.0.1' });
  const declared = declaredRun([tried('s3', [attempt()], 'vpc-endpoint')], [answered]);

  test('is found with its control, which only looked like a way out', () => {
    expect(declared.controls).toMatchObject([{ asExpected: false, cause: { code: 'Ipv4PathExists' } }]);
    const after = judgeAgain(
      declared,
      routeTable({ '::/0': 'eigw-1', '2001:db8:ffff::/64': 'vpce-1', '198.18.0.0/24': 'vpce-1' }),
    );
    expect(first(after)).toMatchObject({ path: 'vpc-endpoint', verdict: 'fail', asExpected: true });
    expect(after.controls).toMatchObject([{ asExpected: true, cause: { code: 'VpcEndpointInPath' } }]);
  });

  test('is missed where the routes lead past it, and the way out stays one', () => {
    const after = judgeAgain(declared, routeTable({ '::/0': 'eigw-1' }));
    expect(first(after)).toMatchObject({ path: 'eigw', asExpected: false });
    expect(after.controls).toMatchObject([{ asExpected: false, cause: { code: 'Ipv4PathExists' } }]);
  });
});
