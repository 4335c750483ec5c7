/** Puts three runs of the lab together: what each target does today, without NAT gateways, and with IPv6. Pure. */
import type { Run } from '../../lambda/report/report-schema.ts';
import { type CodeWays, isFree, type WhatIfAnswer, type WhatIfNeed } from '../report/inputs/what-if.ts';
import type { AskedTarget } from './asked-targets.ts';
import { type RoutedRun, wayOf } from './ways.ts';

export interface ThreeNetworks {
  readonly today: readonly RoutedRun[];
  readonly withoutNat: readonly RoutedRun[];
  readonly withIpv6: readonly RoutedRun[];
}

/** A row for each target and answer: workloads with the same answer share one. */
export function whatIfRows(asked: readonly AskedTarget[], networks: ThreeNetworks): WhatIfAnswer[] {
  const places = askedRuns(networks.today).flatMap((run) =>
    workloadsOf(run.run).map((workload) => ({ run, workload })),
  );
  const rows = asked.flatMap((target) =>
    placesFor(target, places).map(({ run, workload }) => rowOf(target, workload, run, networks)),
  );
  const alike = Map.groupBy(rows, ({ workloads: _, logicalIds: __, ...answer }) => JSON.stringify(answer));
  return [...alike.values()].flatMap(([first, ...others]) => (first ? [merged(first, others)] : []));
}

function merged(first: WhatIfAnswer, others: readonly WhatIfAnswer[]): WhatIfAnswer {
  const all = [first, ...others];
  return {
    ...first,
    workloads: [...new Set(all.flatMap(({ workloads }) => workloads))],
    logicalIds: [...new Set(all.flatMap(({ logicalIds }) => logicalIds))],
  };
}

/** Where a template has workloads, a stand-in's answer is about none of them; an isolated subnet is not meant to have a way out. */
function askedRuns(runs: readonly RoutedRun[]): readonly RoutedRun[] {
  const real = runs.filter(({ run }) => (run.lab?.workload?.logicalIds.length ?? 0) > 0);
  if (real.length > 0) return real;
  const connected = runs.filter(({ route }) => hasDefaultRoute(route));
  return connected.length > 0 ? connected : runs;
}

const DEFAULTS = ['0.0.0.0/0', '::/0'];

function hasDefaultRoute({ routes }: RoutedRun['route']): boolean {
  return (routes ?? []).some(({ destinationCidrBlocks }) =>
    destinationCidrBlocks.some((block) => DEFAULTS.includes(block)),
  );
}

interface AskedPlace {
  readonly run: RoutedRun;
  readonly workload: Workload;
}

/** Those that the target was found for; all of them where none of these has a place of its own, as a task definition. */
function placesFor({ workloads }: AskedTarget, places: readonly AskedPlace[]): readonly AskedPlace[] {
  const own = places.filter(
    ({ workload: { logicalId } }) => logicalId !== null && workloads.includes(logicalId),
  );
  return own.length > 0 ? own : places;
}

/** In whose place a probe stood: a name, and how the run of another network is found for it. */
interface Workload {
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
function counterpart(
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

function rowOf(
  target: AskedTarget,
  workload: Workload,
  run: RoutedRun,
  { withoutNat, withIpv6 }: ThreeNetworks,
): WhatIfAnswer {
  const today = wayOf(target.asIs, run);
  const without = codeWays(target, counterpart(workload, run, withoutNat));
  const tomorrowRun = counterpart(workload, run, withIpv6);
  const tomorrow = codeWays(target, tomorrowRun);
  const answered = needOf(today, without, tomorrow);
  const doubt = contradiction(namesBehind(answered, without, target), [run, tomorrowRun]);
  const needs = doubt === null ? answered : 'unknown';
  return {
    target: target.url,
    foundIn: target.foundIn,
    workloads: [workload.shown],
    logicalIds: workload.logicalId === null ? [] : [workload.logicalId],
    today,
    withoutNat: without,
    withIpv6: tomorrow,
    needs,
    line: needs === 'code' || needs === 'network-and-code' ? target.line : null,
    cause: isOpen(needs) ? (doubt ?? causeOf(target, tomorrowRun)) : null,
  };
}

function codeWays({ asIs, dualStack }: AskedTarget, run: RoutedRun | undefined): CodeWays {
  if (!run) return { unchanged: 'unknown', dualStack: null };
  return { unchanged: wayOf(asIs, run), dualStack: dualStack === null ? null : wayOf(dualStack, run) };
}

function needOf(today: WhatIfAnswer['today'], without: CodeWays, tomorrow: CodeWays): WhatIfNeed {
  if (isFree(without.unchanged)) return 'nothing';
  if (isFree(tomorrow.unchanged)) return 'network';
  if (isFree(without.dualStack)) return 'code';
  if (isFree(tomorrow.dualStack)) return 'network-and-code';
  const ways = [today, without.unchanged, tomorrow.unchanged, tomorrow.dualStack];
  if (ways.includes('unknown')) return 'unknown';
  return today === 'none' ? 'broken' : 'paid';
}

function isOpen(needs: WhatIfNeed): boolean {
  return needs === 'paid' || needs === 'broken' || needs === 'unknown';
}

/** The names whose records the answer rests on: an endpoint takes over a name whatever records it has elsewhere. */
function namesBehind(needs: WhatIfNeed, without: CodeWays, { asIs, dualStack }: AskedTarget): string[] {
  if (needs === 'nothing' && without.unchanged === 'vpc-endpoint') return [];
  if (needs === 'nothing' || needs === 'network') return [asIs];
  const other = dualStack === null ? [] : [dualStack];
  return needs === 'code' || needs === 'network-and-code' ? other : [asIs, ...other];
}

/** Whether AWS's own pages disagree about the IPv6 of one of the names: then no run of the lab can settle it. */
function contradiction(
  urls: readonly string[],
  runs: readonly (RoutedRun | undefined)[],
): NonNullable<WhatIfAnswer['cause']> | null {
  const hosts = urls.flatMap((url) => /^\w+:\/\/([^/:?#]+)/.exec(url)?.[1] ?? []);
  const host = runs
    .flatMap((each) => each?.run.lab?.hosts ?? [])
    .find((record) => hosts.includes(record.host) && record.ground.kind === 'contradicted')?.host;
  if (host === undefined) return null;
  return {
    code: 'UnknownToLab',
    message: `AWS's pages contradict one another about the IPv6 of ${host}`,
    remedy: `look its records up with --resolve, or declare them with --host ${host}=A or =A,AAAA`,
  };
}

/** That of its own name, else that of its dual-stack name. */
function causeOf({ asIs, dualStack }: AskedTarget, run: RoutedRun | undefined): WhatIfAnswer['cause'] {
  const causes = [asIs, dualStack].flatMap((id) => {
    const target = run?.run.targets.find((each) => each.id === id);
    return target?.cause ? [target.cause] : [];
  });
  const [first = null] = causes;
  return first;
}

/** Whether the NAT gateways can go with free changes only; null where something is not known, or nothing was asked. */
export function canGo(rows: readonly WhatIfAnswer[]): boolean | null {
  if (rows.some(({ needs }) => needs === 'paid')) return false;
  const isOpenQuestion = rows.some(({ needs }) => needs === 'unknown' || needs === 'broken');
  return rows.length === 0 || isOpenQuestion ? null : true;
}
