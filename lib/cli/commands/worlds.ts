/** `natless worlds`: lists the worlds, runs one and prints its report, or runs many and says which behave as expected. */
import { reportOf } from '../../../lambda/report/judge/summary.ts';
import { didYouMean } from '../../did-you-mean.ts';
import { runLabWorlds } from '../../lab/lab.ts';
import type { LabRequest } from '../../lab/session/request.ts';
import type { WorldResult } from '../../lab/session/result.ts';
import type { World } from '../../lab/worlds/world.ts';
import { WORLDS } from '../../lab/worlds/worlds.ts';
import { fitted } from '../../report/terminal/fitted.ts';
import { proseTable } from '../../report/terminal/table.ts';
import { UserError } from '../../user-error.ts';
import { type Context, type RunCommand, STATUS } from '../context.ts';
import { createCommand } from '../help.ts';
import { addExpectOption } from '../options/expect.ts';
import { addHostOptions, type ResolveArguments } from '../options/hosts.ts';
import {
  addLabRegionOption,
  addNetworkOptions,
  labRequest,
  type NetworkArguments,
} from '../options/network.ts';
import { addTargetOptions, eventOf, type TargetArguments } from '../options/targets.ts';
import { columnsOf, note, print } from '../print.ts';
import { createProgress } from '../progress.ts';
import { withResolved } from '../resolve-hosts.ts';
import { addLabOptions, addOutputOptions, type LabArguments, runInLab } from '../run-lab.ts';

interface Arguments extends LabArguments, NetworkArguments, ResolveArguments, TargetArguments {
  /** True for all worlds. */
  readonly run?: readonly string[] | true;
}

const TEXT = {
  name: 'worlds',
  description: 'Lists the worlds: the lab with one thing changed. --run runs them.',
  examples: ['natless worlds --run no-default-route', 'natless worlds --run --json'],
} as const;

export const worlds: RunCommand = async (argv, context) => {
  const given = parse(argv, context);
  if (given.run === undefined) return list(given, context);
  const names = given.run === true ? WORLDS.map(({ name }) => name) : given.run;
  for (const name of names) requireWorld(name);
  const [world = '', ...more] = names;
  const request = { ...labRequest(given, context), world, event: eventOf(given) };
  if (more.length === 0) return runInLab(await withResolved(request, given, context), given, context);
  requireOneWorld(given);
  return runMany(names, request, given, context);
};

function parse(argv: readonly string[], context: Context): Arguments {
  const command = createCommand(TEXT, context).option(
    '--run [names...]',
    'run all or some; of a single one, the report',
  );
  addHostOptions(addTargetOptions(addLabRegionOption(addNetworkOptions(command))));
  addLabOptions(addExpectOption(addOutputOptions(command)));
  return command.parse(argv, { from: 'user' }).opts<Arguments>();
}

function list({ json }: Arguments, context: Context): number {
  const listed = WORLDS.map(({ name, summary }) => ({ name, summary }));
  print(listed, json, (plain) => renderList(plain, columnsOf(context)), context);
  return STATUS.asExpected;
}

/** A line for each, with a line break. */
function renderList(listed: readonly Pick<World, 'name' | 'summary'>[], columns: number): string {
  const rows = listed.map(({ name, summary }) => [name, summary]);
  return `${proseTable(null, rows, { columns })}\n`;
}

function requireWorld(name: string): void {
  const known = WORLDS.map((world) => world.name);
  if (known.includes(name)) return;
  throw new UserError(
    `there is no world "${name}"${didYouMean(name, known)}: natless worlds lists the ${known.length} worlds`,
  );
}

/** Options that have a meaning for a single report only. */
const FOR_ONE_WORLD = [
  'template',
  'only',
  'target',
  'targets',
  'host',
  'resolve',
  'html',
  'expect',
  'logs',
  'pcap',
  'keep',
] as const;

function requireOneWorld(given: Arguments): void {
  const option = FOR_ONE_WORLD.find((name) => given[name] !== undefined);
  if (option === undefined) return;
  throw new UserError(`--${option} is for one world: name it, as in natless worlds --run nat64 --${option}`);
}

async function runMany(
  names: readonly string[],
  request: LabRequest,
  { install, json }: Arguments,
  context: Context,
): Promise<number> {
  const progress = createProgress(context.stderr);
  const options = { install, progress: progress.step, signal: context.signal };
  const results = await runLabWorlds({ ...request, worlds: names }, options).finally(progress.done);
  print(results.map(documentOf), json, (plain) => renderWorlds(plain, columnsOf(context)), context);
  for (const notice of new Set(results.flatMap(({ notices }) => notices))) note(notice, context);
  return results.every(isAsExpected) ? STATUS.asExpected : STATUS.unexpected;
}

function isAsExpected({ differences }: Pick<WorldResult, 'differences'>): boolean {
  return differences.length === 0;
}

function documentOf(result: WorldResult) {
  const { world, durationMs, differences, runs } = result;
  return { world, asExpected: isAsExpected(result), durationMs, differences, report: reportOf(runs) };
}

/** A line for each world; below one that does not behave as expected, what differs. */
export function renderWorlds(
  results: readonly Pick<WorldResult, 'world' | 'differences'>[],
  columns: number,
): string {
  const width = Math.max(...results.map(({ world }) => world.length));
  const lines = results.flatMap((result) => [
    `${isAsExpected(result) ? '✓' : '✗'} ${result.world.padEnd(width)}  ${WORLDS.find(({ name }) => name === result.world)?.summary}`,
    ...result.differences.map((difference) => `    ${difference}`),
  ]);
  const good = results.filter(isAsExpected).length;
  const sum = `${good} of ${results.length} worlds behave as expected`;
  const kernel = good === results.length ? '; in each the kernel confirms every claim' : '';
  return `${fitted(`${lines.join('\n')}\n\n${sum}${kernel}.`, columns)}\n`;
}
