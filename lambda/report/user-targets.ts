/** Reads the targets that users name in the settings, in a file or in an event: one parser for all three. Pure. */

import { TARGET_IDS } from './built-in-targets.ts';
import { isPlain, quote } from './plain-text.ts';
import { USER_TARGETS_LIMIT } from './report-limits.ts';
import { FORMS, readTargetUrl, type TargetUrl, withoutPassword } from './target-url.ts';
import { EXPECTATIONS, type Expectation } from './vocabulary.ts';

export interface UserTarget extends Omit<TargetUrl, 'shown'> {
  /** The name, or the URL in its own form. */
  readonly id: string;
  readonly expect: Expectation;
  /** Whether its metrics are written: each has a monthly price. */
  readonly metrics: boolean;
}

const NAME_LIMIT_CHARACTERS = 64;

/** What was read, and one sentence for each problem. */
export interface ParsedTargets {
  readonly targets: readonly UserTarget[];
  readonly problems: readonly string[];
}

/** @param where what a problem calls the list, for example `"targets"` */
export function parseUserTargets(list: unknown, where: string): ParsedTargets {
  if (!Array.isArray(list)) {
    return { targets: [], problems: [`${where} is ${quote(list)}: write a list of targets`] };
  }
  if (list.length > USER_TARGETS_LIMIT) {
    const problem = `${where} has ${list.length} targets: write at most ${USER_TARGETS_LIMIT}`;
    return { targets: [], problems: [problem] };
  }
  const read = list.map((item, index) => parseOne(item, `${where}[${index}]`));
  const targets = read.flatMap((item) => ('problems' in item ? [] : [item]));
  const problems = read.flatMap((item) => ('problems' in item ? item.problems : []));
  return { targets, problems: [...problems, ...duplicates(targets, where)] };
}

interface Fields {
  readonly url: unknown;
  readonly name?: unknown;
  readonly expect?: unknown;
  readonly metrics?: unknown;
}

const KEYS = ['url', 'name', 'expect', 'metrics'];

function parseOne(item: unknown, where: string): UserTarget | { readonly problems: readonly string[] } {
  const fields: Fields | null = typeof item === 'string' ? { url: item } : asObject(item);
  if (!fields) return { problems: [`${where} is ${quote(item)}: write ${FORMS}, or {"url": …}`] };
  const { url, name, expect = 'reached', metrics = false } = fields;
  const address = typeof url === 'string' ? readTargetUrl(url) : `write ${FORMS}`;
  const unknown = Object.keys(fields).filter((key) => !KEYS.includes(key));
  const problems = [
    ...unknown.map((key) => `${where} has an unknown key ${quote(key)}: the keys are ${KEYS.join(', ')}`),
    ...(typeof address === 'string' ? [`${where}.url is ${quote(withoutPassword(url))}: ${address}`] : []),
    ...(name === undefined || isName(name) ? [] : [`${where}.name is ${quote(name)}: ${NAME_RULE}`]),
    ...(isOneOf(EXPECTATIONS, expect)
      ? []
      : [`${where}.expect is ${quote(expect)}: write one of ${EXPECTATIONS.join(', ')}`]),
    ...(typeof metrics === 'boolean' ? [] : [`${where}.metrics is ${quote(metrics)}: write true or false`]),
  ];
  if (problems.length > 0 || typeof address === 'string') return { problems };
  const { shown, ...named } = address;
  return {
    ...named,
    id: (name as string | undefined) ?? shown,
    expect: expect as Expectation,
    metrics: metrics as boolean,
  };
}

const NAME_RULE = `write 1 to ${NAME_LIMIT_CHARACTERS} printable characters, and not the id of a built-in target (${TARGET_IDS.join(', ')})`;

function isName(name: unknown): boolean {
  return (
    typeof name === 'string' &&
    name.trim() !== '' &&
    name.length <= NAME_LIMIT_CHARACTERS * 2 &&
    [...name].length <= NAME_LIMIT_CHARACTERS &&
    isPlain(name) &&
    !isOneOf(TARGET_IDS, name)
  );
}

function duplicates(targets: readonly UserTarget[], where: string): string[] {
  const groups = Map.groupBy(targets, ({ id }) => id);
  return [...groups]
    .filter(([, { length }]) => length > 1)
    .map(
      ([id, { length }]) => `${where} has ${length} targets named ${quote(id)}: give each a different name`,
    );
}

function asObject(item: unknown): Fields | null {
  return typeof item === 'object' && item !== null && !Array.isArray(item) ? (item as Fields) : null;
}

function isOneOf<T extends string>(all: readonly T[], value: unknown): value is T {
  return (all as readonly unknown[]).includes(value);
}
