/** Targets that a VPC endpoint of the stack is expected to carry: which attempt decides, what vouches, what is as expected. */
import { describe, expect, test } from 'vitest';
import { readEnvironment } from '../../../lambda/probe/environment.ts';
import { chooseTargets, furtherWitnesses } from '../../../lambda/probe/targets/targets.ts';
import { TARGET_IDS } from '../../../lambda/report/built-in-targets.ts';
import type { AttemptEvidence } from '../../../lambda/report/evidence.ts';
import { withAdvice } from '../../../lambda/report/judge/advice.ts';
import type { JudgeFacts } from '../../../lambda/report/judge/facts.ts';
import { isWayOut, judgeControl } from '../../../lambda/report/judge/judge-control.ts';
import { judgeTarget } from '../../../lambda/report/judge/judge-target.ts';
import { ENV } from '../../../lambda/report/stack-contract.ts';
import type { RouteFinding } from '../../../lambda/report/witnesses.ts';
import { attempt, evidence, facts, ipv4Control, operation, unconnected } from './evidence-builder.ts';

const ROUTE: RouteFinding = {
  witness: 'ec2',
  gateway: 'eigw-1',
  routes: [
    { destinationCidrBlocks: ['::/0'], gateway: 'eigw-1' },
    { destinationCidrBlocks: ['198.18.0.0/24', '2001:db8:eeee::/48'], gateway: 'vpce-1' },
    { destinationCidrBlocks: ['100.64.0.0/16'], gateway: 'local' },
  ],
};

const noHost = attempt({
  operations: [unconnected({ error: { phase: 'resolve', code: 'ENOTFOUND', message: '' } })],
});
const at = (mode: AttemptEvidence['mode'], remoteAddress: string, changes = {}) =>
  attempt({ mode, operations: [operation({ remoteAddress, ...changes })] });
const NOTHING_ALLOWS = 'because no identity-based policy allows the s3:PutObject action';
const DENIED = {
  httpStatus: 403,
  error: { phase: 'request' as const, code: 'AccessDenied', message: NOTHING_ALLOWS },
};

function judged(
  attempts: [AttemptEvidence, ...AttemptEvidence[]],
  changes: Partial<JudgeFacts> = {},
  conditioned: boolean | 'through-endpoint' = true,
) {
  const target = { ...evidence().target, expect: 'vpc-endpoint' as const, conditioned };
  return judgeTarget({ target, attempts }, facts({ route: ROUTE, iamWitness: true, ...changes }));
}

describe('a target that is expected to take an endpoint', () => {
  test('is as expected when the forced attempt took it, and IAM vouches for that; it does not pass', () => {
    const target = judged([at('ipv6', '2001:db8:eeee::1')]);
    expect(target).toMatchObject({
      ...{ path: 'vpc-endpoint', reached: false, outcome: 'ok', verdict: 'fail' },
      ...{ witness: 'iam', asExpected: true, cause: { code: 'VpcEndpointInPath' } },
    });
    expect(target.cause?.remedy).toMatch(/^nothing to do: /);
  });

  test('is judged by what unchanged code met where the forced attempt had no host to go to', () => {
    const target = judged([noHost, at('unchanged', '2001:db8:1234:1a01::9')]);
    expect(target).toMatchObject({ path: 'vpc-endpoint', outcome: 'ok', witness: 'iam', asExpected: true });
    expect(target.attempts.map(({ path }) => path)).toEqual(['none', 'vpc-endpoint']);
  });

  test('may take an endpoint that has only IPv4, by its gateway’s route or an address of the VPC', () => {
    const past = at('ipv6', '2001:db8:ffff::1', DENIED);
    for (const address of ['198.18.0.7', '10.1.8.254', '100.64.3.4']) {
      expect(judged([past, at('unchanged', address)])).toMatchObject({
        ...{ path: 'vpc-endpoint', witness: 'iam', asExpected: true },
        attempts: [{ path: 'eigw', cause: { code: 'WitnessDenied' } }, { path: 'vpc-endpoint' }],
      });
    }
  });

  test('is not as expected when no attempt took it, however well it was reached', () => {
    expect(judged([at('ipv6', '2001:db8:ffff::1')], { iamWitness: false })).toMatchObject({
      ...{ path: 'eigw', verdict: 'pass', witness: 'echo', asExpected: false },
    });
    const denied = judged([at('ipv6', '2001:db8:ffff::1', DENIED)]);
    expect(denied).toMatchObject({ path: 'eigw', witness: null, asExpected: false });
    expect(denied.cause?.code).toBe('WitnessDenied');
    expect(denied.cause?.remedy).toContain('did not see the request come through');
  });

  test('is not as expected when nothing answered', () => {
    expect(judged([noHost])).toMatchObject({
      path: 'none',
      asExpected: false,
      cause: { code: 'NoSuchHost' },
    });
  });

  test('has the failure as its cause, not the path, where the endpoint refused or failed', () => {
    const message = 'because no VPC endpoint policy allows the bedrock:InvokeModel action';
    const error = { phase: 'request' as const, code: 'AccessDeniedException', message };
    const target = judged([at('ipv6', '2001:db8:eeee::1', { httpStatus: 403, error })]);
    expect(target).toMatchObject({ path: 'vpc-endpoint', outcome: 'denied', witness: null });
    expect(target.cause?.code).toBe('AccessDenied');
    expect(target.cause?.remedy).toContain("the VPC endpoint's policy");
  });

  test('has no witness where its grant has no condition', () => {
    expect(judged([at('ipv6', '2001:db8:eeee::1')], {}, false)).toMatchObject({
      ...{ path: 'vpc-endpoint', witness: null, asExpected: true },
    });
  });
});

