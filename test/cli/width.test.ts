/** What every command prints fits the width, whatever names are in it: 80 columns where there is no terminal. */
import { Readable } from 'node:stream';
import fc from 'fast-check';
import width from 'string-width';
import { describe, expect, test } from 'vitest';
import { catalogueSchema } from '../../lambda/report/catalogue/catalogue-schema.ts';
import { reportSchema } from '../../lambda/report/report-schema.ts';
import { renderPlans } from '../../lib/cli/commands/plan.ts';
import { renderWorlds } from '../../lib/cli/commands/worlds.ts';
import { type Context, contextIn } from '../../lib/cli/context.ts';
import { note, printCatalogues, printMatrix, printReport } from '../../lib/cli/print.ts';
import type { TargetsDocument } from '../../lib/report/inputs/found-targets.ts';
import type { WhatIf, WhatIfRow } from '../../lib/report/inputs/what-if.ts';
import { plansOf } from '../../lib/report/plan.ts';
import { painter } from '../../lib/report/terminal/paint.ts';
import { renderTargets } from '../../lib/report/terminal/targets.ts';
import { renderWhatIf } from '../../lib/report/terminal/what-if.ts';
import { natless } from '../command.ts';
import { fuzzRuns } from '../fuzz-runs.ts';
import { hostile } from '../hostile-documents.ts';

const RUNS = fuzzRuns(30);

const word = 'a-word-that-goes-on-'.repeat(12);
const NAMED: readonly (readonly [string, string])[] = [
  ['a long word', word],
  ['a long URL', `https://${word}.example.com/${word}`],
  ['a character too many', 'x'.repeat(81)],
  ['wide characters', '名前'.repeat(60)],
  ['joined characters', '👩‍👩‍👧‍👦'.repeat(50)],
  ['long words in prose', `some prose, then ${word} and `.repeat(3)],
  ['long prose', 'one two three '.repeat(40)],
  ['gaps', '  gaps   within  '.repeat(9)],
];
const LONG = NAMED.map(([, text]) => text);
const longTexts = fc.constantFrom(...LONG, 's3', 'us-west-2a');
const reports = hostile(reportSchema, longTexts);

/** @param columns of a terminal; null for a file */
function shownBy(work: (context: Context) => void, columns: number | null = null) {
  const shown = { stdout: '', stderr: '' };
  const to = (name: keyof typeof shown) => ({
    write: (text: string) => {
      shown[name] += text;
    },
    ...(columns !== null && { isTTY: true, columns, hasColors: () => true }),
  });
  const signal = new AbortController().signal;
  const streams = { stdin: Readable.from([]), stdout: to('stdout'), stderr: to('stderr') };
  work(contextIn({ ...streams, env: {}, signal, onSecondInterrupt: () => {} }));
  return shown;
}

const tooWide = (text: string, columns: number) => text.split('\n').filter((line) => width(line) > columns);

function requireFits(work: (context: Context) => void): void {
  expect(tooWide(shownBy(work).stdout, 80)).toEqual([]);
  for (const columns of [60, 80, 133]) expect(tooWide(shownBy(work, columns).stdout, columns)).toEqual([]);
}

describe('no line is longer than the width', () => {
  test.each([
    ['the report', {}],
    ['the report with its times', { verbose: true }],
    ['the report with its plan', { plan: true }],
    ['the report with the allow-list', { allowList: true }],
  ])('of %s', (_, given) => {
    fc.assert(
      fc.property(reports, (report) => requireFits((context) => printReport(report, given, context))),
      RUNS,
    );
  });

  test('of the matrix', () => {
    fc.assert(
      fc.property(reports, (report) => requireFits((context) => printMatrix(report, {}, context))),
      RUNS,
    );
  });

  test('of catalogues', () => {
    fc.assert(
      fc.property(fc.array(hostile(catalogueSchema, longTexts), { maxLength: 2 }), (all) =>
        requireFits((context) => printCatalogues(all, {}, context)),
      ),
      RUNS,
    );
  });

  test.each([false, true])('of plans, with only the allow-list: %s', (allowList) => {
    fc.assert(
      fc.property(reports, ({ runs }) => {
        const text = renderPlans(plansOf(runs), { allowList }, { columns: 80, paint: painter(true) });
        expect(tooWide(text, 80)).toEqual([]);
      }),
      RUNS,
    );
  });

  test.each(NAMED)('of worlds that were run, with %s', (_, text) => {
    const differences = [text, `us-west-2a: ${text}`];
    expect(tooWide(renderWorlds([{ world: text, differences }], 80), 80)).toEqual([]);
  });

  test('of the list of worlds', async () => {
    expect(tooWide((await natless(['worlds'])).stdout, 80)).toEqual([]);
  });

  test.each(NAMED)('of targets, with %s', (_, text) => {
    const ground = { logicalId: text, where: text };
    const target = {
      caller: 'code' as const,
      url: text,
      host: text,
      service: text,
      foundIn: [ground, ground],
      workloads: [text],
    };
    const gap = { kind: 'unknown' as const, logicalId: text, where: text, problem: text, workloads: [] };
    const document: TargetsDocument = {
      ...{ schemaVersion: 1, region: text, gaps: [gap], outside: [text, text], notices: [text] },
      targets: [{ ...target, lookups: 12_345 }],
      flows: { logGroup: text, days: 7, destinations: [{ address: text, port: 443, bytes: 5e9 }] },
    };
    expect(tooWide(renderTargets(document, { columns: 80, color: true }), 80)).toEqual([]);
  });

  test.each(NAMED)('of what-if, with %s', (_, text) => {
    const row: WhatIfRow = {
      ...{
        target: text,
        caller: 'code',
        behindNat: true,
        foundIn: [text],
        workloads: [text],
        logicalIds: [text],
        subnetIds: [],
        advice: null,
      },
      ...{ today: 'nat', needs: 'paid', line: text, cause: { code: text, message: text, remedy: text } },
      withoutNat: { unchanged: 'none', dualStack: 'vpc-endpoint' },
      withIpv6: { unchanged: 'none', dualStack: 'eigw' },
    };
    const whatIf: WhatIf = {
      ...{
        schemaVersion: 1,
        region: text,
        demonstration: false,
        natGateways: [],
        money: null,
        written: null,
      },
      rows: [row, { ...row, workloads: [] }],
      gaps: [{ kind: 'unknown', logicalId: text, where: text, problem: text }],
      changes: [{ kind: 'a', logicalId: text, what: text, reason: text }],
      obstacles: [{ kind: 'a', logicalId: text, why: text }],
      ...{ confirmed: false, disagreements: [text], canGo: true, sentence: text, records: [], notices: [] },
    };
    expect(tooWide(renderWhatIf(whatIf, { columns: 80, color: true }), 80)).toEqual([]);
  });
});

test('these checks find a line that is too long', () => {
  expect(() => requireFits(({ stdout }) => stdout.write(`${'x'.repeat(81)}\n`))).toThrow();
});

test('a note wraps at words on a terminal, and stays one line in a file', () => {
  const line = `declare it with --host ${word} or with something else, and again with something else`;
  const show = (context: Context) => note(line, context);
  expect(shownBy(show).stderr).toBe(`${line}\n`);
  const wrapped = shownBy(show, 80).stderr.trimEnd().split('\n');
  expect(wrapped.map((each) => each.trim()).join(' ')).toBe(line);
  expect(wrapped.filter((each) => width(each) > 80).map((each) => each.trim())).toEqual([word]);
});
