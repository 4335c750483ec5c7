/** The lab's command line: reads arguments, runs the lab, prints the report. */
import { openSync } from 'node:fs';
import { Command, Option } from 'commander';
import type { Report } from '../lambda/report/report-schema.ts';
import { runAllWorlds } from '../lib/cli/all-worlds.ts';
import { runCommand, STATUS } from '../lib/cli/command.ts';
import { addEventOptions, type EventArguments, eventOf } from '../lib/cli/event-options.ts';
import { execInLab, isExec } from '../lib/cli/exec.ts';
import { addExpectOption, compare, type ExpectationArguments } from '../lib/cli/expectation.ts';
import { keepUntil } from '../lib/cli/keep.ts';
import { saveAs, writableFile } from '../lib/cli/output-file.ts';
import { addPlanOptions, type PlanArguments } from '../lib/cli/plan-options.ts';
import { printCatalogues, printReport } from '../lib/cli/print.ts';
import { addWorldOptions, type WorldArguments, worldRequest } from '../lib/cli/world-options.ts';
import { type LabOptions, type LabOutcome, runLab, runLabCatalogue } from '../lib/lab/lab.ts';
import { requireTcpdump } from '../lib/lab/session/privileges.ts';
import { WORLDS } from '../lib/lab/worlds/worlds.ts';
import { renderPage } from '../lib/report/html/page.ts';
import { createProgress } from '../lib/report/terminal/progress.ts';
import { UserError } from '../lib/user-error.ts';

interface Arguments extends WorldArguments, EventArguments, ExpectationArguments, PlanArguments {
  readonly json?: boolean;
  readonly worlds?: boolean;
  readonly allWorlds?: boolean;
  readonly logs?: string;
  readonly html?: string;
  readonly keep?: boolean;
  readonly pcap?: string;
}

function commandLine(): Command {
  return addPlanOptions(addExpectOption(addEventOptions(addWorldOptions(new Command('npm run lab --')))))
    .description('Runs the probe in the VPC of a synthesized template, made of Linux network namespaces.')
    .option('--json', 'print the report as one JSON document')
    .option('--worlds', 'list the scenarios, a line each')
    .addOption(
      new Option(
        '--all-worlds',
        'run every scenario, several at once, and say whether each is as it should be',
      ).conflicts([
        'world',
        'worlds',
        'template',
        'catalogue',
        'registries',
        'expect',
        'logs',
        'html',
        'only',
        'target',
        'targets',
      ]),
    )
    .option('--logs <file>', 'also write what the functions wrote to CloudWatch Logs to a file', writableFile)
    .option('--html <file>', 'also write the report as a page, with a picture of the network', writableFile)
    .option('--keep', 'leave everything running until Ctrl-C, and say how to enter it')
    .option('--pcap <file>', 'write what crosses the gateways to a file, by tcpdump')
    .addHelpText(
      'after',
      '\nnpm run -s lab -- exec -- COMMAND… runs a command of yours in a private subnet.' +
        '\nExit status: 0 everything as the world expects, 1 something is not, 2 usage or environment.',
    )
    .allowExcessArguments(false)
    .exitOverride();
}

/** Opened before anything is built: what cannot be written is said at once. */
function openCapture(file: string): number {
  requireTcpdump();
  try {
    return openSync(file, 'w');
  } catch (error) {
    throw new UserError(`"${file}" cannot be written: ${(error as Error).message}`);
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
    request: {
      ...worldRequest(given),
      keep: given.keep ?? false,
      capture: given.pcap !== undefined,
      event: eventOf(given),
    },
    install: given.install,
    progress: progress.step,
    signal,
  };
  if (given.allWorlds) return runAllWorlds(options, given.json ?? false).finally(progress.done);
  if (given.catalogue) return catalogue(given, options);
  return probe(given, options, signal);
}

async function probe(given: Arguments, options: LabOptions, signal: AbortSignal): Promise<number> {
  const captureFd = given.pcap === undefined ? undefined : openCapture(given.pcap);
  const show = (outcome: LabOutcome) => {
    progress.done();
    return showOutcome(given, outcome);
  };
  if (!given.keep) return show(await runLab({ ...options, captureFd }).finally(progress.done));
  let status: number = STATUS.usage;
  await runLab({ ...options, captureFd }, async (outcome, entrances) => {
    status = show(outcome);
    await keepUntil(signal, entrances);
  });
  return status;
}

function showOutcome(given: Arguments, { report, network, logs, differences }: LabOutcome): number {
  if (given.logs !== undefined) saveAs(given.logs, logs);
  if (given.html !== undefined) saveAs(given.html, renderPage(report, network));
  printReport(report, given);
  if (given.expect && isConfirmed(report)) return compare(given.expect, report);
  for (const difference of differences) process.stderr.write(`not as expected: ${difference}\n`);
  return differences.length === 0 ? STATUS.asExpected : STATUS.unexpected;
}

await runCommand(main);
