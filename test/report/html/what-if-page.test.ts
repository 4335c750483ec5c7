/** The page of what-if: the conclusion first, each row today and tomorrow, and hostile text as text. */
import { expect, test } from 'vitest';
import { renderWhatIfPage } from '../../../lib/report/html/what-if-page.ts';
import type { WhatIf, WhatIfRow } from '../../../lib/report/inputs/what-if.ts';

const row: WhatIfRow = {
  target: 'https://sts.us-west-2.amazonaws.com',
  caller: 'code',
  foundIn: [],
  workloads: ['Worker'],
  logicalIds: ['Worker'],
  advice: null,
  today: 'nat',
  behindNat: true,
  withoutNat: { unchanged: 'none', dualStack: 'none' },
  withIpv6: { unchanged: 'none', dualStack: 'eigw' },
  needs: 'network-and-code',
  line: 'AWS_USE_DUALSTACK_ENDPOINT=true',
  cause: null,
};

function page(changes: Partial<WhatIf> = {}): string {
  return renderWhatIfPage({
    ...{ schemaVersion: 1, region: 'us-west-2', demonstration: false, gaps: [], natGateways: [] },
    ...{ rows: [row], changes: [], obstacles: [], money: null, written: null, confirmed: true },
    ...{ disagreements: [], canGo: true, sentence: 'The NAT gateway can go.', records: [], notices: [] },
    ...changes,
  });
}

const waysIn = (text: string) => [...text.matchAll(/<td class="([^"]*)">/g)].map(([, look]) => look);

test('begins with the conclusion, and has the line to copy with whose code it is for', () => {
  const text = page();
  expect(text.indexOf('The NAT gateway can go.')).toBeLessThan(text.indexOf('<h2>'));
  expect(text).toContain('What to change in the code of Worker');
  expect(text).toContain('<code>AWS_USE_DUALSTACK_ENDPOINT=true</code>');
});

test('shows the way of today, and that of tomorrow with the line where one is needed', () => {
  expect(waysIn(page())).toEqual(['neutral', 'pass']);
  expect(waysIn(page({ rows: [{ ...row, line: null }] }))).toEqual(['neutral', 'fail']);
  const broken: WhatIfRow = { ...row, withIpv6: { unchanged: 'unknown', dualStack: 'none' } };
  expect(waysIn(page({ rows: [broken, row] }))).toEqual(['neutral', 'neutral', 'fail', 'pass']);
});

test('says whether the kernel confirms it', () => {
  expect(page()).toContain('confirm all three runs');
  const against = page({ confirmed: false, disagreements: ['nat-1: 3 packets'] });
  expect(against).not.toContain('confirm all three runs');
  expect(against).toContain('the kernel disagrees: nat-1: 3 packets');
});

test('has hostile text as text', () => {
  const hostile = '<img src=x onerror=alert(1)>\u001b[31m\u202e';
  const text = page({
    sentence: hostile,
    rows: [{ ...row, target: hostile, line: hostile, workloads: [hostile] }],
  });
  expect(text).not.toContain('<img');
  expect([...'\u001b\u202e'].filter((character) => text.includes(character))).toEqual([]);
});
