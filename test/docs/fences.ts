/**
 * The fenced blocks of the pages. `sh` and `console` (where `$ ` begins a command and the rest is what it prints) hold commands, which
 * a test runs, unless a mark after the language says what they need: see "Pages" in CONTRIBUTING.md.
 */
import width from 'string-width';
import type { Page } from './pages.ts';

/** What a command may need besides a clone after `npm ci`; those with one of these are not run. */
const NEEDS = ['account', 'network'];
/** Where in a lab that is kept the block's commands are typed. */
const PLACES = ['subnet', 'router'];
/** Code, data and text: without commands. */
const OTHERS = ['text', 'yaml', 'json', 'ts', 'mermaid'];

export interface Fence {
  /** The page and the line where it begins. */
  readonly at: string;
  readonly language: string;
  readonly marks: readonly string[];
  readonly text: string;
}

export interface Command {
  readonly at: string;
  readonly line: string;
  /** The status that it ends with; `fails` where that is any but 0, as with programs that differ from version to version. */
  readonly status: string;
  /** The lines that the page shows of what it prints; none where it shows nothing. */
  readonly shown: readonly string[];
}

export function fencesOf({ path, text }: Page): Fence[] {
  return [...text.matchAll(/^( *)```([^\n`]*)\n(.*?)^\1```$/gms)].map((found) => {
    const [, indent = '', info = '', body = ''] = found;
    const [language = '', ...marks] = info.trim().split(/\s+/);
    const line = text.slice(0, found.index).split('\n').length;
    const lines = body
      .split('\n')
      .map((each) => (each.startsWith(indent) ? each.slice(indent.length) : each));
    return { at: `${path}:${line}`, language, marks, text: lines.join('\n') };
  });
}

const holdsCommands = ({ language }: Fence) => language === 'sh' || language === 'console';

/** Whether it shows what the commands of the block before it print. */
const isOutput = ({ language, marks }: Fence) => language === 'text' && marks.includes('output');

/** Why it does not say what it holds; an empty list if it does. */
export function problemsOf(fence: Fence): string[] {
  const { at, language, marks, text } = fence;
  const allowed = holdsCommands(fence) ? [...NEEDS, ...PLACES] : language === 'text' ? ['output'] : [];
  const unknown = marks.filter(
    (mark) => !allowed.includes(mark) && !(holdsCommands(fence) && STATUS.test(mark)),
  );
  return [
    ...(holdsCommands(fence) || OTHERS.includes(language)
      ? []
      : [`${at}: "${language}" says not what it holds`]),
    ...unknown.map((mark) => `${at}: the mark "${mark}" means nothing`),
    ...(!holdsCommands(fence) && COMMAND_LINE.test(text)
      ? [`${at}: a command in a block of ${language}`]
      : []),
    ...(language === 'json' && !isJson(text) ? [`${at}: JSON that does not parse`] : []),
    ...(holdsCommands(fence) && linesOf(fence).length === 0 ? [`${at}: no command in a block of them`] : []),
  ];
}

const STATUS = /^status=(\d+|fails)(,(\d+|fails))*$/;
/** Without comments, so that it works when pasted. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const COMMAND_LINE = /^(\$ |(sudo |[A-Z_]+=\S+ )*(npx|npm|docker|natless) )/m;

/** The blocks that are typed in one place of a kept lab. */
export const blocksIn = (place: string, page: Page) =>
  fencesOf(page).filter((fence) => holdsCommands(fence) && fence.marks.includes(place));

/** The commands of a page that are run, in its order. */
export function commandsOf(page: Page): Command[] {
  const fences = fencesOf(page);
  return fences.flatMap((fence, index) => {
    if (!holdsCommands(fence) || fence.marks.some((mark) => [...NEEDS, ...PLACES].includes(mark))) return [];
    const next = fences[index + 1];
    const statuses =
      fence.marks
        .find((mark) => STATUS.test(mark))
        ?.slice('status='.length)
        .split(',') ?? [];
    return linesOf(fence).map(({ line, shown }, each, all) => ({
      at: fence.at,
      line,
      status: statuses[each] ?? '0',
      shown: each === all.length - 1 && next && isOutput(next) ? next.text.trimEnd().split('\n') : shown,
    }));
  });
}

function linesOf({ language, text }: Fence): { line: string; shown: string[] }[] {
  const joined = text.replaceAll('\\\n', '').split('\n');
  if (language === 'sh')
    return joined.filter((line) => /^[^#\s]/.test(line)).map((line) => ({ line, shown: [] }));
  const commands: { line: string; shown: string[] }[] = [];
  for (const line of joined.filter((each) => each !== ''))
    if (line.startsWith('$ ')) commands.push({ line: line.slice(2), shown: [] });
    else commands.at(-1)?.shown.push(line);
  return commands;
}

/** The first shown line that was not printed after those before it; `…` stands for any text, or for any lines. */
export function notPrinted(shown: readonly string[], printed: string): string | undefined {
  const lines = unwrapped(printed.split('\n')).map(steady);
  let from = 0;
  return unwrapped(shown)
    .filter((line) => line.trim() !== '')
    .find((line) => {
      const parts = steady(line).split('…');
      const found = lines.findIndex((each, index) => index >= from && hasInOrder(each, parts));
      if (found >= 0) from = found + 1;
      return found < 0;
    });
}

/** A page shows what a terminal does, in 80 columns; into a file some lines go whole. */
function unwrapped(lines: readonly string[]): string[] {
  const whole: string[] = [];
  let last = '';
  for (const line of lines) {
    const [, word = ''] = /^ {2,}(\S+)/.exec(line) ?? [];
    const isContinued = word !== '' && width(`${last} ${word}`) > COLUMNS;
    if (isContinued) whole.push(`${whole.pop()} ${line.trim()}`);
    else whole.push(line);
    last = line;
  }
  return whole;
}

const COLUMNS = 80;

function hasInOrder(line: string, parts: readonly string[]): boolean {
  if (parts.length === 1) return line === parts[0];
  let from = 0;
  return parts.every((part, index) => {
    const at = line.indexOf(part.trim(), from);
    from = at + part.trim().length;
    return index === 0 ? line.startsWith(part.trim()) : at >= 0;
  });
}

/** Without what differs from run to run: times, packets, the widths of columns. */
const steady = (line: string) =>
  line
    .replace(/(\d+|-)(\/(\d+|-)){3}/g, 'TIMES')
    .replace(/\d+ packets?( out, \d+ in)?/g, 'PACKETS')
    .replace(/\s+/g, ' ')
    .trim();
