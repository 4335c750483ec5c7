/** What the command lines have in common: exit statuses, progress, interrupts, and how an error is told. */
import { CommanderError } from 'commander';
import type { CatalogueReport } from '../../lambda/probe/catalogue/catalogue-schema.ts';
import type { Report } from '../../lambda/probe/report-schema.ts';
import { renderCatalogue } from '../report/catalogue.ts';
import { createProgress } from '../report/progress.ts';
import { renderReport } from '../report/terminal.ts';

/** 0: everything as expected; 1: something is not; 2: usage, settings or environment; 130: interrupted (128 + SIGINT). */
export const STATUS = { asExpected: 0, unexpected: 1, usage: 2, interrupted: 130 } as const;

/** A class of errors that the user can do something about: they are told as they are, without a stack trace. */
type UserError = abstract new (...args: never[]) => Error;

/** Where the output is no terminal, lines may be long. */
const COLUMNS_WITHOUT_TERMINAL = 120;

export function printReport(report: Report, json: boolean): void {
  const { columns = COLUMNS_WITHOUT_TERMINAL } = process.stdout;
  const color = process.stdout.hasColors?.() ?? false;
  const text = json ? `${JSON.stringify(report, null, 2)}\n` : renderReport(report, { columns, color });
  process.stdout.write(text);
}

/** One document for `--json`, else a matrix for each subnet. */
export function printCatalogues(catalogues: readonly CatalogueReport[], json: boolean): void {
  const text = json ? `${JSON.stringify(catalogues, null, 2)}\n` : catalogues.map(renderCatalogue).join('\n');
  process.stdout.write(text);
}

export interface CommandContext {
  /** Says what is going on, on standard error. */
  readonly progress: (step: string) => void;
  /** To be called before anything else is printed. */
  readonly done: () => void;
  /** Fires when the user interrupts. */
  readonly signal: AbortSignal;
}

/** Runs a command to its exit status, whatever it throws. */
export async function runCommand(
  command: (context: CommandContext) => Promise<number>,
  userErrors: readonly UserError[],
): Promise<number> {
  const interrupt = new AbortController();
  process.once('SIGINT', () => interrupt.abort()).once('SIGTERM', () => interrupt.abort());
  const progress = createProgress(process.stderr);
  try {
    return await command({ progress: progress.step, done: progress.done, signal: interrupt.signal });
  } catch (error) {
    progress.done();
    return interrupt.signal.aborted ? STATUS.interrupted : statusOf(error, userErrors);
  }
}

function statusOf(error: unknown, userErrors: readonly UserError[]): number {
  // Commander has printed its own message already.
  if (error instanceof CommanderError) return error.exitCode === 0 ? STATUS.asExpected : STATUS.usage;
  process.stderr.write(`${describe(error, userErrors)}\n`);
  return STATUS.usage;
}

function describe(error: unknown, userErrors: readonly UserError[]): string {
  if (!(error instanceof Error)) return String(error);
  return userErrors.some((known) => error instanceof known) ? error.message : (error.stack ?? error.message);
}
