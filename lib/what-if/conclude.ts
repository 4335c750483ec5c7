/** Puts three runs of the lab together: what each target does today, without NAT gateways, and with IPv6. Pure. */
import { type CodeWays, isFree, type WhatIfAnswer, type WhatIfNeed } from '../report/inputs/what-if.ts';
import type { AskedTarget, LeftOut } from './asked-targets.ts';
import {
  causeOf,
  contradiction,
  detoured,
  leftToDo,
  neverStoodFor,
  notStoodFor,
  notTried,
} from './causes.ts';
import type { Obstacle } from './change.ts';
import { allowedWay, allowedWays } from './endpoint-policies.ts';
import { type AskedPlace, askedPlaces, counterpart, ownPlaces, placesFor } from './places.ts';
import { hasNat, leavesBy, type RoutedRun } from './ways.ts';

export interface ThreeNetworks {
  readonly today: readonly RoutedRun[];
  readonly withoutNat: readonly RoutedRun[];
  readonly withIpv6: readonly RoutedRun[];
}

/** What the runs do not show. */
export interface Circumstances {
  /** The ids by which routes name them: what leaves by one is taken to work today. @default - none */
  readonly natInstances?: readonly string[];
  /** What the third network lacks, since no edit can make it. @default - none */
  readonly obstacles?: readonly Obstacle[];
  /** In whose place no probe stood. @default - none */
  readonly leftOut?: readonly LeftOut[];
}

/** A row for each target and answer: workloads with the same answer share one. */
export function whatIfRows(
  asked: readonly AskedTarget[],
  networks: ThreeNetworks,
  circumstances: Circumstances = {},
): WhatIfAnswer[] {
  const places = askedPlaces(networks.today);
  const rows = asked.flatMap((target) => {
    const lost = neverStoodFor(target, places, circumstances.leftOut ?? []);
    const asked = lost.length === 0 ? placesFor(target, places) : ownPlaces(target, places);
    return [
      ...asked.map((place) => rowOf(target, place, networks, circumstances)),
      ...lost.map((each) => rowWithout(each, target)),
    ];
  });
  const alike = Map.groupBy(rows, ({ workloads: _, logicalIds: __, subnetIds: ___, ...answer }) =>
    JSON.stringify(answer),
  );
  return [...alike.values()].flatMap(([first, ...others]) => (first ? [merged(first, others)] : []));
}

function merged(first: WhatIfAnswer, others: readonly WhatIfAnswer[]): WhatIfAnswer {
  const all = [first, ...others];
  return {
    ...first,
    workloads: [...new Set(all.flatMap(({ workloads }) => workloads))],
    logicalIds: [...new Set(all.flatMap(({ logicalIds }) => logicalIds))],
    subnetIds: [...new Set(all.flatMap(({ subnetIds }) => subnetIds))],
  };
}

function rowOf(
  target: AskedTarget,
  { workload, run }: AskedPlace,
  { withoutNat, withIpv6 }: ThreeNetworks,
  { natInstances = [], obstacles = [], leftOut = [] }: Circumstances,
): WhatIfAnswer {
  const today = allowedWay(target, run);
  const without = allowedWays(target, counterpart(workload, run, withoutNat));
  const tomorrowRun = counterpart(workload, run, withIpv6);
  const tomorrow = allowedWays(target, tomorrowRun);
  const isBehindInstance = today === 'unknown' && leavesBy(natInstances, target.asIs, run);
  const answered = needOf(isBehindInstance ? 'nat' : today, without, tomorrow);
  const doubt =
    notStoodFor(target, workload, leftOut) ??
    contradiction(namesBehind(answered, without, target), [run, tomorrowRun]) ??
    (answered === 'unknown' ? detoured(target, tomorrowRun) : null) ??
    (answered === 'paid' ? leftToDo(target, tomorrowRun, obstacles) : null);
  const needs = doubt === null ? answered : 'unknown';
  return {
    target: target.url,
    caller: target.caller,
    foundIn: target.foundIn,
    workloads: [workload.shown],
    logicalIds: workload.logicalId === null ? [] : [workload.logicalId],
    subnetIds: run.run.network.subnetId === null ? [] : [run.run.network.subnetId],
    today,
    behindNat: hasNat(run, natInstances),
    withoutNat: without,
    withIpv6: tomorrow,
    needs,
    line: needs === 'code' || needs === 'network-and-code' ? target.line : null,
    cause: isOpen(needs) ? (doubt ?? causeOf(target, tomorrowRun)) : null,
  };
}

/** Nothing was tried in its place. */
function rowWithout(lost: LeftOut, target: AskedTarget): WhatIfAnswer {
  const { logicalId } = lost;
  return {
    ...{ target: target.url, caller: target.caller, foundIn: target.foundIn },
    ...{ workloads: [logicalId], logicalIds: [logicalId], subnetIds: [] },
    ...{ today: 'unknown', behindNat: false, withoutNat: NEVER_TRIED, withIpv6: NEVER_TRIED },
    ...{ needs: 'unknown', line: null, cause: notTried(lost) },
  };
}

const NEVER_TRIED: CodeWays = { unchanged: 'unknown', dualStack: null };

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

interface AskedBasis {
  /** Whether only demonstration targets were asked. */
  readonly demonstration: boolean;
  /** How many places may hide targets. */
  readonly gaps: number;
}

/** Whether code is there that calls something, and nothing of it was asked. */
export function isAboutOthers({ demonstration, gaps }: AskedBasis): boolean {
  return demonstration && gaps > 0;
}

/** Whether the NAT gateways can go with free changes only; null where something is not known, or nothing was asked. */
export function canGo(all: readonly WhatIfAnswer[], basis: AskedBasis): boolean | null {
  const { affected: rows } = byNat(all);
  if (rows.some(({ needs }) => needs === 'paid')) return false;
  const isOpenQuestion = rows.some(({ needs }) => needs === 'unknown' || needs === 'broken');
  return rows.length === 0 || isOpenQuestion || isAboutOthers(basis) ? null : true;
}

/** Tells the rows on which NAT gateways may bear from those that are broken today where no route leads to one. */
export function byNat(rows: readonly WhatIfAnswer[]): {
  readonly affected: readonly WhatIfAnswer[];
  readonly apart: readonly WhatIfAnswer[];
} {
  // Without NAT there is nothing else to answer about.
  if (!rows.some(({ behindNat }) => behindNat)) return { affected: rows, apart: [] };
  const apart = rows.filter(({ needs, behindNat }) => needs === 'broken' && !behindNat);
  return { affected: rows.filter((row) => !apart.includes(row)), apart };
}
