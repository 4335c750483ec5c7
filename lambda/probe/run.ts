/** One run of the probe: attempts, then controls, then the judge, all under one deadline. */
import { runAttempt } from './attempts/attempt.ts';
import { type ControlEvidence, type ControlPlan, tryControl } from './attempts/ipv4-control.ts';
import { CONTROL_HOST } from './contract.ts';
import type { ProbeEnvironment } from './environment.ts';
import type { ProbeEvent } from './event.ts';
import type { AttemptEvidence } from './evidence.ts';
import type { Facts } from './judge/facts.ts';
import { judgeTarget, type TargetEvidence } from './judge/judge.ts';
import { judgeControl } from './judge/judge-control.ts';
import { resolveHost } from './net/resolve.ts';
import type { Run } from './report-schema.ts';
import { chooseTargets } from './targets/targets.ts';
import { readEcho, sourceOf } from './witness/echo.ts';

/** Never throws for a network's sake, and ends soon after the signal has fired. */
export async function runProbe(
  event: ProbeEvent,
  environment: ProbeEnvironment,
  signal: AbortSignal,
): Promise<Run> {
  const startedAt = new Date();
  const started = performance.now();
  const evidence = await attemptTargets(event, environment, signal);
  // IPv4 is tried only now, so that measuring does not disturb what is measured.
  const controlEvidence = await tryControls(evidence, signal);
  const facts = gatherFacts(evidence, environment);
  const targets = evidence.map((item) => judgeTarget(item, facts));
  return {
    region: environment.region,
    startedAt: startedAt.toISOString(),
    durationMs: Math.round(performance.now() - started),
    network: {
      vpcIpv6CidrBlock: environment.vpcIpv6CidrBlock,
      subnetId: environment.subnetId,
      availabilityZone: environment.availabilityZone,
      route: { witness: facts.route.witness, gateway: facts.route.gateway },
    },
    source: sourceOf(facts),
    targets,
    controls: controlEvidence.map((item) => judgeControl(item, targets, facts)),
  };
}

function attemptTargets(
  event: ProbeEvent,
  environment: ProbeEnvironment,
  signal: AbortSignal,
): Promise<TargetEvidence[]> {
  const attempts = chooseTargets(event.only).map(async (target): Promise<TargetEvidence> => {
    const forced = await runAttempt('ipv6', target.attempt, environment, signal);
    return { target, attempts: [forced] };
  });
  return Promise.all(attempts);
}

async function tryControls(
  evidence: readonly TargetEvidence[],
  signal: AbortSignal,
): Promise<ControlEvidence[]> {
  const known = evidence.flatMap(({ target, attempts }) => controlPlan(target.id, attempts[0]));
  const { a } = await resolveHost(CONTROL_HOST, signal);
  const plans = [...known, { id: CONTROL_HOST, addresses: a.addresses ?? [], port: 443 }];
  return Promise.all(
    plans.filter(({ addresses }) => addresses.length > 0).map((plan) => tryControl(plan, signal)),
  );
}

/** The A records that the target's own attempt was answered with; none where it has none. */
function controlPlan(id: string, attempt: AttemptEvidence): ControlPlan[] {
  const operation = attempt.operations.find(({ dns }) => dns?.a?.length);
  return operation ? [{ id, addresses: operation.dns?.a ?? [], port: operation.port }] : [];
}

function gatherFacts(evidence: readonly TargetEvidence[], environment: ProbeEnvironment): Facts {
  const echoes = evidence.flatMap(({ target, attempts: [forced] }) =>
    target.echoes && forced.echo !== null ? [readEcho(target.id, forced.echo)] : [],
  );
  return {
    vpcIpv6CidrBlock: environment.vpcIpv6CidrBlock,
    vpcIpv4CidrBlock: environment.vpcIpv4CidrBlock,
    subnetId: environment.subnetId,
    route: { witness: 'declared', gateway: environment.gatewayId, routes: null },
    echoes,
  };
}
