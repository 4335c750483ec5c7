/** What of the CDK's context is meant for natless: the settings, wherever they are written, and keys that look like them. */
import { quote } from '../../lambda/report/plain-text.ts';
import { settingsOf } from '../cdk-json.ts';
import { didYouMean } from '../did-you-mean.ts';
import { ROOT } from '../folders.ts';

const KEY = 'natless';

/** Keys of the CDK's own and of other tools: `@aws-cdk/…`, `aws:cdk:…`, `cli-telemetry`. */
const OF_OTHERS = /[/:]|^cli-/;

interface AppSettings {
  readonly settings: unknown;
  /** What a user may not expect, a sentence each. */
  readonly notes: readonly string[];
}

/**
 * @param context all of the CDK's
 * @param own the settings of cdk.json, which `--context natless=…` would replace as a whole
 * @param names the names of all settings
 */
export function settingsIn(
  context: Readonly<Record<string, unknown>>,
  own: () => Readonly<Record<string, unknown>>,
  names: readonly string[],
): AppSettings {
  const stray = Object.keys(context).flatMap((key) => noteOn(key, names));
  const given = context[KEY];
  const added = typeof given === 'string' ? objectIn(given) : null;
  if (added === null) return { settings: given, notes: stray };
  const below = own();
  const kept = Object.keys(below).filter((name) => !Object.hasOwn(added, name));
  return { settings: { ...below, ...added }, notes: [...stray, ...noteOnKept(kept)] };
}

/** The settings of the project's cdk.json, which the CDK does not hand over where the command line has some. */
export function settingsOfFile(): Readonly<Record<string, unknown>> {
  return settingsOf(ROOT);
}

function noteOnKept(kept: readonly string[]): string[] {
  if (kept.length === 0) return [];
  return [
    `the settings of --context ${KEY} are added to those of cdk.json, of which ${kept.join(', ')} stay`,
  ];
}

/** A key beside the settings that was probably to be one of them, or to hold them. */
function noteOn(key: string, names: readonly string[]): string[] {
  if (key === KEY || OF_OTHERS.test(key)) return [];
  if (names.includes(key))
    return [
      `the context has ${quote(key)} beside ${quote(KEY)}, where it has no effect: write it under ${KEY}`,
    ];
  const hint = didYouMean(key.toLowerCase(), [KEY]);
  return hint === '' ? [] : [`the context has the key ${quote(key)}, which has no effect${hint}`];
}

/** Null where the text is not that of an object, which readSettings then refuses. */
function objectIn(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : null;
  } catch {
    return null;
  }
}
