/** Sums up runs: what was reached over the EIGW in every subnet, what was not, and one sentence. Pure. */

import { isBuiltIn } from '../built-in-targets.ts';
import { placeName } from '../place-name.ts';
import type { Report, Run, Summary, Target } from '../report-schema.ts';
import { type Path, SCHEMA_VERSION } from '../vocabulary.ts';
import { isWayOut } from './judge-control.ts';
import { sentenceForOthers } from './sentence-for-others.ts';
import { isOthers, sumWithoutNat } from './sum-without-nat.ts';
import { workingWithout } from './working-without.ts';

export function reportOf(runs: readonly Run[]): Report {
  return { schemaVersion: SCHEMA_VERSION, runs: [...runs], summary: summarize(runs) };
}

function summarize(runs: readonly Run[]): Summary {
  const ids = [...new Set(runs.flatMap(({ targets }) => targets.map(({ id }) => id)))];
  const reachedOverEigw = ids.filter((id) => everywhere(id, runs, passesOverEigw));
  const notReached = ids.filter((id) => !everywhere(id, runs, ({ reached }) => reached));
  const differBetweenSubnets = ids.flatMap((id) => differences(id, runs));
  const asExpected = runs.every(
    ({ targets, controls }) =>
      targets.every((item) => item.asExpected) && controls.every((item) => item.asExpected),
  );
  const facts = { reachedOverEigw, notReached, differBetweenSubnets, asExpected };
  const withoutNat = sumWithoutNat(runs);
  const sentence =
    withoutNat && runs.every(isOthers) ? sentenceForOthers(withoutNat, runs) : sentenceOf(ids, facts, runs);
  return { ...facts, ...(withoutNat && { withoutNat }), sentence };
}

function everywhere(id: string, runs: readonly Run[], test: (target: Target, run: Run) => boolean): boolean {
  return runs.every((run) => run.targets.every((target) => target.id !== id || test(target, run)));
}

/** `ipv6` counts where the stack declared an egress-only gateway and the route could not be looked up. */
function passesOverEigw({ path, verdict }: Target, { network }: Run): boolean {
  const { witness, gateway } = network.route;
  const declared = path === 'ipv6' && witness === 'declared' && (gateway?.startsWith('eigw-') ?? false);
  return verdict === 'pass' && (path === 'eigw' || declared);
}

function differences(id: string, runs: readonly Run[]): Summary['differBetweenSubnets'] {
  const paths = runs.flatMap(({ targets }, index) =>
    targets
      .filter((target) => target.id === id)
      .map(({ path }): [string, Path] => [keyOf(index, runs), path]),
  );
  const differ = new Set(paths.map(([, path]) => path)).size > 1;
  return differ ? [{ target: id, paths: Object.fromEntries(paths) }] : [];
}

/** The subnet's id; where the lab has several probes in it, with whose place each has. */
function keyOf(index: number, runs: readonly Run[]): string {
  const run = runs[index];
  const subnetId = run?.network.subnetId ?? null;
  if (!run || subnetId === null) return `run ${index + 1}`;
  const isOnly = runs.filter(({ network }) => network.subnetId === subnetId).length === 1;
  return isOnly ? subnetId : `${subnetId} (${placeName(run)}, run ${index + 1})`;
}

type Counted = Omit<Summary, 'sentence'>;

function sentenceOf(ids: readonly string[], counted: Counted, runs: readonly Run[]): string {
  const { reachedOverEigw: reached, differBetweenSubnets } = counted;
  const ipv4Answers = runs.some(({ controls }) => controls.some(isWayOut));
  const sentences = [
    countingSentence(ids, reached, runs),
    ...improvements(reached, runs),
    ...(differBetweenSubnets.length > 0
      ? [`the subnets differ on ${differBetweenSubnets.map(({ target }) => target).join(', ')}`]
      : []),
    ...(ipv4Answers ? ['IPv4 also has a way out, so this does not show that it can go'] : []),
  ];
  return `${sentences.join('. ')}.`.replace(/\. (\w)/g, (_, letter: string) => `. ${letter.toUpperCase()}`);
}

function countingSentence(ids: readonly string[], reached: readonly string[], runs: readonly Run[]): string {
  const carried = ids.filter((id) => everywhere(id, runs, isCarriedByEndpoint));
  const rest = ids.filter((id) => !reached.includes(id) && !carried.includes(id));
  return [
    workingWithout(reached.length + carried.length, ids.length),
    ...(carried.length > 0 ? [` (thanks to a VPC endpoint: ${carried.join(', ')})`] : []),
    ...(rest.length > 0 ? [`; the others: ${reasons(rest, runs)}`] : []),
  ].join('');
}

/** A VPC endpoint was expected to carry it, and did. */
export function isCarriedByEndpoint({
  expect,
  path,
  outcome,
}: Pick<Target, 'expect' | 'path' | 'outcome'>): boolean {
  return expect === 'vpc-endpoint' && path === 'vpc-endpoint' && outcome === 'ok';
}

/** The targets by why they were not reached: `sts, ec2 (ConnectTimeout), bedrock-runtime (NoSuchHost)`. */
function reasons(ids: readonly string[], runs: readonly Run[]): string {
  const groups = Map.groupBy(ids, (id) => whyNot(id, runs));
  return [...groups].map(([why, members]) => `${members.join(', ')} (${why})`).join(', ');
}

/** Built-in targets whose IPv6 AWS's documentation leaves open in the Region, and that are reached: that is news. */
function improvements(reached: readonly string[], runs: readonly Run[]): string[] {
  const isOpen = (id: string) => isBuiltIn(id) && everywhere(id, runs, ({ expect }) => expect === 'any');
  const news = reached.filter((id) => isOpen(id) && !runs.some((run) => isByRecord(id, run)));
  if (news.length === 0) return [];
  return [`news: ${news.join(', ')} is reached, which AWS's documentation leaves open`];
}

/** In the lab a host is reached because the lab's table has it so. */
function isByRecord(id: string, { targets, lab }: Run): boolean {
  const attempts = targets.filter((target) => target.id === id).flatMap((target) => target.attempts);
  const hosts = new Set(attempts.flatMap(({ operations }) => operations.map(({ host }) => host)));
  return lab?.hosts?.some(({ host }) => hosts.has(host)) ?? false;
}

/** The causes of a target over all runs, each once. */
function whyNot(id: string, runs: readonly Run[]): string {
  const targets = runs.flatMap((run) => run.targets.filter((target) => target.id === id));
  const codes = new Set(targets.flatMap(({ cause }) => (cause ? [cause.code] : [])));
  return [...codes].join(', ') || 'not over the EIGW';
}
