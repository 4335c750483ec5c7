/** Which workloads are asked for a target, and where they are found in the runs of the other networks. Pure. */
import type { Run } from '../../lambda/report/report-schema.ts';
import type { AskedTarget } from './asked-targets.ts';
import type { RoutedRun } from './ways.ts';

/** @param today the runs of today's network */
export function askedPlaces(today: readonly RoutedRun[]): AskedPlace[] {
  return askedRuns(today).flatMap((run) => workloadsOf(run.run).map((workload) => ({ run, workload })));
}

/** Where a template has workloads, a stand-in's answer is about none of them; an isolated subnet is not meant to have a way out. */
function askedRuns(runs: readonly RoutedRun[]): readonly RoutedRun[] {
  const real = runs.filter(({ run }) => (run.lab?.workload?.logicalIds.length ?? 0) > 0);
  if (real.length > 0) return real;
  const connected = runs.filter(({ route }) => hasDefaultRoute(route));
  return connected.length > 0 ? connected : runs;
}

const DEFAULTS = ['0.0.0.0/0', '::/0'];

export function hasDefaultRoute({ routes }: RoutedRun['route']): boolean {
  return (routes ?? []).some(({ destinationCidrBlocks }) =>
    destinationCidrBlocks.some((block) => DEFAULTS.includes(block)),
  );
}

/** A workload, and its run today. */
export interface AskedPlace {
  readonly run: RoutedRun;
  readonly workload: Workload;
}

/** Those that the target was found for; all of them where none of these has a place of its own, as a task definition. */
export function placesFor(target: AskedTarget, places: readonly AskedPlace[]): readonly AskedPlace[] {
  const own = ownPlaces(target, places);
  return own.length > 0 ? own : places;
}

export function ownPlaces({ workloads }: AskedTarget, places: readonly AskedPlace[]): readonly AskedPlace[] {
  return places.filter(({ workload: { logicalId } }) => logicalId !== null && workloads.includes(logicalId));
}

/** In whose place a probe stood: a name, and how the run of another network is found for it. */
export interface Workload {
  readonly shown: string;
  readonly logicalId: string | null;
}

function workloadsOf({ lab, network }: Run): Workload[] {
  const { logicalIds = [], subnet = null } = lab?.workload ?? {};
  const where = subnet?.name ?? network.availabilityZone ?? network.subnetId ?? '';
  if (logicalIds.length === 0) return [{ shown: `any workload in ${where}`, logicalId: null }];
  return logicalIds.map((logicalId) => ({ shown: `${logicalId} in ${where}`, logicalId }));
}

/** A change may make two workloads alike that were not, and the other way round. */
export function counterpart(
  workload: Workload,
  { run }: RoutedRun,
  others: readonly RoutedRun[],
): RoutedRun | undefined {
  const subnet = run.lab?.workload?.subnet.logicalId ?? null;
  const there = others.filter(
    ({ run: other }) =>
      (other.lab?.workload?.subnet.logicalId ?? null) === subnet &&
      (subnet !== null || other.network.availabilityZone === run.network.availabilityZone),
  );
  const { logicalId } = workload;
  if (logicalId === null) return there[0];
  return there.find(({ run: other }) => other.lab?.workload?.logicalIds.includes(logicalId));
}
