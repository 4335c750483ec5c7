/** The commands on the pages are commands that there are, with options that they have. */
import { expect, test } from 'vitest';
import { natless } from '../command.ts';
import { PAGES, type Page } from './pages.ts';

interface Mention {
  readonly command: string;
  readonly options: readonly string[];
}

/** `natless NAME …` in code, and the npm scripts that are short for it; what follows ` -- ` is another program's. */
function mentions({ text }: Page): Mention[] {
  const code = [
    ...text.matchAll(/`([^`\n]+)`/g),
    ...text.matchAll(/^(?:\$ )?(npx natless .*|npm run .*)$/gm),
  ];
  return code.flatMap(([, line = '']) => {
    const [, command, rest = ''] = /^(?:npx )?natless ([a-z]\S*)(.*)$/.exec(shortForms(line)) ?? [];
    if (!command) return [];
    return [{ command, options: rest.split(' -- ')[0]?.match(/--[a-z-]+/g) ?? [] }];
  });
}

const shortForms = (line: string) =>
  line.replace(/^npm run (?:-s )?(lab|probe|plan)(?: --)?(?= |$)/, 'natless $1');

const helps = new Map<string, Promise<string>>();

function helpOf(command: string): Promise<string> {
  const help = helps.get(command) ?? natless([command, '--help']).then(({ stdout }) => stdout);
  helps.set(command, help);
  return help;
}

async function unknown({ command, options }: Mention): Promise<string[]> {
  const help = await helpOf(command);
  if (!help.startsWith('Usage:')) return [command];
  return options
    .filter((option) => !new RegExp(`${option}\\b`).test(help))
    .map((option) => `${command} ${option}`);
}

const unknownOn = async (page: Page) => (await Promise.all(mentions(page).map(unknown))).flat();

test.each(PAGES.map((page) => [page.path, page] as const))('%s', async (_, page) => {
  expect(await unknownOn(page)).toEqual([]);
});

test.each([
  ['a command that does not exist', '`natless missing`', 'missing'],
  ['an option that the command does not have', '`natless lab --missing`', 'lab --missing'],
  ['the same in a code block', '```\n$ npx natless plan --keep\n```\n', 'plan --keep'],
  ['the same by the short name', '`npm run lab -- --stack`', 'lab --stack'],
])('%s would be found', async (_, text, found) => {
  expect(await unknownOn({ path: 'page.md', text })).toEqual([found]);
});

test('the options of a program that natless runs are not its own', () => {
  expect(mentions({ path: 'page.md', text: '`natless exec -- curl --silent`' })).toEqual([
    { command: 'exec', options: [] },
  ]);
});
