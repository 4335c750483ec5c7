/** One run of the probe: attempts, then controls, then the judge, all under one deadline. */

import type { ControlEvidence } from '../report/evidence.ts';
import type { RunFacts } from '../report/judge/facts.ts';
import { judgeRun } from '../report/judge/judge-run.ts';
import { ecrImageName } from '../report/pulls/pull-targets.ts';
import type { Run } from '../report/report-schema.ts';
import { ipv4Default } from '../report/route-table.ts';
import type { RouteFinding } from '../report/witnesses.ts';
import { type Attempted, attemptAll, attemptByDefaults } from './attempts/attempt-all.ts';
import { IAM_CONTROL, tryIamControl } from './attempts/iam-control.ts';
import { tryIpv4Controls } from './attempts/ipv4-control.ts';
import { accountIn, type ProbeEnvironment } from './environment.ts';
import type { ProbeEvent } from './event.ts';
import { type RunContext, startRun } from './run-context.ts';
import { chooseTargets, furtherWitnesses, ROUTE_WITNESS } from './targets/targets.ts';
import { zoneIdOf } from './zone-id.ts';

/** Never throws because of the network, and ends soon after the signal has fired. */
export async function runProbe(
  event: ProbeEvent,
  environment: ProbeEnvironment,
  signal: AbortSignal,
): Promise<Run> {
  const startedAt = new Date();
  const started = performance.now();
  const chosen = chooseTargets(event, environment);
  const route = Promise.withResolvers<RouteFinding | null>();
  const run = startRun(environment, signal, route.promise);
  const onAttempt = ({ target, attempts: [forced] }: Attempted) => {
    if (target.id === ROUTE_WITNESS) route.resolve(forced.route);
  };
  const [forced, witnesses, zoneId] = await Promise.all([
    attemptAll(chosen, run, onAttempt),
    attemptAll(furtherWitnesses(chosen, environment), run, onAttempt),
    zoneIdOf(process.env, signal),
  ]);
  // The rest runs only now, so that measuring does not disturb what is measured; if no time is left, it does not run.
  const [targets, controls] = signal.aborted
    ? [forced, []]
    : await Promise.all([attemptByDefaults(forced, run), tryControls(forced, run)]);
  const { region } = environment;
  const imageName = ecrImageName(region, accountIn(environment));
  const facts = factsOf([...targets, ...witnesses], environment);
  const judged = judgeRun({ region, targets, witnesses, controls, imageName }, facts);
  const durationMs = Math.round(performance.now() - started);
  const { network, ...settled } = described(environment, facts);
  const placed = { ...network, ...(zoneId !== null && { availabilityZoneId: zoneId }) };
  return { ...settled, network: placed, startedAt: startedAt.toISOString(), durationMs, ...judged };
}

async function tryControls(evidence: readonly Attempted[], run: RunContext): Promise<ControlEvidence[]> {
  const { iamWitness } = run.environment;
  const hasIamControl = iamWitness && evidence.some(({ target }) => target.id === IAM_CONTROL);
  const [ipv4, iam] = await Promise.all([
    tryIpv4Controls(evidence, run),
    hasIamControl ? tryIamControl(run) : null,
  ]);
  return iam ? [...ipv4, iam] : ipv4;
}

/** With EC2's answer about the route, else what the stack declared. */
function factsOf(evidence: readonly Attempted[], environment: ProbeEnvironment): RunFacts {
  const found = evidence.flatMap(({ attempts }) => attempts).find(({ route }) => route !== null)?.route;
  return {
    vpcIpv6CidrBlocks: environment.vpcIpv6CidrBlocks,
    vpcIpv4CidrBlocks: environment.vpcIpv4CidrBlocks,
    subnetId: environment.subnetId,
    subnetIpv6CidrBlock: environment.subnetIpv6CidrBlock,
    route: found ?? { witness: 'declared', gateway: environment.gatewayId, routes: null },
    iamWitness: environment.iamWitness,
    openPorts: environment.openPorts,
    ...(environment.endpointVariables.length > 0 && { endpointVariables: environment.endpointVariables }),
  };
}

function described(
  { region, subnetIpv6CidrBlock, availabilityZone }: ProbeEnvironment,
  { vpcIpv6CidrBlocks, vpcIpv4CidrBlocks, subnetId, route, ...facts }: RunFacts,
): Pick<Run, 'region' | 'network' | 'settings'> {
  return {
    region,
    network: {
      vpcIpv6CidrBlocks: [...vpcIpv6CidrBlocks],
      vpcIpv4CidrBlocks: [...vpcIpv4CidrBlocks],
      ...{ subnetId, subnetIpv6CidrBlock, availabilityZone },
      route: { witness: route.witness, gateway: route.gateway, ...ipv4Default(route) },
    },
    settings: settingsOf(facts),
  };
}

function settingsOf({
  iamWitness,
  openPorts,
  endpointVariables,
}: Pick<RunFacts, 'iamWitness' | 'openPorts' | 'endpointVariables'>): Run['settings'] {
  return {
    iamWitness,
    openPorts: openPorts && [...openPorts],
    ...(endpointVariables && { endpointVariables: [...endpointVariables] }),
  };
}
