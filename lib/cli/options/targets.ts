/** The options that say what the probe tries: together they make its event. */
import { type Command, Option } from 'commander';
import { TARGET_IDS } from '../../../lambda/report/built-in-targets.ts';
import { parseUserTargets } from '../../../lambda/report/user-targets.ts';
import { didYouMean } from '../../did-you-mean.ts';
import { ownSettings } from '../../lab/run/synthesis/synthesize.ts';
import { UserError } from '../../user-error.ts';
import { readText } from './files.ts';

export interface TargetArguments {
  readonly only?: readonly string[];
  readonly onlyMine?: boolean;
  readonly target?: readonly TargetArgument[];
  readonly targets?: readonly TargetArgument[];
}

/** A target in the form of the event. */
interface TargetArgument {
  readonly url: string;
  readonly name?: string;
  readonly expect?: string;
}

export function addTargetOptions(command: Command): Command {
  return addNamedTargets(
    command
      .optionsGroup('Targets:')
      .option('--only <ids>', 'try only these targets, separated by commas', splitList),
  );
}

/** In the lab, whose built-in targets show a stranger's network without being the user's. */
export function addLabTargetOptions(command: Command): Command {
  return addNamedTargets(
    command
      .optionsGroup('Targets:')
      .option('--only <ids>', '', splitList)
      .addOption(
        new Option('--only-mine', 'only these, separated by commas; none but yours').conflicts('only'),
      ),
  );
}

export function addNamedTargets(command: Command): Command {
  return command
    .option('--target <url>', '', addTarget)
    .option('--targets <file>', 'a URL (https, http, tls, tcp, oci); a file', readTargetsFile);
}

export function eventOf({ only, target = [], targets = [] }: TargetArguments) {
  const named = [...targets, ...target];
  return { ...(only && { only: withNamed(only, named) }), ...(named.length > 0 && { targets: named }) };
}

/** `--only` may choose among the named targets too; where it names none of them, they are all tried besides. */
function withNamed(only: readonly string[], named: readonly TargetArgument[]): readonly string[] {
  const ids = parseUserTargets(named, 'targets').targets.map(({ id }) => id);
  return ids.some((id) => only.includes(id)) ? only : [...only, ...ids];
}

/**
 * For the project's own stack, whose targets are known before it is synthesized.
 * @throws UserError for an id that no target has
 */
export function requireKnownTargets({ only = [], target = [], targets = [] }: TargetArguments): void {
  const named = parseUserTargets([...target, ...targets], 'targets').targets.map(({ id }) => id);
  const known = [...TARGET_IDS, ...settingsTargets(), ...named];
  const unknown = only.find((id) => !known.includes(id));
  if (unknown === undefined) return;
  throw new UserError(
    `--only names "${unknown}", which is not a target${didYouMean(unknown, known)}: the targets are ${known.join(', ')}`,
  );
}

/** The settings' own schema takes a second to load, and reports later what is wrong with them. */
function settingsTargets(): string[] {
  const { targets = [] } = ownSettings() as { targets?: unknown };
  return parseUserTargets(targets, 'natless.targets').targets.map(({ id }) => id);
}

export function splitList(text: string): string[] {
  return text.split(',').map((item) => item.trim());
}

function addTarget(url: string, previous: readonly TargetArgument[] = []): TargetArgument[] {
  return [...previous, ...checked([{ url }], '--target')];
}

/** A thousand of the longest URLs; the probe takes a hundred targets. */
const TARGETS_LIMIT_BYTES = 2_097_152;

/** A `#` begins a comment only at the start of a line or after a space: a URL may contain one. */
function readTargetsFile(file: string): TargetArgument[] {
  const lines = readText(file, TARGETS_LIMIT_BYTES)
    .split(/\r?\n/)
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');
  return checked(lines.map(parseLine), file);
}

function parseLine(line: string): TargetArgument {
  const [url = '', ...fields] = line.split(/\s+/);
  const named = fields.map((field) => field.split(/=(.*)/s).slice(0, 2));
  return { url, ...Object.fromEntries(named) };
}

/** The probe checks them as well; here a problem shows before anything is built or invoked. */
function checked(targets: readonly TargetArgument[], where: string): TargetArgument[] {
  const { problems } = parseUserTargets(targets, where);
  if (problems.length > 0) throw new UserError(problems.join('\n'));
  return [...targets];
}
