/** Invokes the probes of a deployed stack and shows the report: what `natless probe` and `pulls --deployed` have in common. */
import type { Report } from '../../lambda/report/report-schema.ts';
import { placeIn, probeRegions } from '../deployed/probe-regions.ts';
import {
  type PlaceOptions,
  type ProbeOptions,
  type ProbeOutcome,
  probeStack,
} from '../deployed/probe-stack.ts';
import type { TaskKind } from '../deployed/tasks/task-place.ts';
import { renderPage } from '../report/html/page.ts';
import type { NatUsage } from '../report/inputs/nat-usage.ts';
import type { DrawnNetwork } from '../report/inputs/network.ts';
import { UserError } from '../user-error.ts';
import { type Context, STATUS } from './context.ts';
import { compare, type ExpectArguments } from './options/expect.ts';
import { saveAs } from './options/files.ts';
import { type PlaceArguments, placeOf } from './options/place.ts';
import { type RegionsArguments, regionsOf } from './options/regions.ts';
import { note, type PrintArguments, printMatrix, printReport } from './print.ts';
import { createProgress, type Progress } from './progress.ts';

export interface ProbeArguments extends ExpectArguments, PlaceArguments, PrintArguments, RegionsArguments {
  readonly on?: 'lambda' | TaskKind;
  readonly html?: string;
  readonly natUsage?: boolean;
}

type Event = ProbeOptions['event'];

/** @returns the exit status */
export async function runDeployed(event: Event, given: ProbeArguments, context: Context): Promise<number> {
  const progress = createProgress(context.stderr);
  const options = { progress: progress.step, signal: context.signal };
  const regions = await regionsOf(given);
  if (regions) return inRegions(regions, { ...options, event }, given, context, progress);
  return inOneRegion({ ...options, event, place: await placeOf(given, context) }, given, context, progress);
}

async function inOneRegion(
  options: ProbeOptions,
  given: ProbeArguments,
  context: Context,
  { done }: Progress,
): Promise<number> {
  const { report, notes } = await outcomeOn(given.on, options).finally(done);
  const usage = given.natUsage ? await natUsage(options).finally(done) : NOTHING;
  const picture = given.html === undefined ? NOTHING : await network(report, options).finally(done);
  if (given.html !== undefined) saveAs(given.html, renderPage(report, picture.found), context);
  for (const line of [...notes, ...usage.notes, ...picture.notes]) note(line, context);
  printReport(report, given, context, usage.found && [usage.found]);
  return statusOf(report, given, context);
}

function statusOf(report: Report, { expect }: ProbeArguments, context: Context): number {
  if (expect) return compare(expect, report, context);
  return report.summary.asExpected ? STATUS.asExpected : STATUS.unexpected;
}

/* Clients are loaded where they are needed: EC2's takes longer to load than all the rest of the command. */

/** From the functions, or from tasks. */
async function outcomeOn(on: ProbeArguments['on'], options: ProbeOptions): Promise<ProbeOutcome> {
  if (on === undefined || on === 'lambda') return probeStack(options);
  const { probeTasks } = await import('../deployed/tasks/probe-tasks.ts');
  return probeTasks(options, on);
}

interface Addition<Found> {
  readonly found?: Found;
  readonly notes: readonly string[];
}

const NOTHING = { found: undefined, notes: [] };

async function natUsage({ place, progress, signal }: PlaceOptions): Promise<Addition<NatUsage>> {
  progress(`reading how many bytes the NAT gateways in ${place.region} carried`);
  const { readNatUsage } = await import('../deployed/nat-usage.ts');
  return orNote(readNatUsage(place, signal));
}

async function network({ runs }: Report, { place, progress, signal }: PlaceOptions) {
  progress('asking EC2 for the network, for the picture');
  const { describeNetwork } = await import('../deployed/describe-network.ts');
  const subnetIds = runs.flatMap(({ network: { subnetId } }) => subnetId ?? []);
  return orNote<DrawnNetwork>(describeNetwork(subnetIds, place, signal));
}

/** What the credentials do not allow becomes a note: the report is complete without it. */
async function orNote<Found>(finding: Promise<Found>): Promise<Addition<Found>> {
  try {
    return { found: await finding, notes: [] };
  } catch (error) {
    if (error instanceof UserError) return { notes: [error.message] };
    throw error;
  }
}

/** A Region without an answer makes the status that of an error, whatever the others report. */
async function inRegions(
  regions: readonly string[],
  options: Omit<ProbeOptions, 'place'>,
  given: ProbeArguments,
  context: Context,
  { done }: Progress,
): Promise<number> {
  const places = regions.map(async (region) => placeIn(region, await placeOf({ ...given, region }, context)));
  const { report, notes, missing } = await probeRegions(await Promise.all(places), options).finally(done);
  printMatrix(report, given, context);
  for (const line of [...notes, ...missing]) note(line, context);
  return missing.length > 0 ? STATUS.usage : statusOf(report, given, context);
}
