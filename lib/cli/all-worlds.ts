/** `npm run lab -- --all-worlds`: every world at once, and whether each is as it says itself that it must be. */
import { reportOf } from '../../lambda/report/judge/summary.ts';
import { type LabOptions, runLabWorlds } from '../lab/lab.ts';
import type { WorldResult } from '../lab/session/result.ts';
import { WORLDS } from '../lab/worlds/worlds.ts';
import { STATUS } from './command.ts';
import { jsonOf } from './print.ts';

export async function runAllWorlds({ request, ...options }: LabOptions, json: boolean): Promise<number> {
  const worlds = WORLDS.map(({ name }) => name);
  const results = await runLabWorlds({ ...request, worlds }, options);
  process.stdout.write(json ? jsonOf(results.map(documentOf)) : renderWorlds(results));
  return results.every(isAsExpected) ? STATUS.asExpected : STATUS.unexpected;
}

function isAsExpected({ differences }: WorldResult): boolean {
  return differences.length === 0;
}

function documentOf(result: WorldResult) {
  const { world, durationMs, differences, runs } = result;
  return { world, asExpected: isAsExpected(result), durationMs, differences, report: reportOf(runs) };
}

/** A line for each world; below one that is not as it should be, what differs. */
export function renderWorlds(results: readonly WorldResult[]): string {
  const width = Math.max(...results.map(({ world }) => world.length));
  const lines = results.flatMap((result) => [
    `${isAsExpected(result) ? '✓' : '✗'} ${result.world.padEnd(width)}  ${WORLDS.find(({ name }) => name === result.world)?.summary}`,
    ...result.differences.map((difference) => `    ${difference}`),
  ]);
  const good = results.filter(isAsExpected).length;
  const sum = `${good} of ${results.length} worlds are as they should be`;
  const kernel = good === results.length ? '; in each the kernel confirms every claim' : '';
  return `${lines.join('\n')}\n\n${sum}${kernel}.\n`;
}
