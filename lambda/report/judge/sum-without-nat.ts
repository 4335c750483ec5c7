/** Sums up, over all subnets, what becomes of each target without NAT gateways. Pure. */
import type { Run, Summary, Target } from '../report-schema.ts';
import type { WithoutNat } from '../vocabulary.ts';

export type SumWithoutNat = NonNullable<Summary['withoutNat']>;

/** Undefined for reports of versions that did not ask. */
export function sumWithoutNat(runs: readonly Run[]): SumWithoutNat | undefined {
  const { counted, isolated } = partOf(runs);
  const targets = counted.flatMap((run) => run.targets);
  if (targets.length === 0 || targets.some(({ withoutNat }) => withoutNat === undefined)) return undefined;
  const groups = Map.groupBy(targets, ({ id }) => id);
  const answers = [...groups].map(([id, results]) => ({ id, answer: worstOf(results) }));
  const ids = (wanted: WithoutNat) => answers.filter(({ answer }) => answer === wanted).map(({ id }) => id);
  return {
    works: ids('works'),
    worksWithChange: ids('works-with-change'),
    breaks: ids('breaks'),
    unknown: ids('unknown'),
    isolatedSubnets: isolated.map(subnetOf),
  };
}

/** What holds in every subnet: one that breaks decides, then one that is unknown. */
const WORST_FIRST: readonly WithoutNat[] = ['breaks', 'unknown', 'works-with-change', 'works'];

function worstOf(results: readonly Target[]): WithoutNat {
  return WORST_FIRST.find((each) => results.some(({ withoutNat }) => withoutNat === each)) ?? 'unknown';
}

/**
 * The runs that count: in another project's network an isolated subnet beside others has no way out by intention, so that it
 * says nothing about them. Not where a workload stands in such a subnet and in one with a way out: which of them it runs in is
 * AWS's choice.
 */
export function partOf(runs: readonly Run[]): { counted: readonly Run[]; isolated: readonly Run[] } {
  const closed = runs.filter((run) => isOthers(run) && isIsolated(run));
  if (closed.length === runs.length) return { counted: runs, isolated: [] };
  const connected = runs.filter((run) => !closed.includes(run)).flatMap(workloadsOf);
  const isolated = closed.filter((run) => !workloadsOf(run).some((id) => connected.includes(id)));
  return { counted: runs.filter((run) => !isolated.includes(run)), isolated };
}

function workloadsOf({ lab }: Run): readonly string[] {
  return lab?.workload?.logicalIds ?? [];
}

/** Whether the run was made in the lab from a template that is not this project's. */
export function isOthers({ lab }: Run): boolean {
  return lab?.workload !== undefined && lab.workload.kind !== 'own';
}

function isIsolated({ network: { route } }: Run): boolean {
  return route.witness !== 'declared' && route.gateway === null && route.ipv4Gateway === null;
}

/** `IsolatedA (subnet-0…)`. */
export function subnetOf({ network: { subnetId }, lab }: Run): string {
  const id = subnetId ?? 'unknown subnet';
  const name = lab?.workload?.subnet.name;
  return name === undefined || name === id ? id : `${name} (${id})`;
}
