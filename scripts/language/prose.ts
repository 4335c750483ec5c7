/** What of a file is prose: a Markdown page outside its code; comments and strings of TypeScript and JavaScript. */
import { extname } from 'node:path';
import { parseSync, Visitor } from 'vite';

/** A run of prose. As long as its source, so that places in it are places in the file. */
export interface Piece {
  readonly start: number;
  readonly text: string;
}

const CODE_EXTENSIONS = new Set(['.ts', '.mjs', '.js']);

export const hasProse = (path: string) => extname(path) === '.md' || CODE_EXTENSIONS.has(extname(path));

export function proseOf(path: string, source: string): Piece[] {
  return extname(path) === '.md' ? [markdownProse(source)] : codeProse(path, source);
}

const blank = (text: string) => text.replace(/[^\n]/g, '_');

/** Code blocks, code spans, addresses of links and HTML comments are not prose. */
function markdownProse(source: string): Piece {
  const text = source
    .replace(/^(```|~~~)[\s\S]*?^\1/gm, blank)
    .replace(/`[^`]*`/g, blank)
    .replace(/\]\([^)\s]*\)/g, blank)
    .replace(/<!--[\s\S]*?-->/g, blank);
  return { start: 0, text };
}

function codeProse(path: string, source: string): Piece[] {
  const { program, comments, errors } = parseSync(path, source);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const strings: Piece[] = [];
  new Visitor({
    Literal({ value, start, end }) {
      if (typeof value === 'string') strings.push({ start, text: source.slice(start, end) });
    },
    TemplateLiteral({ start, end, expressions }) {
      strings.push({ start, text: withoutExpressions(source, start, end, expressions) });
    },
  }).visit(program);
  return [...joinLines(source, comments), ...strings];
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** An expression reads as one word. */
function withoutExpressions(
  source: string,
  start: number,
  end: number,
  expressions: readonly Span[],
): string {
  let text = source.slice(start, end);
  for (const expression of expressions) {
    const [from, to] = [expression.start - start, expression.end - start];
    text = text.slice(0, from - 2) + blank(text.slice(from - 2, to + 1)) + text.slice(to + 1);
  }
  return text;
}

/** Line comments below one another are one text; asterisks and slashes at the start of lines are not prose. */
function joinLines(source: string, comments: readonly Span[]): Piece[] {
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of comments) {
    const last = joined.at(-1);
    if (last && source.slice(last.end, start).trim() === '') last.end = end;
    else joined.push({ start, end });
  }
  return joined.map(({ start, end }) => ({
    start,
    text: source
      .slice(start, end)
      .replace(/^[ \t]*(\/\*+|\/\/+|\*+\/?)/gm, (mark) => ' '.repeat(mark.length)),
  }));
}
