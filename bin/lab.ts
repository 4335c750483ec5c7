/** The lab's command line: reads arguments, runs the lab, prints the report. */
import { writeFileSync } from 'node:fs';
import { Command } from 'commander';
import type { Report } from '../lambda/probe/report-schema.ts';
import { runCommand, STATUS } from '../lib/cli/command.ts';
import { addEventOptions, type EventArguments, eventOf } from '../lib/cli/event-options.ts';
import { execInLab, isExec } from '../lib/cli/exec.ts';
import { addExpectOption, compare, type ExpectationArguments } from '../lib/cli/expectation.ts';
import { addPlanOptions, type PlanArguments } from '../lib/cli/plan-options.ts';
import { printCatalogues, printReport } from '../lib/cli/print.ts';
import { addWorldOptions, type WorldArguments, worldRequest } from '../lib/cli/world-options.ts';
import { EnvironmentError } from '../lib/lab/environment-error.ts';
import { type LabOptions, runLab, runLabCatalogue } from '../lib/lab/lab.ts';
import { WORLDS } from '../lib/lab/worlds/worlds.ts';
import { createProgress } from '../lib/report/progress.ts';

interface Arguments extends WorldArguments, EventArguments, ExpectationArguments, PlanArguments {
  readonly json?: boolean;
  readonly worlds?: boolean;
  readonly logs?: string;
}

function commandLine(): Command {
  return addPlanOptions(addExpectOption(addEventOptions(addWorldOptions(new Command('npm run lab --')))))
    .description('Runs the probe in the VPC of a synthesized template, made of Linux network namespaces.')
    .option('--json', 'print the report as one JSON document')
    .option('--worlds', 'list the scenarios, a line each')
    .option('--logs <file>', 'also write what the functions wrote to CloudWatch Logs to a file')
    .addHelpText(
      'after',
      '\nnpm run -s lab -- exec -- COMMAND… runs a command of yours in a private subnet.' +
        '\nExit status: 0 everything as the world expects, 1 something is not, 2 usage or environment.',
    )
    .allowExcessArguments(false)
    .exitOverride();
}

function save(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new EnvironmentError(`"${file}" cannot be written: ${(error as Error).message}`);
  }
}

function listWorlds(): number {
  for (const { name, summary } of WORLDS) process.stdout.write(`${name.padEnd(34)} ${summary}\n`);
  return STATUS.asExpected;
}

/** A comparison with another report decides in the place of the world; nothing decides in the place of the referee. */
function isConfirmed({ runs }: Report): boolean {
  return runs.every(({ lab }) => lab?.referee.agrees);
}

async function catalogue(given: Arguments, options: LabOptions): Promise<number> {
  const { catalogues, differences } = await runLabCatalogue(options).finally(progress.done);
  printCatalogues(catalogues, given.json ?? false);
  for (const difference of differences) process.stderr.write(`the kernel disagrees: ${difference}\n`);
  return differences.length === 0 ? STATUS.asExpected : STATUS.unexpected;
}

const progress = createProgress(process.stderr);

async function main(signal: AbortSignal): Promise<number> {
  const args = process.argv.slice(2);
  if (isExec(args)) return execInLab(args.slice(1), signal);
  const given = commandLine().parse().opts<Arguments>();
  if (given.worlds) return listWorlds();
  const options = {
    request: { ...worldRequest(given), event: eventOf(given) },
    install: given.install,
    progress: progress.step,
    signal,
  };
  if (given.catalogue) return catalogue(given, options);
  const { report, logs, differences } = await runLab(options).finally(progress.done);
  if (given.logs !== undefined) save(given.logs, logs);
  printReport(report, given);
  if (given.expect && isConfirmed(report)) return compare(given.expect, report);
  for (const difference of differences) process.stderr.write(`not as this world expects: ${difference}\n`);
  return differences.length === 0 ? STATUS.asExpected : STATUS.unexpected;
}

await runCommand(main, { isUsers: (error) => error instanceof EnvironmentError });
