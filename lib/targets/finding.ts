/** One thing found in one place, before findings of the same target are put together. */
import type { Caller, FoundTarget, Ground, TargetGap } from '../report/inputs/found-targets.ts';

type Named = Pick<FoundTarget, 'url' | 'host' | 'service'>;

interface TargetFinding extends Named {
  readonly kind: 'target';
  readonly ground: Ground;
  readonly caller: Caller;
}

interface GapFinding extends Omit<TargetGap, 'kind' | 'workloads'> {
  readonly kind: 'gap';
  readonly gap: TargetGap['kind'];
}

export type Finding = TargetFinding | GapFinding;

/** A finding, and the workload that it was found for; null for a VPC endpoint. */
export interface OwnedFinding {
  readonly finding: Finding;
  readonly workload: string | null;
}

type Place = Pick<Ground, 'logicalId' | 'where'>;

export function targetAt(ground: Ground, { url, host, service }: Named): Finding {
  return { kind: 'target', url, host, service, ground, caller: 'code' };
}

export function calledBy(caller: Caller, finding: Finding): Finding {
  return finding.kind === 'target' ? { ...finding, caller } : finding;
}

export function gapAt({ logicalId, where }: Place, gap: TargetGap['kind'], problem: string): Finding {
  return { kind: 'gap', gap, logicalId, where, problem };
}

/** Each target once for each caller, and each gap once, with all their grounds and workloads. */
export function gather(findings: readonly OwnedFinding[]): {
  readonly targets: readonly FoundTarget[];
  readonly gaps: readonly TargetGap[];
} {
  const byUrl = Map.groupBy(
    findings.flatMap(({ finding, workload }) => (finding.kind === 'target' ? [{ finding, workload }] : [])),
    ({ finding: { url, caller } }) => `${caller} ${url}`,
  );
  const byGap = Map.groupBy(
    findings.flatMap(({ finding, workload }) => (finding.kind === 'gap' ? [{ finding, workload }] : [])),
    ({ finding: { logicalId, where, problem } }) => JSON.stringify([logicalId, where, problem]),
  );
  return {
    targets: [...byUrl.values()].flatMap(targetOf).sort(byServiceAndUrl),
    gaps: [...byGap.values()].flatMap(gapOf),
  };
}

function targetOf(
  group: readonly { readonly finding: TargetFinding; readonly workload: string | null }[],
): FoundTarget[] {
  const [first] = group;
  if (!first) return [];
  const { url, host, service, caller } = first.finding;
  const foundIn = distinct(group.map(({ finding }) => finding.ground));
  return [{ url, host, service, caller, foundIn, workloads: workloadsOf(group) }];
}

function gapOf(
  group: readonly { readonly finding: GapFinding; readonly workload: string | null }[],
): TargetGap[] {
  const [first] = group;
  if (!first) return [];
  const { gap, logicalId, where, problem } = first.finding;
  return [{ kind: gap, logicalId, where, problem, workloads: workloadsOf(group) }];
}

function workloadsOf(group: readonly { readonly workload: string | null }[]): string[] {
  return [...new Set(group.flatMap(({ workload }) => workload ?? []))];
}

function distinct(grounds: readonly Ground[]): Ground[] {
  return [
    ...new Map(grounds.map((ground) => [JSON.stringify([ground.logicalId, ground.where]), ground])).values(),
  ];
}

function byServiceAndUrl(one: FoundTarget, other: FoundTarget): number {
  const isOutside = ({ service }: FoundTarget) => Number(service === null);
  return isOutside(one) - isOutside(other) || (one.url < other.url ? -1 : 1);
}
