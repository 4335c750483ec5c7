/** A server may send anything, of any length. Whatever reads it takes time in proportion to its length, up to 1 MB. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../docs/pages.ts';
import { superlinear } from './linear-time.ts';
import { PARSERS } from './parsers.ts';
import { patternsIn } from './patterns.ts';

/** What is repeated: each made some pattern slow, or begins what a parser looks for. */
const UNITS = [
  ...['a', 'A', '0', ' ', '\t', '\n', '"', '\\', '=', ',', ';', ':', '::', '/', '//', '@', '%', '.', '-'],
  ...['_', '#', '?', '[', '{', '<', '&', '&#', '\u202e', '\ud800', '😀', '<a>', '<a b="">', '</a>', '<!--'],
  ...['a=', 'a="', 'a="",', '{"a":', '[[', '. a', 'connect E', '1.', 'E1 1.', 'because no a-'],
  ...['with an explicit deny in a ', 'CERT', 'NoSuch', '://', '.dkr.ecr.', 'a/', 'a-', 'a--', 'a.'],
];

/** Whether the end fits what a pattern wants decides how much it tries again. */
const ENDS = ['', '!'];

/** For each unit, and for all of them. */
const EACH = [4_096, 65_536] as const;
const ALL = [65_536, 1_048_576] as const;
/** For what is known to be quadratic: the same growth, in a hundredth of the time. */
const QUADRATIC = [1_024, 16_384] as const;

function repeated(beginning: string, unit: string, end: string): (length: number) => string {
  return (length) =>
    `${beginning}${unit.repeat(Math.ceil((length - beginning.length - end.length) / unit.length))}${end}`;
}

/** A part of each unit, so that one text of 1 MB has them all. */
function allUnits(beginning: string): (length: number) => string {
  return (length) => beginning + UNITS.map((unit) => repeated('', unit, '!')(length / UNITS.length)).join('');
}

describe('in linear time is read', () => {
  test.each(Object.entries(PARSERS))('%s', (_, { parse, beginnings = [''] }) => {
    const slow = beginnings.flatMap((beginning) => [
      ...UNITS.flatMap((unit) =>
        ENDS.map((end) => [unit, superlinear(parse, repeated(beginning, unit, end), EACH)]),
      ),
      ['all', superlinear(parse, allUnits(beginning), ALL)],
    ]);
    expect(slow.filter(([, where]) => where !== null)).toEqual([]);
  });
});

describe('the measure', () => {
  test.each([
    ['names of parameters', /(\w+)="([^"]*)"/g, 'a'],
    ['values of parameters', /(\w+)=([^"]*)"/g, 'a='],
    [
      'kinds of policies',
      /with an explicit deny in (an? [\w -]+?)(?:$|[,.:])/g,
      'with an explicit deny in a ',
    ],
    ['users in URLs', /\/\/.*@/gs, '//'],
  ])('finds a quadratic pattern: %s', (_, pattern, unit) => {
    const found = superlinear((text) => [...text.matchAll(pattern)], repeated('', unit, '!'), QUADRATIC);
    expect(found).toMatch(/characters take \d+ times as long as/);
  });

  test.each([
    ['a pattern', (text: string) => [...text.matchAll(/\w+/g)]],
    ['a copy', (text: string) => JSON.parse(JSON.stringify([...text]))],
    [
      'a refusal',
      () => {
        throw new Error('no');
      },
    ],
  ])('passes over what is linear: %s', (_, parse) => {
    expect(superlinear(parse, repeated('', 'a ', ''), ALL)).toBeNull();
  });
});

/** These read only what the stack or the lab wrote, one character at either end, how an id of EC2's begins, or Lambda's own zone. */
const OWN_TEXT = [
  ...['probe/net/connect.ts', 'probe/attempts/plain-connection.ts', 'report/partitions.ts'],
  ...['report/judge/private-block.ts', 'report/judge/silence.ts', 'report/judge/ways.ts', 'probe/zone-id.ts'],
];

test('every file of lambda/ that has a pattern is read through by one of these parsers', () => {
  const lambda = join(ROOT, 'lambda');
  const files = globSync('**/*.ts', { cwd: lambda });
  const withPattern = files.filter((file) => patternsIn(readFileSync(join(lambda, file), 'utf8')).length > 0);
  const covered = [...Object.values(PARSERS).flatMap((parser) => parser.of), ...OWN_TEXT];
  expect(withPattern.filter((file) => !covered.includes(file))).toEqual([]);
});
