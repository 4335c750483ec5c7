/** One run of the probe: attempts, then controls, then the judge, all under one deadline. */

import type { AttemptEvidence, ControlEvidence, TargetEvidence } from '../report/evidence.ts';
import { withAdvice } from '../report/judge/advice.ts';
import type { Facts } from '../report/judge/facts.ts';
import { judgeControl, judgeIamControl } from '../report/judge/judge-control.ts';
import { judgeTarget } from '../report/judge/judge-target.ts';
import { readEcho, sourceOf } from '../report/judge/source.ts';
import { publicOnly } from '../report/public-address.ts';
import { pullsOf } from '../report/pulls/pulls.ts';
import type { Control, Run, Target } from '../report/report-schema.ts';
import { CONTROL_HOST } from '../report/vocabulary.ts';
import { runAttempt } from './attempts/attempt.ts';
import { readControlKey } from './attempts/iam-control.ts';
import { type ControlPlan, tryControl } from './attempts/ipv4-control.ts';
import { accountIn, type ProbeEnvironment } from './environment.ts';
import type { ProbeEvent } from './event.ts';
import { resolveHost } from './net/resolve.ts';
import type { ProbeTarget } from './targets/target.ts';
import { chooseTargets, furtherWitnesses } from './targets/targets.ts';

/** The target whose table holds the key that IAM must not let this VPC read. */
const IAM_CONTROL = 'dynamodb';

interface ControlsEvidence {
  readonly ipv4: readonly ControlEvidence[];
  readonly iam: AttemptEvidence | null;
}

/** Never throws for a network's sake, and ends soon after the signal has fired. */
export async function runProbe(
  event: ProbeEvent,
  environment: ProbeEnvironment,
  signal: AbortSignal,
): Promise<Run> {
  const startedAt = new Date();
  const started = performance.now();
  const chosen = chooseTargets(event, environment);
  const [forced, testimonies] = await Promise.all([
    attemptAll(chosen, environment, signal),
    attemptAll(furtherWitnesses(chosen, environment), environment, signal),
  ]);
  // Everything else comes only now, so that measuring does not disturb what is measured; or never, for want of time.
  const [evidence, controlEvidence] = signal.aborted
    ? [forced, { ipv4: [], iam: null }]
    : await Promise.all([
        attemptByDefaults(forced, environment, signal),
        tryControls(forced, environment, signal),
      ]);
  const facts = gatherFacts([...evidence, ...testimonies], environment);
  const judged = evidence.map((item) => judgeTarget(item, facts));
  // What the witnesses reached shows that IPv6 works as well as what was asked for.
  const witnesses = testimonies.map((item) => judgeTarget(item, facts));
  const controls = judgeControls(controlEvidence, [...judged, ...witnesses], facts);
  const targets = withAdvice(judged, controls, (id) =>
    chosen.some((target) => target.id === id && target.sdk),
  );
  const pulls = pullsOf({ region: environment.region, targets, controls }, accountIn(environment));
  return {
    region: environment.region,
    startedAt: startedAt.toISOString(),
    durationMs: Math.round(performance.now() - started),
    network: {
      vpcIpv6CidrBlock: environment.vpcIpv6CidrBlock,
      subnetId: environment.subnetId,
      subnetIpv6CidrBlock: environment.subnetIpv6CidrBlock,
      availabilityZone: environment.availabilityZone,
      route: { witness: facts.route.witness, gateway: facts.route.gateway },
    },
    source: sourceOf(facts),
    targets,
    controls,
    ...(pulls && { pulls }),
  };
}

/** A target with its evidence so far. */
interface Attempted extends TargetEvidence {
  readonly target: ProbeTarget;
}

function attemptAll(
  targets: readonly ProbeTarget[],
  environment: ProbeEnvironment,
  signal: AbortSignal,
): Promise<Attempted[]> {
  const attempts = targets.map(async (target): Promise<Attempted> => {
    const forced = await runAttempt('ipv6', target.attempt, environment, signal);
    return { target, attempts: [forced] };
  });
  return Promise.all(attempts);
}

