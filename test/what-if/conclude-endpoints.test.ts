/** What a run without interface endpoints says of each: it can go, something needs it, or that is not known. */
import { describe, expect, test } from 'vitest';
import { DUAL_STACK_LINE } from '../../lambda/report/catalogue/dual-stack-name.ts';
import type { Run, Target } from '../../lambda/report/report-schema.ts';
import type { RouteFinding } from '../../lambda/report/witnesses.ts';
import { type AskedTarget, askedTargets } from '../../lib/what-if/asked-targets.ts';
import { type AskedEndpoint, concludeEndpoint } from '../../lib/what-if/conclude-endpoints.ts';
import type { RoutedRun } from '../../lib/what-if/ways.ts';
import {
  answeredFrom,
  control,
  failing,
  inPlaceOf,
  passingAt,
  run,
  withoutIpv6,
} from '../report/run-builder.ts';

const SQS = 'https://sqs.us-west-2.amazonaws.com';
const SQS_DUAL_STACK = 'https://sqs.us-west-2.api.aws';
const AT = '10.1.1.254';

const ENDPOINT: AskedEndpoint = {
  ...{ id: 'vpce-0123456789abcdef0', service: 'sqs', addresses: [AT, '2001:db8:1234:1a01::e000'] },
  ...{ hasPrivateDns: true, hasPolicy: false, ties: [] },
};

const EIGW: RouteFinding = {
  witness: 'ec2',
  gateway: 'eigw-1',
  routes: [{ destinationCidrBlocks: ['::/0'], gateway: 'eigw-1' }],
};

function routed(targets: readonly Target[], changes: Partial<Run> = {}): RoutedRun {
  return { run: run(targets, { controls: [], ...changes }), route: EIGW };
}

/** The name leads to the endpoint over IPv4, and it answers. */
const TODAY = routed([withoutIpv6(SQS, 'sqs'), failing(SQS_DUAL_STACK)], {
  controls: [control({ id: SQS, succeeded: true, remoteAddresses: [AT], answeredBy: AT })],
});
const silent = { controls: [control({ id: SQS })] };

const WORKS = routed([passingAt(SQS, 'sqs'), failing(SQS_DUAL_STACK)]);
const NEEDS_CODE = routed([withoutIpv6(SQS, 'sqs'), passingAt(SQS_DUAL_STACK, 'sqs')], silent);
const BREAKS = routed([withoutIpv6(SQS, 'sqs'), withoutIpv6(SQS_DUAL_STACK, 'sqs')], silent);

function asked(changes: Partial<AskedTarget> = {}): AskedTarget[] {
  const wanted = [{ url: SQS, caller: 'code' as const, foundIn: [], workloads: [] }];
  return askedTargets(wanted, () => 'sqs.us-west-2.api.aws').map((each) => ({ ...each, ...changes }));
}

interface Case {
  readonly endpoint?: Partial<AskedEndpoint>;
  readonly target?: Partial<AskedTarget>;
  readonly today?: RoutedRun;
}

function concluded(without: RoutedRun, { endpoint = {}, target = {}, today = TODAY }: Case = {}) {
  return concludeEndpoint({ ...ENDPOINT, ...endpoint }, asked(target), {
    today: [today],
    without: [without],
  });
}

describe('an endpoint can go', () => {
  test('where what leads to it goes over the egress-only gateway without it', () => {
    expect(concluded(WORKS)).toEqual({
      ...{ answer: 'can-go', targets: [SQS], lines: [], remedy: null },
      because: 'sqs.us-west-2.amazonaws.com: over the egress-only internet gateway',
    });
  });

  test('and the answer says that a policy of its own goes with it', () => {
    expect(concluded(WORKS, { endpoint: { hasPolicy: true } })).toMatchObject({
      ...{ answer: 'can-go', because: expect.stringContaining('its own policy no longer applies') },
    });
  });

  test('where the dual-stack name does, with the line that the code needs', () => {
    const answer = concluded(NEEDS_CODE);
    expect(answer).toMatchObject({ answer: 'can-go', lines: [DUAL_STACK_LINE] });
    expect(answer.because).toContain(`once the code has ${DUAL_STACK_LINE}`);
  });

  test('where a gateway endpoint carries it over IPv4', () => {
    const routes = [{ destinationCidrBlocks: ['198.18.0.1/32'], gateway: 'vpce-9' }];
    const answered = { controls: [control({ id: SQS, succeeded: true })] };
    const without = { ...routed([withoutIpv6(SQS, 'sqs')], answered), route: { ...EIGW, routes } };
    expect(concluded(without).because).toContain('over a gateway endpoint');
  });

  test('where its security group keeps everything out: its name leads there all the same', () => {
    const shut = routed([withoutIpv6(SQS, 'sqs')], {
      controls: [control({ id: SQS, remoteAddresses: [AT] })],
    });
    expect(concluded(WORKS, { today: shut })).toMatchObject({ answer: 'can-go', targets: [SQS] });
  });

  test('where it is reached over IPv6', () => {
    const today = routed([answeredFrom(SQS, 'sqs', '2001:db8:1234:1a01::e000')]);
    expect(concluded(WORKS, { today })).toMatchObject({ answer: 'can-go', targets: [SQS] });
  });
});

const at = (one: RoutedRun, name: string) => ({
  ...one,
  run: inPlaceOf(one.run, { logicalIds: [name], subnet: { logicalId: name, name } }),
});

/** Two workloads, of which only Job loses its way with the endpoint. */
const TWO = {
  today: [at(TODAY, 'Api'), at(TODAY, 'Job')],
  without: [at(WORKS, 'Api'), at(BREAKS, 'Job')],
};

