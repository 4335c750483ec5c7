/** Whatever a document holds: what is shown of it, or logged, is lines of plain text, and a page shows it as text. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { logReport } from '../../lambda/probe/emit/log.ts';
import { catalogueSchema } from '../../lambda/report/catalogue/catalogue-schema.ts';
import { type Report, reportSchema } from '../../lambda/report/report-schema.ts';
import { type Context, contextIn, type ProcessContext } from '../../lib/cli/context.ts';
import { natless } from '../../lib/cli/natless.ts';
import { compare } from '../../lib/cli/options/expect.ts';
import { jsonOf, note, printCatalogues, printMatrix, printReport } from '../../lib/cli/print.ts';
import { createProgress } from '../../lib/cli/progress.ts';
import { renderPage } from '../../lib/report/html/page.ts';
import { fuzzRuns } from '../fuzz-runs.ts';
import { HOSTILE, hostile } from '../hostile-documents.ts';

const folder = mkdtempSync(join(tmpdir(), 'natless-test-text-'));
afterAll(() => rmSync(folder, { recursive: true }));

const RUNS = fuzzRuns(50);
const reports = hostile(reportSchema);
const catalogues = hostile(catalogueSchema);

/** Everything but lines of printable text. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const requirePlain = (text: string) => expect(text.replaceAll('\n', '')).not.toMatch(UNPRINTABLE);

const ESCAPE = '\u001b';
const COLOUR = new RegExp(`${ESCAPE}\\[(?:1|2|22|31|32|33|36|39)m`, 'g');

interface Shown {
  readonly stdout: string;
  readonly stderr: string;
}

function processWith(terminal: boolean): {
  process: ProcessContext;
  shown: { stdout: string; stderr: string };
} {
  const shown = { stdout: '', stderr: '' };
  const to = (name: keyof typeof shown) => ({
    write: (text: string) => {
      shown[name] += text;
    },
    ...(terminal && { isTTY: true, columns: 80, hasColors: () => true }),
  });
  const signal = new AbortController().signal;
  const streams = { stdin: Readable.from([]), stdout: to('stdout'), stderr: to('stderr') };
  return { process: { ...streams, env: {}, signal, onSecondInterrupt: () => {} }, shown };
}

function shownBy(work: (context: Context) => void, terminal = false): Shown {
  const { process, shown } = processWith(terminal);
  work(contextIn(process));
  return shown;
}

/** Colours are all that a terminal gets and a file does not. @returns what a file gets */
function requireHarmless(work: (context: Context) => void): string {
  const { stdout, stderr } = shownBy(work);
  requirePlain(stdout + stderr);
  expect(shownBy(work, true).stdout.replace(COLOUR, '')).toBe(stdout);
  return stdout;
}

/** The document with each of its texts and keys changed. */
function withTexts<Document>(document: Document, change: (text: string) => string): Document {
  const changed = (value: unknown): unknown => {
    if (typeof value === 'string') return change(value);
    if (Array.isArray(value)) return value.map(changed);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [change(key), changed(each)]));
  };
  return changed(document) as Document;
}

const inOneLine = (text: string) => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ');

