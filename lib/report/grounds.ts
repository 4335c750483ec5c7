/** Says what the records of the lab's hosts rest on. Pure. */
import type { GroundRecord } from '../../lambda/report/lab-schema.ts';
import { HOST_GROUNDS, type HostGround } from '../../lambda/report/vocabulary.ts';
import type { HostGrounds } from './inputs/what-if.ts';

const WORDS: Readonly<Record<HostGround, string>> = {
  documented: 'as AWS documents them',
  'by name': 'guessed by the name',
  contradicted: "where AWS's pages contradict one another",
  reported: 'from public reports',
  assumed: 'assumed',
  declared: 'declared with --host',
  resolved: "asked of this machine's resolver",
};

/** For example `229 as AWS documents them (2026-10)`, `2 declared with --host (2026-11-26)`. */
export function groundsInWords(grounds: readonly GroundRecord[]): string[] {
  const groups = Map.groupBy(grounds, ({ kind }) => kind);
  return HOST_GROUNDS.flatMap((kind) => {
    const found = groups.get(kind) ?? [];
    const dates = [...new Set(found.map(({ date }) => date))].sort().join(', ');
    return found.length === 0 ? [] : [`${found.length} ${WORDS[kind]} (${dates})`];
  });
}

/** The hosts that have IPv6 in the lab because of their names only: an answer that rests on one of them is as good as the guess. */
export function guessedIpv6(records: readonly HostGrounds[]): string[] {
  return records.filter(({ kind, aaaa }) => kind === 'by name' && aaaa).map(({ host }) => host);
}
