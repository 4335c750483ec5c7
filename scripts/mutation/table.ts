/** Counts the mutants of a report, and prints a row for each module. Pure. */
import { bareTable } from '../../lib/report/terminal/table.ts';

export interface Mutant {
  readonly mutatorName: string;
  readonly status: string;
  readonly replacement?: string;
  readonly location: { readonly start: { readonly line: number; readonly column: number } };
}

/** What is read of Stryker's JSON report. */
export interface MutationReport {
  readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>>;
}

export interface Row {
  readonly name: string;
  readonly mutants: readonly Mutant[];
  readonly goal: number;
}

/** A time-out is a loop that does not end: the tests notice it. */
const KILLED = ['Killed', 'Timeout'];

/** Mutants that cannot be run count for nothing. */
const VALID = [...KILLED, 'Survived', 'NoCoverage'];

export function mutantsOf({ files }: MutationReport): Mutant[] {
  return Object.values(files).flatMap(({ mutants }) => mutants);
}

/** The mutants of logic that no test notices, one a line. */
export function survivorsOf({ files }: MutationReport): string[] {
  return Object.entries(files).flatMap(([path, { mutants }]) =>
    logicOf(validOf(mutants))
      .filter(({ status }) => !KILLED.includes(status))
      .map(({ mutatorName, replacement = '', location: { start } }) => {
        const [first = ''] = replacement.split('\n');
        return `${path}:${start.line}:${start.column} ${mutatorName} → ${first}`;
      }),
  );
}

/** Strings are left out of the goal: most of them are messages, which tests hold to their facts and not to their words. */
function logicOf(mutants: readonly Mutant[]): Mutant[] {
  return mutants.filter(({ mutatorName }) => mutatorName !== 'StringLiteral');
}

export function reaches({ mutants, goal }: Row): boolean {
  return percentage(logicOf(mutants)) >= goal;
}

export function renderTable(rows: readonly Row[]): string {
  const head = ['module', 'mutants', 'killed', 'logic mutants', 'killed', 'goal', ''];
  return bareTable(
    head,
    rows.map((row) => {
      const logic = logicOf(row.mutants);
      return [
        row.name,
        ...[row.mutants, logic].flatMap((mutants) => [String(validOf(mutants).length), percent(mutants)]),
        `${row.goal} %`,
        reaches(row) ? '' : 'below its goal',
      ];
    }),
  );
}

function percent(mutants: readonly Mutant[]): string {
  return `${percentage(mutants).toFixed(1)} %`;
}

/** A module without mutants has nothing that could be missed. */
function percentage(mutants: readonly Mutant[]): number {
  const valid = validOf(mutants);
  const killed = valid.filter(({ status }) => KILLED.includes(status));
  return valid.length === 0 ? 100 : (100 * killed.length) / valid.length;
}

function validOf(mutants: readonly Mutant[]): Mutant[] {
  return mutants.filter(({ status }) => VALID.includes(status));
}