describe('an endpoint is needed', () => {
  test('where neither name has IPv6, and the answer names the target and the cause', () => {
    const answer = concluded(BREAKS);
    expect(answer).toMatchObject({ answer: 'needed', targets: [SQS], remedy: null });
    expect(answer.because).toContain('sqs.us-west-2.amazonaws.com would break without it:');
    expect(answer.because).toContain('ENODATA');
  });

  test('not by a workload that is not known to call it, which leaves the answer open if its rights are', () => {
    const answer = (suspects: readonly string[], target = {}) =>
      concludeEndpoint(ENDPOINT, asked({ workloads: ['Api'], ...target }), { ...TWO, suspects });
    expect(answer([]).answer).toBe('can-go');
    expect(answer(['Job'])).toMatchObject({ answer: 'unknown' });
    expect(answer(['Job']).because).toContain('Job in Job is not known to call sqs.us-west-2.amazonaws.com');
    expect(answer(['Other']).answer).toBe('can-go');
    expect(answer(['Job'], { caller: 'fargate' }).because).not.toContain('Job in Job');
  });

  test('where only one of two workloads breaks', () => {
    expect(concludeEndpoint(ENDPOINT, asked(), TWO).answer).toBe('needed');
    const other = { ...TWO, without: [at(WORKS, 'Api'), at(WORKS, 'Job')] };
    expect(concludeEndpoint(ENDPOINT, asked(), other).answer).toBe('can-go');
  });

  test('where the code calls it by its own name, whatever the lab knows of that name', () => {
    const own = `https://${ENDPOINT.id}-0a1b2c3d.sqs.us-west-2.vpce.amazonaws.com`;
    const target = { url: own, asIs: own, dualStack: null };
    const answer = concluded(routed([]), { target, today: routed([]) });
    expect(answer).toMatchObject({ answer: 'needed', targets: [own] });
    expect(answer.because).toContain('the code calls it by its own name');
    const other = own.replace(ENDPOINT.id, 'vpce-0999999999abcdef0');
    expect(concluded(routed([]), { target: { ...target, url: other, asIs: other } }).targets).toEqual([]);
  });
});

describe('an endpoint of an isolated subnet is needed', () => {
  test('and the answer names the workload, and how to see it with a way out', () => {
    const isolated = { ...BREAKS, route: { ...EIGW, routes: [] } };
    const answer = concluded(isolated);
    expect(answer).toMatchObject({ answer: 'needed' });
    expect(answer.because).toContain('any workload in us-west-2a has no way out of the VPC (--open-isolated');
  });
});

describe('whether an endpoint can go is not known', () => {
  test('where no target leads to it', () => {
    const elsewhere = routed([passingAt(SQS, 'sqs')]);
    expect(concluded(WORKS, { today: elsewhere })).toMatchObject({
      ...{ answer: 'unknown', targets: [] },
      because: 'no target that was asked leads to it',
    });
    const answer = concluded(WORKS, { today: elsewhere, endpoint: { hasPrivateDns: false } });
    expect(answer.because).toContain('it has no private DNS');
    expect(answer.remedy).toContain('--target https://vpce-…');
  });

  test('where only the endpoint itself leads to what would break', () => {
    const target = { isAssumed: true };
    const answer = concluded(BREAKS, { target });
    expect(answer).toMatchObject({ answer: 'unknown' });
    expect(answer.because).toContain('nothing in the template is known to call sqs.us-west-2.amazonaws.com');
    expect(concluded(WORKS, { target }).answer).toBe('can-go');
  });

  test('where the lab does not know the way without it, and the remedy says how to supply it', () => {
    const cause = { code: 'UnknownToLab' as const, message: 'no such host in the lab', remedy: 'use --host' };
    const unknown = routed([{ ...withoutIpv6(SQS, 'sqs', 'ENOTFOUND'), cause }]);
    const answer = concluded(unknown, { target: { dualStack: null } });
    expect(answer).toMatchObject({ answer: 'unknown', remedy: 'use --host' });
  });

  test("where AWS's pages contradict one another about the name that would carry it", () => {
    const ground = { kind: 'contradicted' as const, date: '2026-10' };
    const host = { host: 'sqs.us-west-2.amazonaws.com', a: true, aaaa: true, ground };
    const placed = inPlaceOf(WORKS.run, { logicalIds: [] });
    const without = { ...WORKS, run: { ...placed, lab: placed.lab && { ...placed.lab, hosts: [host] } } };
    const today = { ...TODAY, run: inPlaceOf(TODAY.run, { logicalIds: [] }) };
    expect(concluded(without, { today })).toMatchObject({ answer: 'unknown' });
    expect(concluded(without, { today }).because).toContain('contradict one another');
  });

  test('where the target does not work today either', () => {
    const shut = routed([withoutIpv6(SQS, 'sqs')], {
      controls: [control({ id: SQS, remoteAddresses: [AT] })],
    });
    expect(concluded(BREAKS, { today: shut })).toMatchObject({
      ...{ answer: 'unknown', remedy: 'fix its cause first' },
    });
  });

  test('where something else hangs on it, or only an endpoint answers', () => {
    const ties = ['Policy (AWS::S3::BucketPolicy) refers to it'];
    expect(concluded(WORKS, { endpoint: { ties } })).toMatchObject({ answer: 'unknown', because: ties[0] });
    expect(concluded(BREAKS, { endpoint: { ties } }).answer).toBe('needed');
    const api = concluded(WORKS, { endpoint: { service: 'execute-api' } });
    expect(api.because).toContain('private API');
  });

  test('where a workload has no run in the other network', () => {
    const placed = inPlaceOf(WORKS.run);
    const today = { ...TODAY, run: inPlaceOf(TODAY.run, { logicalIds: ['Job'] }) };
    expect(concluded({ ...WORKS, run: placed }, { today })).toMatchObject({ answer: 'unknown' });
  });
});
