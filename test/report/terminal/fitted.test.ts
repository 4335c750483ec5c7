/** What a terminal gets fits it, whatever names are in it, and nothing else is changed. */
import fc from 'fast-check';
import width from 'string-width';
import { describe, expect, test } from 'vitest';
import { reportOf } from '../../../lambda/report/judge/summary.ts';
import type { Target } from '../../../lambda/report/report-schema.ts';
import { fitted } from '../../../lib/report/terminal/fitted.ts';
import { forTerminal, painter } from '../../../lib/report/terminal/paint.ts';
import { renderReport } from '../../../lib/report/terminal/report.ts';
import { shortened } from '../../../lib/report/terminal/shortened.ts';
import { proseTable } from '../../../lib/report/terminal/table.ts';
import { elsewhere, failing, inPlaceOf, passing, run } from '../run-builder.ts';

const widest = (text: string) => Math.max(...text.split('\n').map((line) => width(line)));
const long = 'a-name-that-goes-on-'.repeat(10);

describe('fitted', () => {
  test('leaves lines that fit as they are, their spaces included', () => {
    const table = 'target   path\ns3       eigw\n\n  indented';
    expect(fitted(table, 20)).toBe(table);
  });

  test('breaks a line at words, and continues it two spaces further in', () => {
    expect(fitted('  one two three four', 12)).toBe('  one two\n    three\n    four');
  });

  test('continues behind a short label', () => {
    expect(fitted('  saved   twelve dollars', 18)).toBe('  saved   twelve\n          dollars');
  });

  test('cuts a word that is longer than a line in its middle', () => {
    expect(fitted('see abcdefghijklmnop', 10)).toBe('see\n  abcd…nop');
  });

  test('keeps the colour of a word that it cuts', () => {
    const cut = fitted(painter(true)('red', 'abcdefghijklmnop'), 9);
    expect(forTerminal(cut)).toBe('\u001b[31mabcd…mnop\u001b[39m');
  });

  test('holds for any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 200 }),
        fc.integer({ min: 20, max: 90 }),
        (text, columns) => {
          expect(widest(fitted(text.replaceAll(/\p{Cc}/gu, ' '), columns))).toBeLessThanOrEqual(columns);
        },
      ),
    );
  });
});

test.each([
  ['abcdefgh', 5, 'ab…gh'],
  ['名前名前名前', 7, '名…名前'],
  ['short', 5, 'short'],
])('shortened(%j, %i) keeps begin and end', (text, most, short) => {
  expect(shortened(text, most)).toBe(short);
});

describe('a table with prose at the end of its rows', () => {
  const rows = [
    ['a', '1', 'one two three four five six'],
    ['a-long-name-of-a-target', 'some prose without a remark, which goes on', ''],
    ['b', '', ''],
  ];
  const head = ['name', 'sum', 'remark'];

  test('wraps the prose in its place, and lets it reach into empty cells', () => {
    expect(proseTable(head, rows, { columns: 46 }).split('\n')).toEqual([
      'name                     sum  remark',
      'a                        1    one two three',
      '                              four five six',
      'a-long-name-of-a-target  some prose without a',
      '                         remark, which goes on',
      'b',
    ]);
  });

  test('cuts names where they leave the prose no room', () => {
    const [, , , row = ''] = proseTable(head, rows, { columns: 40, cuts: [{ column: 0, least: 8 }] }).split(
      '\n',
    );
    expect(row).toMatch(/^a-long-\S*…\S*target {2}some prose/);
  });

  test('puts prose with a word that is longer than its place below its row, where it is whole', () => {
    const address = '2001:db8:1234:1a08:9abc:def0:1234:5678';
    const addressed = [...rows, ['c', '2', `seen as ${address}`]];
    const lines = proseTable(head, addressed, { columns: 50 }).split('\n');
    expect(lines.slice(-2)).toEqual(['c                        2', `    seen as ${address}`]);
    expect(lines).toContain('a                        1    one two three four');
  });

  test('does without a head', () => {
    expect(
      proseTable(
        null,
        [
          ['a', 'b'],
          ['long', 'c'],
        ],
        { columns: 80 },
      ),
    ).toBe('a     b\nlong  c');
  });
});

describe('a report', () => {
  const named = (id: string): Target => ({ ...passing('s3'), id });
  const options = { columns: 80, color: false };

  test.each([
    ['short ids', 's3'],
    ['a long id', `https://${long}.example.com/path`],
    ['wide characters', '名前'.repeat(60)],
  ])('fits 80 columns with %s', (_, id) => {
    const subnet = { logicalId: long, name: id };
    const places = [run([named(id), failing(`${id}-2`)]), elsewhere(run([named(id)]), long)];
    const report = reportOf([...places, inPlaceOf(run([named(id)]), { logicalIds: [id, long], subnet })]);
    expect(widest(renderReport(report, options))).toBeLessThanOrEqual(80);
  });

  test('leaves the times out where they take the room of the names, and shortens those last', () => {
    const id = 'https://a-host-of-forty-characters.example.com';
    const [narrow, wide] = [80, 160].map((columns) =>
      renderReport(reportOf([run([named(id)])]), { ...options, columns }),
    );
    expect(narrow).toContain(id);
    expect(narrow).not.toContain('dns/tcp/tls/http');
    expect(wide).toContain('dns/tcp/tls/http');
  });

  test('shows the times apart where they were left out and are asked for', () => {
    const id = 'https://a-host-of-forty-characters.example.com';
    const text = renderReport(reportOf([run([named(id)])]), { ...options, verbose: true });
    expect(text).toMatch(/^target +path +verdict +remote address$/m);
    expect(text).toMatch(/^target +dns\/tcp\/tls\/http ms\nhttps:\S+ +\d+\/\d+\/\d+\/\d+$/m);
    const short = renderReport(reportOf([run([named('s3')])]), { ...options, verbose: true });
    expect(short.match(/dns\/tcp/g)).toHaveLength(1);
  });

  test('shows zones with the same results once, and apart where one differs', () => {
    const one = run([passing('s3')]);
    const alike = renderReport(reportOf([one, elsewhere(one)]), options);
    expect(alike.match(/^s3 /gm)).toHaveLength(1);
    expect(alike).toContain('2 zones alike');
    const apart = renderReport(reportOf([one, elsewhere(run([failing('s3')]))]), options);
    expect(apart.match(/^s3 /gm)).toHaveLength(2);
    expect(apart).not.toContain('alike');
  });

  test('blames no answer over IPv4 in a network of another project', () => {
    const [answered] = run([passing('s3')]).controls;
    const controls = answered ? [{ ...answered, succeeded: true }] : [];
    const text = renderReport(reportOf([inPlaceOf(run([passing('s3')], { controls }))]), options);
    expect(text).toContain('IPv4: 1 of 1 connects answered');
  });
});
