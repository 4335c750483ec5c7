/** What the terminal cuts and what it does not, and what it and a job summary say of NAT instances. */
import { expect, test } from 'vitest';
import type { WhatIf } from '../../../lib/report/inputs/what-if.ts';
import { whatIfMarkdown } from '../../../lib/report/markdown/what-if.ts';
import { renderWhatIf } from '../../../lib/report/terminal/what-if.ts';

const ANSWER: WhatIf = {
  ...{ schemaVersion: 1, region: 'us-west-2', demonstration: false, gaps: [], natGateways: [] },
  ...{ rows: [], changes: [], obstacles: [], money: null, written: null, confirmed: true },
  ...{ disagreements: [], canGo: true, sentence: 'It can go.', records: [], notices: [] },
};
const natInstances = [
  { logicalId: 'Hop', id: 'i-1' },
  { logicalId: 'Eni\u001b[31m', id: 'eni-1' },
];

test('the terminal names them, what is unknown of them, and that their price is not counted', () => {
  const text = renderWhatIf({ ...ANSWER, natInstances }, { columns: 80, color: false });
  expect(text.replaceAll(/\s+/g, ' ')).toMatch(
    /NAT instances: Hop, Eni.*: today's way over IPv4 through them is unknown.*what they cost is not counted/,
  );
  expect(text).not.toContain('\u001b');
  expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
  const one = renderWhatIf(
    { ...ANSWER, natInstances: natInstances.slice(0, 1) },
    { columns: 80, color: false },
  );
  expect(one).toContain("NAT instance: Hop: today's way over IPv4 through it is unknown");
  expect(renderWhatIf(ANSWER, { columns: 80, color: false })).not.toContain('NAT instance');
});

test('commands are never cut, other lines fit', () => {
  const command = `aws lambda update-function-configuration --vpc-config SubnetIds=${'subnet-0a1111111111111a1,'.repeat(4)}x`;
  const change = { kind: 'workload-flag', logicalId: 'L'.repeat(100), what: 'set it', reason: 'because' };
  const text = renderWhatIf(
    { ...ANSWER, changes: [{ ...change, commands: [command] }] },
    { columns: 80, color: false },
  );
  expect(text.replaceAll(/\s*\\\n\s*/g, ' ')).toContain(command);
  const long = text.split('\n').filter((line) => line.length > 80);
  expect(long.map((line) => line.trim().slice(0, 12))).toEqual(['--vpc-config']);
});

test('a job summary names them', () => {
  expect(whatIfMarkdown({ ...ANSWER, natInstances })).toContain('NAT instances: `Hop`');
  expect(whatIfMarkdown(ANSWER)).not.toContain('NAT instance');
});

test('the terminal names the hosts that have IPv6 because of their names only', () => {
  const guess = { kind: 'by name', date: '2026-11-23' } as const;
  const records = ['a', 'b'].map((name) => ({ host: `${name}.us-west-2.api.aws`, aaaa: true, ...guess }));
  const other = { host: 'c.us-west-2.amazonaws.com', aaaa: false, ...guess };
  const text = renderWhatIf({ ...ANSWER, records: [...records, other] }, { columns: 80, color: false });
  expect(text).toContain('names in the lab: 3 guessed by the name (2026-11-23)\n');
  expect(text).toContain('guessed by the name to have IPv6: a.us-west-2.api.aws, b.us-west-2.api.aws\n');
  expect(renderWhatIf({ ...ANSWER, records: [other] }, { columns: 80, color: false })).not.toContain(
    'to have IPv6',
  );
});