test('a grant with a condition only for the endpoint makes IAM a witness only for the endpoint', () => {
  expect(judged([at('ipv6', '2001:db8:eeee::1')], {}, 'through-endpoint').witness).toBe('iam');
  const target = { ...evidence().target, conditioned: 'through-endpoint' as const };
  const reached = judgeTarget({ ...evidence(), target }, facts({ iamWitness: true }));
  expect(reached).toMatchObject({ verdict: 'pass', witness: 'echo' });
});

describe('where the routes could not be looked up', () => {
  const route = { witness: 'declared' as const, gateway: 'eigw-1', routes: null };

  test('IAM shows the path: it allows only what came through the endpoint', () => {
    for (const address of ['2001:db8:eeee::1', '198.18.0.7']) {
      expect(judged([at('ipv6', address)], { route })).toMatchObject({
        path: 'vpc-endpoint',
        witness: 'iam',
      });
    }
  });

  test('without IAM the path stays open', () => {
    expect(judged([at('ipv6', '2001:db8:eeee::1')], { route, iamWitness: false })).toMatchObject({
      ...{ path: 'ipv6', verdict: 'inconclusive', witness: null, cause: { code: 'NoWitness' } },
    });
    expect(judged([at('ipv6', '2001:db8:eeee::1', DENIED)], { route }).path).toBe('ipv6');
    expect(judged([at('ipv6', '2001:db8:eeee::1')], { route }, false).path).toBe('ipv6');
  });
});

test('IAM against the routes is a contradiction, and does not pass', () => {
  const target = judged([at('ipv6', '2001:db8:ffff::1')]);
  expect(target).toMatchObject({ path: 'eigw', verdict: 'fail', witness: null, asExpected: false });
  expect(target.cause?.code).toBe('SourceMismatch');
});

test('an unexpected endpoint explains a denial', () => {
  const target = { ...evidence().target, expect: 'reached' as const };
  const attempts = [at('ipv6', '2001:db8:eeee::1', DENIED)] as const;
  expect(judgeTarget({ target, attempts }, facts({ route: ROUTE, iamWitness: true }))).toMatchObject({
    ...{ path: 'vpc-endpoint', witness: null, asExpected: false, cause: { code: 'VpcEndpointInPath' } },
  });
});

