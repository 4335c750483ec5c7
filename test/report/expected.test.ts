/** What was expected to be kept by an endpoint, or not to be reached, is neither good nor bad: on every output, with a word. */
import { describe, expect, test } from 'vitest';
import { reportOf } from '../../lambda/report/judge/summary.ts';
import type { Target } from '../../lambda/report/report-schema.ts';
import { foldCauses } from '../../lib/report/folded-causes.ts';
import { lookOf } from '../../lib/report/html/look.ts';
import { renderPage } from '../../lib/report/html/page.ts';
import { reportMarkdown } from '../../lib/report/markdown/report.ts';
import { expectedInWords, targetInWords } from '../../lib/report/outcome-in-words.ts';
import { renderReport } from '../../lib/report/terminal/report.ts';
import { expecting, failing, passing, run } from './run-builder.ts';

const DENIED = { error: { phase: 'request', code: 'AccessDenied', message: 'no' }, httpStatus: 403 } as const;
const KEPT = expecting('kept', 'vpc-endpoint', { inVpc: true });
const AWAY = expecting('away', 'not-reached');

test.each<[string, Target, string | null]>([
  ['kept by the endpoint that was expected', KEPT, 'kept'],
  ['kept by one that was not expected', expecting('x', 'reached', { inVpc: true }), null],
  [
    'denied on its way through the endpoint',
    expecting('x', 'vpc-endpoint', { inVpc: true, ...DENIED }),
    null,
  ],
  ['not through the endpoint', expecting('x', 'vpc-endpoint'), null],
  ['through another project’s endpoint', { ...passing('x'), path: 'vpc-endpoint' }, 'kept'],
  ['not reached, as was expected', AWAY, 'as expected'],
  ['reached against the expectation', { ...passing('x'), expect: 'not-reached' }, null],
  ['not reached, and not known why', { ...AWAY, verdict: 'inconclusive' }, null],
  ['not reached where IPv4 answered', { ...AWAY, path: 'ipv4' }, null],
  ['not reached against the expectation', failing('x'), null],
  ['not reached where nothing was expected', expecting('x', 'any'), null],
])('%s', (_, target, word) => {
  expect(expectedInWords(target)).toBe(word);
  expect(lookOf(target).name).toBe(word === null ? target.verdict : 'neutral');
});

test('the words name the path', () => {
  expect([KEPT, AWAY, failing('x')].map(targetInWords)).toEqual([
    'kept over vpc-endpoint',
    'as expected (no path)',
    'fail (no path)',
  ]);
});

describe('a report', () => {
  const report = reportOf([run([KEPT, failing('broken'), AWAY, passing('good')])]);
  const text = renderReport(report, { columns: 80, color: false });

  test('has a mark and a word of their own on the terminal, and their causes come last', () => {
    expect(text).toMatch(/^kept +vpc-endpoint +• kept/m);
    expect(text).toMatch(/^away +none +• as expected/m);
    expect(text).toMatch(/^broken +none +✗ fail/m);
    expect(text).toMatch(/^VpcEndpointInPath \(as expected\) kept$/m);
    expect(foldCauses(report.runs).map(({ severity }) => severity)).toEqual([
      'failure',
      'warning',
      'expected',
      'expected',
    ]);
  });

  test('has them in the third colour on the page, and names no change for them', () => {
    const page = renderPage(report);
    expect(page).toContain('<td class="neutral">• kept over vpc-endpoint');
    expect(page).toContain('<td class="neutral">• as expected (no path), ConnectTimeout');
    const changes = page.slice(page.indexOf('What to change'), page.indexOf('The network, and each'));
    expect(changes).toContain('ConnectTimeout: broken<');
    expect(changes).not.toContain('VpcEndpointInPath');
  });

  test('has no red cross for them in a job summary', () => {
    const lines = reportMarkdown(report, []).split('\n');
    const lineOf = (id: string) => lines.find((line) => line.startsWith(`| \`${id}\``));
    expect(lineOf('kept')).toContain('🔹 kept');
    expect(lineOf('away')).toContain('🔹 as expected');
    expect(lineOf('broken')).toContain('❌ fail');
  });
});
