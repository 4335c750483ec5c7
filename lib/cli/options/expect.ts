/** The option `--expect FILE`: a stored report that this one is compared with. */
import { type Command, InvalidArgumentError } from 'commander';
import { readReportDocument } from '../../../lambda/report/read-report.ts';
import { REPORT_LIMITS } from '../../../lambda/report/report-limits.ts';
import type { Report } from '../../../lambda/report/report-schema.ts';
import { type Difference, differencesSince } from '../../report/compare.ts';
import { type Context, STATUS } from '../context.ts';
import { note } from '../print.ts';
import { readJson } from './files.ts';

export interface ExpectArguments {
  readonly expect?: Report;
}

export function addExpectOption(
  command: Command,
  description = 'status 1 if anything differs from this report',
): Command {
  return command.option('--expect <file>', description, readReport);
}

/** For commander: a report that `--json` has stored. */
export function readReport(file: string): Report {
  const read = readReportDocument(readJson(file, REPORT_LIMITS.fileBytes));
  if ('problem' in read) throw new InvalidArgumentError(read.problem);
  return read.report;
}

const WORDS: Readonly<Record<Difference['kind'], string>> = {
  improvement: 'better: ',
  regression: 'worse: ',
  other: 'changed: ',
};

/** Notes what changed, the worst first. @returns the exit status */
export function compare(stored: Report, now: Report, context: Context): number {
  const differences = differencesSince(stored, now);
  for (const kind of ['regression', 'other', 'improvement'] as const) {
    for (const { words } of differences.filter((each) => each.kind === kind)) {
      note(`${WORDS[kind]}${words}`, context);
    }
  }
  return differences.length === 0 ? STATUS.asExpected : STATUS.unexpected;
}
