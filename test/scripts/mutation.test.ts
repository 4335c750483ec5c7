/** `npm run mutate`: what its table counts, and that its modules name code and tests that are there. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../lib/folders.ts';
import { MODULES } from '../../scripts/mutation/modules.ts';
import { type Mutant, mutantsOf, reaches, renderTable, survivorsOf } from '../../scripts/mutation/table.ts';

function mutant(status: string, mutatorName = 'ConditionalExpression', line = 1): Mutant {
  return { status, mutatorName, replacement: 'true', location: { start: { line, column: 2 } } };
}

const STRING = 'StringLiteral';

describe('the table', () => {
  test('counts what was killed, of all mutants and of those of logic', () => {
    const mutants = [
      ...['Killed', 'Timeout', 'Survived', 'NoCoverage'].map((status) => mutant(status)),
      ...['Killed', 'Survived', 'Survived', 'NoCoverage'].map((status) => mutant(status, STRING)),
      // Neither could be run.
      ...['CompileError', 'RuntimeError', 'Ignored'].map((status) => mutant(status)),
    ];
    expect(renderTable([{ name: 'judge', mutants, goal: 50 }])).toBe(
      [
        'module  mutants  killed  logic mutants  killed  goal',
        'judge   8        37.5 %  4              50.0 %  50 %',
      ].join('\n'),
    );
    expect(renderTable([{ name: 'judge', mutants, goal: 51 }])).toContain('51 %  below its goal');
  });

  test('takes a module for sufficient that reaches its goal by logic only', () => {
    const mutants = [mutant('Killed'), mutant('Survived', STRING)];
    expect(reaches({ name: 'x', mutants, goal: 100 })).toBe(true);
    expect(reaches({ name: 'x', mutants: [...mutants, mutant('Survived')], goal: 51 })).toBe(false);
    expect(reaches({ name: 'x', mutants: [], goal: 100 })).toBe(true);
  });
});

test('a report names each file’s mutants, and where logic survived', () => {
  const files = {
    'a.ts': { mutants: [mutant('Killed'), mutant('Survived', 'Regex', 7), mutant('Survived', STRING)] },
    'b.ts': { mutants: [mutant('NoCoverage', 'BlockStatement', 9)] },
  };
  expect(mutantsOf({ files })).toHaveLength(4);
  expect(survivorsOf({ files })).toEqual(['a.ts:7:2 Regex → true', 'b.ts:9:2 BlockStatement → true']);
});

describe.each(Object.entries(MODULES))('the module %s', (_, { code, tests, goal }) => {
  test.each([...code, ...tests].map((pattern) => pattern.replace(/^!/, '')))(
    'has files for %s',
    (pattern) => {
      expect(globSync(pattern, { cwd: ROOT }).length).toBeGreaterThan(0);
    },
  );

  test('has no test that needs a lab', () => {
    const files = tests.flatMap((pattern) => globSync(pattern, { cwd: ROOT }));
    const sources = files.map((file) => readFileSync(join(ROOT, file), 'utf8'));
    expect(sources.filter((source) => /skipWithoutNamespaces|spawn|execFile/.test(source))).toEqual([]);
  });

  test('has a goal of the project’s', () => {
    expect([85, 92]).toContain(goal);
  });
});
