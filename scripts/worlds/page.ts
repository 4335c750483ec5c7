/** The page about the worlds, by theme. */
import { join } from 'node:path';
import type { Theme, World } from '../../lib/lab/worlds/world.ts';
import { THEMES } from '../../lib/lab/worlds/worlds.ts';
import { reportedIn } from './reported.ts';

export const PAGE = join(import.meta.dirname, '..', '..', 'docs', 'worlds.md');

const COUNT = THEMES.flatMap(({ worlds }) => worlds).length;

const INTRODUCTION = `# Worlds

<!-- Generated from lib/lab/worlds/themes by npm run docs:worlds: change the tables there. -->

A world is the project's own stack in the lab with one thing changed: a route, a record, a policy, a server. It says what the
probe must report there, and the kernel's counters must agree. \`npx natless worlds --run NAME\` runs one;
\`npx natless worlds --run\` runs all ${COUNT} and fails if one of them does not behave as this page says.

The last column has only what differs from \`as-synthesized\`. Targets not named there report the same as in that world, every
IPv4 control is blocked and proves something, and no connection from the internet arrives. The
[glossary](glossary.md) explains the paths (\`eigw\`, \`igw\`, …), and [troubleshooting](troubleshooting.md) the causes.
`;

export function renderPage(): string {
  return [INTRODUCTION, ...THEMES.map(section)].join('\n');
}

function section({ title, worlds }: Theme): string {
  return [
    `## ${title}\n`,
    '| World | What is different | What the probe reports |',
    '| --- | --- | --- |',
    ...worlds.map(row),
    '',
  ].join('\n');
}

function row(world: World): string {
  const { name, summary, note, settings } = world;
  const changed = [summary, note, settings && `Settings: \`${JSON.stringify(settings)}\``];
  return `| \`${name}\` | ${lines(changed)} | ${lines(reportedIn(world))} |`;
}

/** The lines of a cell. */
function lines(texts: readonly (string | undefined)[]): string {
  return texts.filter((text) => text !== undefined).join('<br>');
}