/** As long as it was, and texts that differed still do. */
const withoutMarkup = (text: string) =>
  text.replace(/[<>&"']/g, (character) => String.fromCodePoint(0xe000 + (character.codePointAt(0) ?? 0)));

const SURFACES: Readonly<Record<string, (report: Report, context: Context) => void>> = {
  'the report': (report, context) => printReport(report, {}, context),
  'the report with its plan': (report, context) => printReport(report, { plan: true }, context),
  'the report with the allow-list': (report, context) => printReport(report, { allowList: true }, context),
  'the matrix': (report, context) => printMatrix(report, {}, context),
};

describe('a terminal gets nothing but lines and our own colours from', () => {
  test.each(Object.entries(SURFACES))('%s, in which a text is in one line', (_, show) => {
    fc.assert(
      fc.property(reports, (report) => {
        const stdout = requireHarmless((context) => show(report, context));
        expect(shownBy((context) => show(withTexts(report, inOneLine), context)).stdout).toBe(stdout);
      }),
      RUNS,
    );
  });

  test('a comparison, in which a difference is a line', () => {
    fc.assert(
      fc.property(reports, reports, (stored, now) => {
        requireHarmless((context) => void compare(stored, now, context));
        const { stderr } = shownBy((context) => void compare(stored, now, context));
        expect(
          stderr
            .split('\n')
            .slice(0, -1)
            .filter((line) => !/^(better|worse|changed): /.test(line)),
        ).toEqual([]);
      }),
      RUNS,
    );
  });

  test('catalogues', () => {
    fc.assert(
      fc.property(fc.array(catalogues, { maxLength: 2 }), (all) => {
        requireHarmless((context) => printCatalogues(all, {}, context));
      }),
      RUNS,
    );
  });

  test('the command that plans from a stored report, errors included', async () => {
    const file = join(folder, 'report.json');
    const oddKeys = fc.dictionary(fc.constantFrom(...HOSTILE), fc.constant(1), { maxKeys: 2 });
    await fc.assert(
      fc.asyncProperty(reports, oddKeys, fc.boolean(), async (report, further, allowList) => {
        writeFileSync(file, JSON.stringify({ ...report, ...further }));
        const { process, shown } = processWith(true);
        const status = await natless(['plan', file, ...(allowList ? ['--allow-list'] : [])], process);
        requirePlain(shown.stdout.replace(COLOUR, '') + shown.stderr);
        expect(shown.stderr).not.toContain('defect');
        expect(status).toBe(shown.stderr === '' ? 0 : 2);
      }),
      RUNS,
    );
  });

  test.each(HOSTILE)('notes, errors and progress (%j)', async (text) => {
    const clear = '\r\u001b[2K';
    const { stderr } = shownBy((context) => {
      note(text, context);
      const { step, done } = createProgress(context.stderr);
      step(`step ${text}`);
      done();
    }, true);
    requirePlain(stderr.replaceAll(clear, ''));
    // Before the step, and when it is done.
    expect(stderr.split(clear)).toHaveLength(3);
    const { process, shown } = processWith(true);
    expect(await natless(['plan', text], process)).toBe(2);
    requirePlain(shown.stderr);
  });
});

test('JSON is the same document for a parser, and plain on a terminal', () => {
  fc.assert(
    fc.property(reports, (report) => {
      const text = jsonOf(report);
      requirePlain(text);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(report)));
      requireHarmless((context) => printReport(report, { json: true }, context));
    }),
    RUNS,
  );
});

test('the lines that the probe logs are plain, and JSON', () => {
  fc.assert(
    fc.property(reports, (report) => {
      const lines: string[] = [];
      logReport(report, (line) => lines.push(line));
      for (const line of lines) {
        requirePlain(line);
        expect(line.indexOf('\n')).toBe(line.length - 1);
        expect(JSON.parse(line)).toHaveProperty('record');
      }
    }),
    RUNS,
  );
});

/** The tags of a page, with their attributes' names; without those of a picture's lines, of which a wider text has more. */
function tagsOf(page: string): string[] {
  const tags = (page.match(/<[^>]*>/g) ?? []).map((tag) => tag.replace(/="[^"]*"/g, ''));
  return tags.filter((tag) => tag !== '<text x y class>' && tag !== '</text>');
}

test('a page has text and no markup from a document, and no control characters', () => {
  fc.assert(
    fc.property(reports, (report) => {
      const page = renderPage(report);
      requirePlain(page);
      expect(tagsOf(page)).toEqual(tagsOf(renderPage(withTexts(report, withoutMarkup))));
    }),
    RUNS,
  );
});

test.each(HOSTILE.filter((text) => UNPRINTABLE.test(text.replaceAll('\n', ''))))(
  'these checks find %j',
  (text) => {
    expect(() => requirePlain(text)).toThrow();
  },
);
