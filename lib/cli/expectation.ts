/** The option `--expect FILE`: a stored report that this one is compared with. */
import { readFileSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import { plainText } from '../../lambda/report/plain-text.ts';
import { readReportDocument } from '../../lambda/report/read-report.ts';
import type { Report } from '../../lambda/report/report-schema.ts';
import { type Difference, differencesSince } from '../report/compare.ts';
import { STATUS } from './command.ts';

export interface ExpectationArguments {
  readonly expect?: Report;
}

export function addExpectOption(command: Command): Command {
  return command.option(
    '--expect <file>',
    'a stored report: any change since then ends with status 1',
    readReport,
  );
}

/** An option's or argument's parser: a report that `--json` has stored. */
export function readReport(file: string): Report {
  const read = readReportDocument(readJson(file));
  if ('problem' in read) throw new InvalidArgumentError(read.problem);
  return read.report;
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new InvalidArgumentError(`it cannot be read: ${(error as Error).message}`);
  }
}

const WORDS: Readonly<Record<Difference['kind'], string>> = {
  improvement: 'better: ',
  regression: 'worse: ',
  other: 'changed: ',
};

/** Says on standard error what changed, the worst first. @returns the exit status */
export function compare(stored: Report, now: Report): number {
  const changes = differencesSince(stored, now);
  for (const kind of ['regression', 'other', 'improvement'] as const) {
    for (const { words } of changes.filter((change) => change.kind === kind)) {
      process.stderr.write(`${WORDS[kind]}${plainText(words)}\n`);
    }
  }
  return changes.length === 0 ? STATUS.asExpected : STATUS.unexpected;
}
