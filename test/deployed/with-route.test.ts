/** A run whose route was declared, under what EC2 says about it: only what depends on the route changes. */
import { describe, expect, test } from 'vitest';
import { judgeTarget } from '../../lambda/report/judge/judge-target.ts';
import type { Run, Target } from '../../lambda/report/report-schema.ts';
import type { RouteFinding } from '../../lambda/report/witnesses.ts';
import { withRoute } from '../../lib/deployed/with-route.ts';
import { echoEvidence, evidence, facts, OWN_ADDRESS, operation } from '../lambda/report/evidence-builder.ts';
import { control, failing, passing, run } from '../report/run-builder.ts';

const REMOTE = '2001:db8:ffff::1';

function route(...routes: [destination: string, gateway: string][]): RouteFinding {
  const effective = routes.map(([block, gateway]) => ({ destinationCidrBlocks: [block], gateway }));
  const toEverywhere = routes.find(([block]) => block === '::/0');
  return { witness: 'ec2', gateway: toEverywhere?.[1] ?? null, routes: effective };
}

function only({ targets: [target] }: Run): Target {
  if (target) return target;
  throw new Error('the run has no target');
}

const before = run([passing('s3')]);

describe('over the egress-only gateway', () => {
  const after = withRoute(before, route(['::/0', 'eigw-2']));

  test('the path is known, and the warning gone', () => {
    expect(only(before)).toMatchObject({ path: 'ipv6', warnings: [{ code: 'RouteDeclared' }] });
    expect(only(after)).toMatchObject({
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
    expect(after.network.route).toEqual({ witness: 'ec2', gateway: 'eigw-2' });
  });

  test('what was observed stays as it was', () => {
    expect(only(after).attempts[0]?.operations).toEqual(only(before).attempts[0]?.operations);
    expect(after.source).toEqual(before.source);
    expect(after.controls).toEqual(before.controls);
  });
});

describe.each([
  ['an internet gateway', route(['::/0', 'igw-1']), 'igw', 'InternetGatewayInPath', true],
  [
    'an endpoint behind a prefix list',
    route(['::/0', 'eigw-1'], ['2001:db8:ffff::/64', 'vpce-1']),
    'vpc-endpoint',
    'VpcEndpointInPath',
    false,
  ],
] as const)('%s in the path', (_, finding, path, code, meaningful) => {
  const after = withRoute(before, finding);

  test('fails the target, and nobody vouches for it', () => {
    expect(only(after)).toMatchObject({
      path,
      reached: false,
      verdict: 'fail',
      witness: null,
      asExpected: false,
    });
    expect(only(after).cause?.code).toBe(code);
    expect(only(after).attempts[0]?.cause?.code).toBe(code);
  });

  test(`${meaningful ? 'leaves' : 'takes'} the meaning of the silent controls`, () => {
    expect(after.controls.map((one) => one.meaningful)).toEqual([meaningful]);
  });
});

test('a route that leads to neither gateway stays a warning', () => {
  expect(only(withRoute(before, route(['::/0', 'tgw-1'])))).toMatchObject({
    path: 'ipv6',
    warnings: [{ code: 'RouteDeclared' }],
  });
});

test('a target that was not reached stays as it was, whatever the route', () => {
  const silent = run([failing('s3')]);
  expect(withRoute(silent, route(['::/0', 'igw-1'])).targets).toEqual(silent.targets);
});

describe('an echo vouches for what leaves through the same gateway', () => {
  const aside = route(['::/0', 'eigw-1'], [`${REMOTE}/128`, 'eigw-2']);
  const echo = judgeTarget(echoEvidence(OWN_ADDRESS, { remoteAddress: '2001:db8:ffff::2' }), facts());

  test('so not for a target with a route of its own', () => {
    const after = withRoute(run([passing('sts'), echo]), aside);
    expect(only(after)).toMatchObject({ path: 'eigw', verdict: 'inconclusive', witness: null });
    expect(only(after).cause?.code).toBe('NoWitness');
  });

  test('nor where only some targets were chosen and the echo is not shown', () => {
    expect(only(withRoute(run([passing('sts')]), aside)).cause?.code).toBe('NoWitness');
  });

  test('but for an echo on the same route', () => {
    const near = judgeTarget(echoEvidence(OWN_ADDRESS, { remoteAddress: REMOTE }), facts());
    expect(only(withRoute(run([passing('sts'), near]), aside))).toMatchObject({
      verdict: 'pass',
      witness: 'echo',
    });
  });

  test('and IAM for its own target, whatever the route', () => {
    const vouched = { ...judgeTarget(evidence(), facts({ iamWitness: true })), id: 's3' };
    expect(only(withRoute(run([vouched, echo]), aside))).toMatchObject({ verdict: 'pass', witness: 'iam' });
  });
});

describe("IAM's control", () => {
  const vouched = { ...judgeTarget(evidence(), facts({ iamWitness: true })), id: 'dynamodb' };
  const controls = [control({ id: 'dynamodb', kind: 'iam' })];

  test('keeps its meaning while IAM vouches for the table', () => {
    const after = withRoute(run([vouched], { controls }), route(['::/0', 'eigw-1']));
    expect(after.controls[0]?.meaningful).toBe(true);
  });

  test('loses it with the witness', () => {
    const after = withRoute(run([vouched], { controls }), route(['::/0', 'igw-1']));
    expect(after.controls[0]?.meaningful).toBe(false);
  });
});

test('the operation that strays decides, not the last one', () => {
  const operations = [operation({ remoteAddress: '2001:db8:eeee::1' }), operation()];
  const two = run([{ ...judgeTarget(evidence({ operations }), facts()), id: 's3' }]);
  const finding = route(['::/0', 'eigw-1'], ['2001:db8:eeee::/64', 'igw-1']);
  expect(only(withRoute(two, finding)).path).toBe('igw');
});

describe('an endpoint that was expected', () => {
  const expected = { ...evidence().target, expect: 'vpc-endpoint' as const, conditioned: false };
  const target = { ...judgeTarget({ ...evidence(), target: expected }, facts()), id: 's3' };
  const wayOut = { code: 'Ipv4PathExists' as const, message: '', remedy: '' };
  const answered = control({ succeeded: true, asExpected: false, cause: wayOut });
  const told = run([target], { controls: [answered] });

  test('is found with its control, which only looked like a way out', () => {
    const after = withRoute(
      told,
      route(['::/0', 'eigw-1'], ['2001:db8:ffff::/64', 'vpce-1'], ['198.18.0.0/24', 'vpce-1']),
    );
    expect(only(after)).toMatchObject({ path: 'vpc-endpoint', verdict: 'fail', asExpected: true });
    expect(after.controls).toMatchObject([{ asExpected: true, cause: { code: 'VpcEndpointInPath' } }]);
  });

  test('is missed where the routes lead past it, and the way out stays one', () => {
    const after = withRoute(told, route(['::/0', 'eigw-1']));
    expect(only(after)).toMatchObject({ path: 'eigw', asExpected: false });
    expect(after.controls).toMatchObject([{ asExpected: false, cause: { code: 'Ipv4PathExists' } }]);
  });
});