describe('an IPv4 control that an endpoint answered', () => {
  const controlOf = (answeredBy: string, target = judged([at('ipv6', '2001:db8:eeee::1')]), changes = {}) =>
    judgeControl(
      ipv4Control({ id: target.id, remoteAddresses: [answeredBy], answeredBy }),
      [target],
      facts({ route: ROUTE, ...changes }),
    );

  test('is not a way out, and as expected where its target is expected to take the endpoint', () => {
    const control = controlOf('198.18.0.7');
    expect(control).toMatchObject({
      succeeded: true,
      asExpected: true,
      cause: { code: 'VpcEndpointInPath' },
    });
    expect(isWayOut(control)).toBe(false);
  });

  test('is not as expected where the endpoint is not', () => {
    const target = judgeTarget(evidence(), facts());
    expect(controlOf('198.18.0.7', target)).toMatchObject({ asExpected: false });
    expect(controlOf('10.1.8.254', target)).toMatchObject({ asExpected: false });
  });

  test('is a way out where another address answered, and where the path is unknown', () => {
    const elsewhere = controlOf('198.51.100.7');
    expect(elsewhere).toMatchObject({ asExpected: false, cause: { code: 'Ipv4PathExists' } });
    expect(isWayOut(elsewhere)).toBe(true);
    const route = { witness: 'declared' as const, gateway: 'eigw-1', routes: null };
    const untold = judged([at('ipv6', '2001:db8:eeee::1')], { route, iamWitness: false });
    expect(isWayOut(controlOf('198.18.0.7', untold, { route }))).toBe(true);
    const told = judged([at('ipv6', '2001:db8:eeee::1')], { route });
    expect(isWayOut(controlOf('198.18.0.7', told, { route }))).toBe(false);
  });
});

describe('the advice', () => {
  const adviceOn = (...attempts: [AttemptEvidence, ...AttemptEvidence[]]) =>
    withAdvice([judged(attempts)], [], () => true, facts())[0]?.advice;

  test('is none where the endpoint carries unchanged code', () => {
    expect(adviceOn(noHost, at('unchanged', '10.1.8.254'))?.kind).toBe('none');
  });

  test('is the dual-stack name where only that leads to the endpoint', () => {
    const endpoint = at('ipv6', '2001:db8:eeee::1');
    expect(adviceOn(endpoint, at('unchanged', '198.51.100.7'))?.kind).toBe('client-flag');
  });

  test('is not a variable that would break a client without a dual-stack name', () => {
    const bedrock = { ...judged([noHost, at('unchanged', '10.1.8.254')]), id: 'bedrock-runtime' };
    const sts = judgeTarget(
      {
        target: { ...evidence().target, id: 'sts', conditioned: false },
        attempts: [attempt(), at('natural', '2001:db8:ffff::1'), at('unchanged', '198.51.100.7')],
      },
      facts(),
    );
    const [, advised] = withAdvice([bedrock, sts], [], () => true, facts());
    expect(advised?.advice?.kind).toBe('client-flag');
    expect(advised?.advice?.explanation).toContain('would break bedrock-runtime');
  });
});

describe('the environment', () => {
  const environment = (services?: string) =>
    readEnvironment({ ...(services && { [ENV.vpcEndpoints]: services }) });
  const expectationsIn = (services?: string) =>
    chooseTargets(
      { only: [...TARGET_IDS], userTargets: [], settingsTargetIds: [], catalogue: false },
      environment(services),
    )
      .filter(({ expect: expectation }) => expectation === 'vpc-endpoint')
      .map(({ id }) => id);

  test('decides which targets are expected to take an endpoint', () => {
    expect(expectationsIn()).toEqual([]);
    expect(expectationsIn('bedrock-runtime,s3')).toEqual(['s3', 's3-list-buckets', 'bedrock-runtime']);
    expect(expectationsIn('logs')).toEqual([]);
    expect(
      expectationsIn(['s3', 'dynamodb', 's3vectors', 'bedrock-runtime', 'sts', 'ec2'].join(',')),
    ).toHaveLength(8);
  });

  test('does not try a chosen target again as a witness', () => {
    const chosen = chooseTargets(
      { only: ['ec2'], userTargets: [], settingsTargetIds: [], catalogue: false },
      environment('ec2'),
    );
    expect(furtherWitnesses(chosen, environment('ec2')).map(({ id }) => id)).toEqual([
      'ifconfig.me',
      'checkip',
    ]);
  });
});
