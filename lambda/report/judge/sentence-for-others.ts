import { isBuiltIn } from '../built-in-targets.ts';
import type { Run, Target } from '../report-schema.ts';
import type { WithoutNat } from '../vocabulary.ts';
import { partOf, type SumWithoutNat, subnetOf } from './sum-without-nat.ts';
import { workingWithout } from './working-without.ts';

export function sentenceForOthers(sum: SumWithoutNat, runs: readonly Run[]): string {
  const { counted } = partOf(runs);
  return [
    `${[counting(sum), ...changes(sum), ...breaking(sum, counted), ...leftOpen(sum, counted)].join('; ')}.`,
    ...differing(sum, counted),
    ...isolation(sum),
    ...limit(counted),
  ].join(' ');
}

/** The built-in targets are natless's own: what the code calls was not tried. */
export const ONLY_DEMONSTRATIONS =
  'Only demonstration targets were tried, so this says nothing of your code: name its targets with --target.';

function limit(runs: readonly Run[]): string[] {
  const isOnlyShown = runs.every(({ targets }) => targets.every(({ id }) => isBuiltIn(id)));
  return isOnlyShown ? [ONLY_DEMONSTRATIONS] : [];
}

function counting({ works, worksWithChange, breaks, unknown }: SumWithoutNat): string {
  const free = works.length + worksWithChange.length;
  const all = free + breaks.length + unknown.length;
  return workingWithout(free, all);
}

function changes({ worksWithChange }: SumWithoutNat): string[] {
  return worksWithChange.length === 0 ? [] : [`the code needs the change above for ${list(worksWithChange)}`];
}

function breaking({ breaks }: SumWithoutNat, runs: readonly Run[]): string[] {
  return breaks.length === 0 ? [] : [`these break: ${withReasons(breaks, 'breaks', runs)}`];
}

function leftOpen({ unknown }: SumWithoutNat, runs: readonly Run[]): string[] {
  return unknown.length === 0 ? [] : [`unknown: ${withReasons(unknown, 'unknown', runs)}`];
}

/** The targets by why: `api, db (only the NAT gateway Nat carries it, over IPv4)`. */
function withReasons(ids: readonly string[], answer: WithoutNat, runs: readonly Run[]): string {
  const groups = Map.groupBy(ids, (id) => reasonOf(id, answer, runs));
  return [...groups].map(([reason, members]) => `${list(members)} (${reason})`).join(', ');
}

/** The first subnet's, of those that give this answer. */
function reasonOf(id: string, answer: WithoutNat, runs: readonly Run[]): string {
  const all = runs.flatMap(({ targets }) => targets);
  const found = all.find((target) => target.id === id && target.withoutNat === answer);
  return found?.withoutNatBecause ?? 'no reason is known';
}

/** By the names of the workloads and subnets, where they do not agree. */
function differing({ breaks, unknown }: SumWithoutNat, runs: readonly Run[]): string[] {
  const groups = Map.groupBy(
    [...breaks, ...unknown].flatMap((id) => differenceOf(id, runs)),
    ({ where }) => where,
  );
  return [...groups].map(([where, members]) => `${list(members.map(({ id }) => id))}: ${where}.`);
}

function differenceOf(id: string, runs: readonly Run[]): { id: string; where: string }[] {
  const found = runs.flatMap((run) =>
    run.targets.filter((target) => target.id === id).map((target) => ({ run, target })),
  );
  const groups = Map.groupBy(found, ({ target }) => target.withoutNat ?? 'unknown');
  if (groups.size < 2) return [];
  const words = [...groups].map(
    ([answer, members]) =>
      `${WORDS[answer]} ${list([...new Set(members.map(({ run }) => workloadAndSubnet(run)))])}`,
  );
  return [{ id, where: words.join(', ') }];
}

/** `Worker in App (subnet-0…)`: subnets with one workload each may differ, and so may workloads of one subnet. */
function workloadAndSubnet(run: Run): string {
  const ids = run.lab?.workload?.logicalIds ?? [];
  return ids.length === 0 ? subnetOf(run) : `${list(ids)} in ${subnetOf(run)}`;
}

const WORDS: Readonly<Record<NonNullable<Target['withoutNat']>, string>> = {
  works: 'works in',
  'works-with-change': 'works with the change in',
  breaks: 'breaks in',
  unknown: 'unknown in',
};

function isolation({ isolatedSubnets }: SumWithoutNat): string[] {
  if (isolatedSubnets.length === 0) return [];
  return [`Isolated, without any way out, and not counted: ${list([...new Set(isolatedSubnets)])}.`];
}

function list(items: readonly string[]): string {
  return items.join(', ');
}
