/** Runs the probe in the lab and shows the report: what `natless lab`, `pulls` and `worlds --run NAME` have in common. */
import { type Command, Option } from 'commander';
import type { Report } from '../../lambda/report/report-schema.ts';
import { type LabOptions, type LabOutcome, runLab } from '../lab/lab.ts';
import { requireTcpdump } from '../lab/session/privileges.ts';
import type { LabRequest } from '../lab/session/request.ts';
import { renderPage } from '../report/html/page.ts';
import { junitOf } from '../report/junit.ts';
import { wrapped } from '../report/terminal/wrap.ts';
import { worldInWords } from '../report/world-in-words.ts';
import { type Context, STATUS } from './context.ts';
import { keepUntilInterrupt } from './keep.ts';
import { compare, type ExpectArguments } from './options/expect.ts';
import { type FailOnArguments, failures } from './options/fail-on.ts';
import { openForUser, saveAs, writableFile } from './options/files.ts';
import { columnsOf, note, type PrintArguments, printReport } from './print.ts';
import { createProgress } from './progress.ts';

export interface LabArguments extends ExpectArguments, FailOnArguments, PrintArguments {
  readonly install: boolean;
  readonly html?: string;
  readonly junit?: string;
  readonly logs?: string;
  readonly pcap?: string;
  readonly keep?: boolean;
}

export function addOutputOptions(command: Command): Command {
  return command
    .optionsGroup('Output:')
    .option('--json', '')
    .addOption(formatOption())
    .option('--html <file>', 'print JSON, Markdown; write a page', writableFile);
}

export function addVerboseOption(command: Command): Command {
  return command.option('--verbose', 'show the times where they do not fit, too');
}

export function formatOption(description = ''): Option {
  return new Option('--format <github>', description).choices(['github']).conflicts('json');
}

export function addLabOptions(command: Command): Command {
  return addInstallOption(
    command
      .option('--junit <file>', '', writableFile)
      .option('--logs <file>', '', writableFile)
      .option('--pcap <file>', 'JUnit, logs, packets')
      .option('--keep', '')
      .option('--verbose', ''),
    'stay up until Ctrl-C; times; install nothing',
  );
}

export function addInstallOption(
  command: Command,
  description = 'never install packages that the lab needs',
): Command {
  return command.option('--no-install', description);
}

/** @returns the exit status */
export async function runInLab(request: LabRequest, given: LabArguments, context: Context): Promise<number> {
  const { keep = false, pcap } = given;
  const progress = createProgress(context.stderr);
  const options: LabOptions = {
    request: { ...request, keep, capture: pcap !== undefined },
    install: given.install,
    progress: progress.step,
    signal: context.signal,
    captureFd: pcap === undefined ? undefined : openCapture(pcap),
  };
  let status: number = STATUS.usage;
  const show = (outcome: LabOutcome) => {
    progress.done();
    status = showOutcome(outcome, given, context);
  };
  if (keep) {
    await runLab(options, async (outcome, entrances) => {
      show(outcome);
      await keepUntilInterrupt(entrances, context);
    });
  } else show(await runLab(options).finally(progress.done));
  return status;
}

/** Opened before anything is built, so that a problem shows at once. */
function openCapture(file: string): number {
  requireTcpdump();
  return openForUser(file);
}

function showOutcome(outcome: LabOutcome, given: LabArguments, context: Context): number {
  const { report, network, logs, differences, notices } = outcome;
  // A file, byte for byte as the functions wrote it: it is not cleaned, as what a terminal gets is.
  if (given.logs !== undefined) saveAs(given.logs, logs, context);
  if (given.junit !== undefined) saveAs(given.junit, junitOf(report, given.failOn), context);
  if (given.html !== undefined) saveAs(given.html, renderPage(report, network), context);
  for (const notice of notices) note(notice, context);
  printReport(report, given, context);
  showWorld(outcome, given, context);
  const unwanted = failures(report, given);
  for (const failure of unwanted) note(failure, context);
  const status = statusOf(report, differences, given, context);
  return unwanted.length === 0 ? status : STATUS.unexpected;
}

/** What else a person wants to know at the end; `--expect` replaces the world's expectations. */
function showWorld({ report, differences }: LabOutcome, given: LabArguments, context: Context): void {
  const words = worldInWords(report, differences);
  if (words === null || given.json || given.format || given.expect) return;
  context.stdout.write(`\n${wrapped(words, columnsOf(context))}\n`);
}

function statusOf(
  report: Report,
  differences: readonly string[],
  { expect }: LabArguments,
  context: Context,
): number {
  if (expect && isConfirmed(report)) return compare(expect, report, context);
  for (const difference of differences) note(`not as expected: ${difference}`, context);
  return differences.length === 0 ? STATUS.asExpected : STATUS.unexpected;
}

/** The report that `--expect` names replaces the world's expectations; nothing replaces the referee's. */
function isConfirmed({ runs }: Report): boolean {
  return runs.every(({ lab }) => lab?.referee.agrees);
}
