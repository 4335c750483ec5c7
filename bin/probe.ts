/** The command line of a deployed stack: finds its probes, invokes them, prints the report. */
import { Command } from 'commander';
import { STACK_NAME } from '../lambda/probe/contract.ts';
import { plainText } from '../lambda/probe/net/plain-text.ts';
import { runCommand, STATUS } from '../lib/cli/command.ts';
import { addEventOptions, type EventArguments, eventOf } from '../lib/cli/event-options.ts';
import { addExpectOption, compare, type ExpectationArguments } from '../lib/cli/expectation.ts';
import { printCatalogues, printMatrix, printReport } from '../lib/cli/print.ts';
import { addRegionOptions, type RegionArguments, regionsOf } from '../lib/cli/region-options.ts';
import { findPlace } from '../lib/deployed/place.ts';
import { placeIn, probeRegions } from '../lib/deployed/probe-regions.ts';
import { catalogueStack, type PlaceOptions, probeStack } from '../lib/deployed/probe-stack.ts';
import { DeployedProblem } from '../lib/deployed/problem.ts';
import { createProgress } from '../lib/report/progress.ts';

interface Arguments extends EventArguments, ExpectationArguments, RegionArguments {
  readonly stack: string;
  readonly region?: string;
  readonly profile?: string;
  readonly json?: boolean;
}

function commandLine(): Command {
  return addRegionOptions(addExpectOption(addEventOptions(new Command('npm run probe --'))))
    .description(
      "Invokes a deployed stack's probes, in all its Availability Zones at once, and prints the report.",
    )
    .option('--stack <name>', "the stack's name", STACK_NAME)
    .option('--region <region>', "the stack's Region (default: AWS_REGION, or the profile's)")
    .option('--profile <profile>', 'the profile whose credentials are used (default: AWS_PROFILE)')
    .option('--json', 'print the report as one JSON document')
    .addHelpText(
      'after',
      '\nExit status: 0 all as expected, 1 something is not, 2 usage, settings or environment.',
    )
    .allowExcessArguments(false)
    .exitOverride();
}

const progress = createProgress(process.stderr);
const step = (text: string) => progress.step(plainText(text));

async function catalogue({ json = false }: Arguments, options: PlaceOptions): Promise<number> {
  printCatalogues(await catalogueStack(options).finally(progress.done), json);
  return STATUS.asExpected;
}

/** A Region that could not be asked is no result: the status says so, whatever the others are like. */
async function inRegions(regions: readonly string[], given: Arguments, signal: AbortSignal): Promise<number> {
  const places = await Promise.all(
    regions.map(async (region) => placeIn(region, await findPlace({ ...given, region }, process.env))),
  );
  const options = { event: eventOf(given), progress: step, signal };
  const { report, notes, missing } = await probeRegions(places, options).finally(progress.done);
  printMatrix(report, given.json ?? false);
  for (const line of [...notes, ...missing]) process.stderr.write(`${plainText(line)}\n`);
  if (missing.length > 0) return STATUS.usage;
  if (given.expect) return compare(given.expect, report);
  return report.summary.asExpected ? STATUS.asExpected : STATUS.unexpected;
}

async function main(signal: AbortSignal): Promise<number> {
  const given = commandLine().parse().opts<Arguments>();
  const regions = await regionsOf(given);
  if (regions) return inRegions(regions, given, signal);
  const options = { place: await findPlace(given, process.env), progress: step, signal };
  if (given.catalogue) return catalogue(given, options);
  const { report, notes } = await probeStack({ ...options, event: eventOf(given) }).finally(progress.done);
  printReport(report, given.json ?? false);
  for (const note of notes) process.stderr.write(`${plainText(note)}\n`);
  if (given.expect) return compare(given.expect, report);
  return report.summary.asExpected ? STATUS.asExpected : STATUS.unexpected;
}

await runCommand(main, { isUsers: (error) => error instanceof DeployedProblem });
