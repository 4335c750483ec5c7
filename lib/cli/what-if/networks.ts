/** Runs the networks of `what-if` in the lab: three, and a fourth where the VPC has interface endpoints. */
import { type LabOutcome, runLab } from '../../lab/lab.ts';
import { keepProbe } from '../../lab/run/start/own-code.ts';
import type { LabRequest } from '../../lab/session/request.ts';
import { interfaceEndpointsOf } from '../../lab/template/without-endpoints.ts';
import { natIdsOf } from '../../lab/template/without-nat.ts';
import type { WhatIfNetworks } from '../../report/inputs/what-if.ts';
import { type AskedTarget, eventTargets } from '../../what-if/asked-targets.ts';
import type { ThreeNetworks } from '../../what-if/conclude.ts';
import type { PolicedEndpoint } from '../../what-if/policed-endpoint.ts';
import type { RoutedRun } from '../../what-if/ways.ts';
import { policedEndpoints } from './policed-endpoints.ts';
import type { Question } from './question.ts';

export interface LabRuns {
  readonly install: boolean;
  readonly progress: (step: string) => void;
  readonly signal: AbortSignal;
}

export interface Networks extends ThreeNetworks {
  /** The third network without its interface endpoints; null where there are none. */
  readonly withoutEndpoints: readonly RoutedRun[] | null;
}

export interface NetworksRun {
  readonly outcomes: readonly LabOutcome[];
  readonly networks: Networks;
  /** For the page's picture. */
  readonly drawn: WhatIfNetworks;
}

/** All at once: each mostly waits for time-outs. A network that a change leaves as it is is not run again. */
export async function runNetworks(question: Question, lab: LabRuns): Promise<NetworksRun> {
  const { network, planned, asked } = question;
  const event = namedTargets(asked);
  const hasNat = natIdsOf(network.model).length > 0;
  const hasChanges = planned.changes.length > 0;
  const hasEndpoints = interfaceEndpointsOf(network.model).length > 0;
  const count = 1 + [hasNat, hasChanges, hasEndpoints].filter(Boolean).length;
  const shared = {
    functionsAtOnce: Math.floor(FUNCTIONS_AT_ONCE / count),
    // What the policies stop is concluded from their text: the lab knows fewer conditions than IAM.
    withoutEndpointPolicies: true,
  };
  const request = { ...question.request, ...shared };
  const withoutNat = { ...request, withoutNat: true };
  const withIpv6 = { ...question.changed, ...shared, withoutNat: true };
  const withoutEndpoints = { ...withIpv6, withoutInterfaceEndpoints: true };
  await keepProbe(lab.progress);
  lab.progress(`today, without NAT gateways, and with IPv6: ${hasEndpoints ? FOUR : 'three networks'}`);
  const [today, without, tomorrow, bare] = await Promise.all([
    runOne({ ...request, event }, lab),
    hasNat ? runOne({ ...withoutNat, event }, lab) : null,
    hasChanges ? runOne({ ...withIpv6, event }, lab) : null,
    hasEndpoints ? runOne({ ...withoutEndpoints, event }, lab) : null,
  ]);
  const withoutOrToday = without ?? today;
  const last = tomorrow ?? withoutOrToday;
  const policies = policedEndpoints(network.model);
  return {
    outcomes: [...new Set([today, withoutOrToday, last, ...(bare ? [bare] : [])])],
    drawn: { today: today.network, tomorrow: last.network },
    networks: {
      today: routed(today, policies),
      withoutNat: routed(withoutOrToday, policies),
      withIpv6: routed(last, policies),
      withoutEndpoints: bare && routed(bare, policies),
    },
  };
}

/** In all networks together: forty workloads in forty subnets then take about 700 MB instead of 3 GB (decision 44). */
const FUNCTIONS_AT_ONCE = 12;

const FOUR = 'three networks, and a fourth without interface endpoints';

/** As the lab's event: these, and nothing else. */
export function namedTargets(asked: readonly AskedTarget[]): LabRequest['event'] {
  const targets = eventTargets(asked);
  return { targets, only: targets.map(({ url }) => url) };
}

function runOne(request: LabRequest, { install, signal }: LabRuns): Promise<LabOutcome> {
  return runLab({ request, install, signal, progress: () => {} });
}

/** The endpoints keep their ids and their IPv4 addresses in all of the networks that have them. */
function routed({ report, routes }: LabOutcome, policies: readonly PolicedEndpoint[]): RoutedRun[] {
  return report.runs.flatMap((run, index) => {
    const route = routes[index];
    return route ? [{ run, route, policies }] : [];
  });
}