/**
 * As existing code would reach each target that IPv6 reached at all, or that a VPC endpoint is expected to carry; a
 * plain URL has no other endpoint to change to.
 */
function attemptByDefaults(
  forced: readonly Attempted[],
  environment: ProbeEnvironment,
  signal: AbortSignal,
): Promise<Attempted[]> {
  const tried = forced.map(async ({ target, attempts: [first] }): Promise<Attempted> => {
    const modes = target.sdk ? (['natural', 'unchanged'] as const) : (['natural'] as const);
    const isPromising =
      target.expect === 'vpc-endpoint' ||
      first.operations.some(({ remoteAddress }) => remoteAddress !== null);
    const further = (isPromising ? modes : []).map((mode) =>
      runAttempt(mode, target.attempt, environment, signal),
    );
    return { target, attempts: [first, ...(await Promise.all(further))] };
  });
  return Promise.all(tried);
}

async function tryControls(
  evidence: readonly Attempted[],
  environment: ProbeEnvironment,
  signal: AbortSignal,
): Promise<ControlsEvidence> {
  const hasIamControl = environment.iamWitness && evidence.some(({ target }) => target.id === IAM_CONTROL);
  const [ipv4, iam] = await Promise.all([
    tryIpv4Controls(evidence, environment, signal),
    hasIamControl ? runAttempt('ipv6', readControlKey, environment, signal) : null,
  ]);
  return { ipv4, iam };
}

async function tryIpv4Controls(
  evidence: readonly Attempted[],
  environment: ProbeEnvironment,
  signal: AbortSignal,
): Promise<ControlEvidence[]> {
  const known = evidence.flatMap((item) => controlPlan(item, environment));
  const { a } = await resolveHost(CONTROL_HOST, signal);
  const plans = [...known, { id: CONTROL_HOST, addresses: a.addresses ?? [], port: 443 }];
  return Promise.all(
    plans.filter(({ addresses }) => addresses.length > 0).map((plan) => tryControl(plan, signal)),
  );
}

/** The A records that the target's own attempt was answered with, of a user's target the public ones alone. */
function controlPlan(
  { target, attempts: [forced] }: Attempted,
  environment: ProbeEnvironment,
): ControlPlan[] {
  const operation = forced.operations.find(({ dns }) => dns?.a?.length);
  if (!operation) return [];
  const refusalOf = publicOnly([environment.vpcIpv4CidrBlock, environment.vpcIpv6CidrBlock]);
  const addresses = (operation.dns?.a ?? []).filter((address) => !target.publicOnly || !refusalOf(address));
  return [{ id: target.id, addresses, port: operation.port }];
}

function judgeControls({ ipv4, iam }: ControlsEvidence, targets: readonly Target[], facts: Facts): Control[] {
  return [
    ...ipv4.map((item) => judgeControl(item, targets, facts)),
    ...(iam ? [judgeIamControl(IAM_CONTROL, iam, targets, facts)] : []),
  ];
}

function gatherFacts(evidence: readonly TargetEvidence[], environment: ProbeEnvironment): Facts {
  const attempts = evidence.flatMap((item) => item.attempts);
  const found = attempts.map(({ route }) => route).find((route) => route !== null);
  return {
    vpcIpv6CidrBlock: environment.vpcIpv6CidrBlock,
    vpcIpv4CidrBlock: environment.vpcIpv4CidrBlock,
    subnetId: environment.subnetId,
    route: found ?? { witness: 'declared', gateway: environment.gatewayId, routes: null },
    iamWitness: environment.iamWitness,
    openPorts: environment.openPorts,
    echoes: evidence.flatMap(({ target, attempts: [{ echo, operations }] }) =>
      target.echoes && echo !== null
        ? [readEcho(target.id, echo, operations.at(-1)?.remoteAddress ?? null)]
        : [],
    ),
  };
}
