/** The commands of the pages do what the pages say: each is run in a folder that is a clone, with the files that pages name. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { isInstalled } from '../../lib/lab/session/privileges.ts';
import { PACKAGES, type Program } from '../programs.ts';
import { cloneInto, writeFilesInto } from './clone.ts';
import { type Command, commandsOf, notPrinted } from './fences.ts';
import { PAGES, type Page } from './pages.ts';

/** A lab takes ten seconds on an idle machine, what-if runs three. */
const COMMAND_TIMEOUT_MS = 90_000;
/** The longest page has a dozen commands. */
const PAGE_TIMEOUT_MS = 480_000;

/** How much of the output a failure shows. */
const LAST_LINES = 40;

/** Not run: the tests run in what it has made, and a second run would empty the folder of packages that all of them use. */
const INSTALLED = /^npm ci( && |$)/;

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly status: number | null;
  /** On both streams, in the order of a terminal. */
  readonly printed: string;
}

function runIn(folder: string, line: string): Promise<Ended> {
  const child = spawn('bash', ['-c', `exec 2>&1; ${line}`], {
    cwd: folder,
    env: { ...process.env, npm_config_update_notifier: 'false' },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  const deadline = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), COMMAND_TIMEOUT_MS);
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (status) => {
      clearTimeout(deadline);
      resolve({ status, printed });
    });
  });
}

const ended = new Map<string, Promise<Ended>>();

/** Once for all pages, unless it writes a file. */
function endOf(folder: string, line: string): Promise<Ended> {
  if (/>|--write /.test(line)) return runIn(folder, line);
  const end = ended.get(line) ?? runIn(folder, line);
  ended.set(line, end);
  return end;
}

const endedWith = (wanted: string, { status }: Ended) =>
  wanted === 'fails' ? status !== null && status > 0 : `${status}` === wanted;

/** What is not as the page says. */
async function differenceOf(folder: string, { at, line, status, shown }: Command): Promise<string[]> {
  const command = line.replace(INSTALLED, '');
  if (command === '') return [];
  if (/\bnpm (ci|install|i)\b/.test(command)) return [`${at}: ${line} needs the mark "network"`];
  const end = await endOf(folder, command);
  const last = end.printed.split('\n').slice(-LAST_LINES).join('\n');
  if (!endedWith(status, end)) return [`${at}: ${line}: status ${end.status}, not ${status}\n${last}`];
  const lacking = notPrinted(shown, end.printed);
  return lacking === undefined ? [] : [`${at}: ${line} did not print "${lacking}"\n${last}`];
}

/** A folder of its own for each page. */
function cloneWithFiles(): string {
  const folder = mkdtempSync(join(tmpdir(), 'natless-page-'));
  folders.push(folder);
  cloneInto(folder);
  writeFilesInto(folder);
  return folder;
}

async function differencesOn(page: Page): Promise<string[]> {
  const folder = cloneWithFiles();
  const differences: string[] = [];
  for (const command of commandsOf(page)) differences.push(...(await differenceOf(folder, command)));
  return differences;
}

/** Programs that a page's commands run and this machine lacks. Under CI their commands fail instead. */
const missingFor = (page: Page) =>
  (Object.keys(PACKAGES) as Program[]).filter(
    (program) =>
      !process.env.CI &&
      !isInstalled(program) &&
      commandsOf(page).some(({ line }) => line.includes(`${program} `)),
  );

const pages = PAGES.filter((page) => commandsOf(page).length > 0).map((page) => [page.path, page] as const);

describe.skipIf(inject('labRefused') !== null).concurrent('the commands of', () => {
  test.for(pages)('%s', { timeout: PAGE_TIMEOUT_MS }, async ([, page], { skip, expect: expectHere }) => {
    const missing = missingFor(page);
    skip(missing.length > 0, `this needs ${missing.map((program) => PACKAGES[program]).join(', ')}`);
    expectHere(await differencesOn(page)).toEqual([]);
  });
});

test.each([
  ['a status that is another', '```sh status=1\ntrue\n```\n', 'page.md:1: true: status 0, not 1\n'],
  ['a command that fails', '```sh\nexit 3\n```\n', 'page.md:1: exit 3: status 3, not 0\n'],
  ['an output that is another', '```console\n$ echo a\nb\n```\n', 'page.md:1: echo a did not print "b"\na\n'],
  ['an installation', '```sh\nnpm install x\n```\n', 'page.md:1: npm install x needs the mark "network"'],
])('%s would be found', async (_, text, found) => {
  expect(await differencesOn({ path: 'page.md', text })).toEqual([found]);
});

test('commands build on one another, and on the files that pages name', async () => {
  const text =
    '```sh\nnpm ci\nnpm ci && cat vpc.yaml > copy\n```\n\n```console\n$ head -1 copy\n# A VPC …\n```\n';
  expect(await differencesOn({ path: 'page.md', text })).toEqual([]);
});
