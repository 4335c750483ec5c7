/** The command line of a deployed stack: finds its probes, invokes them, prints the report. */
import { Command, Option } from 'commander';
import { plainText } from '../lambda/report/plain-text.ts';
import type { Report } from '../lambda/report/report-schema.ts';
import { STACK_NAME } from '../lambda/report/stack-contract.ts';
import { runCommand, STATUS } from '../lib/cli/command.ts';
import { addEventOptions, type EventArguments, eventOf } from '../lib/cli/event-options.ts';
import { addExpectOption, compare, type ExpectationArguments } from '../lib/cli/expectation.ts';
import { saveAs, writableFile } from '../lib/cli/output-file.ts';
import { addPlanOptions, natUsageOption, type PlanArguments } from '../lib/cli/plan-options.ts';
import { printCatalogues, printMatrix, printReport } from '../lib/cli/print.ts';
import { addRegionOptions, type RegionArguments, regionsOf } from '../lib/cli/region-options.ts';
import { findPlace } from '../lib/deployed/place.ts';
import { placeIn, probeRegions } from '../lib/deployed/probe-regions.ts';
import {
  catalogueStack,
  type PlaceOptions,
  type ProbeOptions,
  type ProbeOutcome,
  probeStack,
} from '../lib/deployed/probe-stack.ts';
import type { TaskKind } from '../lib/deployed/tasks/task-place.ts';
import { renderPage } from '../lib/report/html/page.ts';
import type { NatUsage } from '../lib/report/inputs/nat-usage.ts';
import { createProgress } from '../lib/report/terminal/progress.ts';
import { UserError } from '../lib/user-error.ts';

interface Arguments extends EventArguments, ExpectationArguments, PlanArguments, RegionArguments {
  readonly stack: string;
  readonly region?: string;
  readonly profile?: string;
  readonly json?: boolean;
  readonly html?: string;
  readonly natUsage?: boolean;
  readonly on?: 'lambda' | TaskKind;
}

function commandLine(): Command {
  return addRegionOptions(addPlanOptions(addExpectOption(addEventOptions(new Command('npm run probe --')))))
    .description(
      "Invokes a deployed stack's probes, in all its Availability Zones at once, and prints the report.",
    )
    .option('--stack <name>', "the stack's name", STACK_NAME)
    .option('--region <region>', "the stack's Region (default: AWS_REGION, or the profile's)")
    .option('--profile <profile>', 'the profile whose credentials are used (default: AWS_PROFILE)')
    .option('--html <file>', 'also write the report as a page', writableFile)
    .option('--json', 'print the report as one JSON document')
    .addOption(
      new Option(
        '--on <kind>',
        'what the probe runs on: the functions, or a Fargate task in each IPv6-only or dual-stack subnet',
      )
        .choices(['lambda', 'fargate', 'fargate-dual-stack'])
        .conflicts(['catalogue', 'allRegions', 'regions']),
    )
    .addOption(natUsageOption().conflicts('json'))
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

/* What asks EC2 is loaded where it is needed: EC2's client takes longer to load than all the rest of the command. */

interface Probed extends ProbeOutcome {
  readonly natUsage: readonly NatUsage[];
}

/** From the functions, or from tasks, whose clients only they need. */
async function outcome({ on }: Arguments, options: ProbeOptions): Promise<ProbeOutcome> {
  if (on === undefined || on === 'lambda') return probeStack(options);
  const { probeTasks } = await import('../lib/deployed/tasks/probe-tasks.ts');
  return probeTasks(options, on);
}

/** A report is worth more than none: whoever may not read the account's metrics is told, and has it. */
async function probe(given: Arguments, options: PlaceOptions): Promise<Probed> {
  const { report, notes } = await outcome(given, { ...options, event: eventOf(given) });
  if (!given.natUsage) return { report, notes, natUsage: [] };
  step(`reading what the NAT gateways in ${options.place.region} carried`);
  const { readNatUsage } = await import('../lib/deployed/nat-usage.ts');
  try {
    return { report, notes, natUsage: [await readNatUsage(options.place, options.signal)] };
  } catch (error) {
    if (error instanceof UserError) return { report, notes: [...notes, error.message], natUsage: [] };
    throw error;
  }
}

/** A page with a smaller picture is worth more than none, too. */
async function network({ runs }: Report, { place, signal }: PlaceOptions) {
  step('asking EC2 for the network, for the picture');
  const { describeNetwork } = await import('../lib/deployed/describe-network.ts');
  const subnetIds = runs.flatMap(({ network: { subnetId } }) => subnetId ?? []);
  try {
    return { network: await describeNetwork(subnetIds, place, signal), notes: [] };
  } catch (error) {
    if (error instanceof UserError) return { network: undefined, notes: [error.message] };
    throw error;
  }
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
  const { report, notes, natUsage } = await probe(given, options).finally(progress.done);
  const picture = given.html === undefined ? null : await network(report, options).finally(progress.done);
  if (given.html !== undefined) saveAs(given.html, renderPage(report, picture?.network));
  printReport(report, { ...given, natUsage });
  for (const note of [...notes, ...(picture?.notes ?? [])]) process.stderr.write(`${plainText(note)}\n`);
  if (given.expect) return compare(given.expect, report);
  return report.summary.asExpected ? STATUS.asExpected : STATUS.unexpected;
}

await runCommand(main);
