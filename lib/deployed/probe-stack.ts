/** Invokes every probe of a deployed stack at the same time and makes one report of their answers. */
import type { z } from 'zod';
import { type CatalogueReport, catalogueSchema } from '../../lambda/report/catalogue/catalogue-schema.ts';
import { judgeAgain } from '../../lambda/report/judge/judge-again.ts';
import { reportOf } from '../../lambda/report/judge/summary.ts';
import { type Report, type Run, reportSchema } from '../../lambda/report/report-schema.ts';
import { UserError } from '../user-error.ts';
import { findProbes } from './find-stack.ts';
import { invokeProbe } from './invoke.ts';
import type { Place } from './place.ts';

/** A deployed probe reports one run: its own. */
const oneRunSchema = reportSchema.refine(({ runs }) => runs.length === 1);

export interface PlaceOptions {
  readonly place: Place;
  readonly progress: (step: string) => void;
  readonly signal: AbortSignal;
}

export interface ProbeOptions extends PlaceOptions {
  /** What the probes are invoked with. */
  readonly event: Readonly<Record<string, unknown>>;
}

export interface ProbeOutcome {
  readonly report: Report;
  /** Why a route that the probes could not look up stays declared, one sentence each. */
  readonly notes: readonly string[];
}

/** @throws UserError */
export function probeStack(options: ProbeOptions): Promise<ProbeOutcome> {
  return endingTogether(options, async (together) => {
    const reports = await invokeAll(together, oneRunSchema);
    return outcomeOf(
      reports.flatMap((report) => report.runs),
      together,
    );
  });
}

/** One report of all probes' runs, each completed with what the user's credentials can look up. */
export async function outcomeOf(runs: readonly Run[], options: PlaceOptions): Promise<ProbeOutcome> {
  const completed = await Promise.all(runs.map((run) => complete(run, options)));
  const notes = completed.flatMap(({ note }) => note ?? []);
  return { report: reportOf(completed.map(({ run }) => run)), notes };
}

/** The catalogue of each subnet. @throws UserError */
export function catalogueStack(options: PlaceOptions): Promise<CatalogueReport[]> {
  const event = { catalogue: true };
  return endingTogether({ ...options, event }, (together) => invokeAll(together, catalogueSchema));
}

/** The first probe that fails ends the wait for the others. */
async function endingTogether<T>(
  options: ProbeOptions,
  work: (options: ProbeOptions) => Promise<T>,
): Promise<T> {
  const ended = new AbortController();
  try {
    return await work({ ...options, signal: AbortSignal.any([options.signal, ended.signal]) });
  } finally {
    ended.abort();
  }
}

async function invokeAll<Schema extends z.ZodType>(
  options: ProbeOptions,
  schema: Schema,
): Promise<z.output<Schema>[]> {
  const { place, progress, signal } = options;
  progress(`looking for stack ${place.stackName} in ${place.region}`);
  const functionNames = await findProbes(place, signal);
  const count = functionNames.length;
  progress(`probing from ${count} subnets; a first start in a VPC takes some seconds`);
  let answered = 0;
  const invocations = functionNames.map(async (functionName) => {
    const answer = await invokeProbe({ ...options, functionName }, schema);
    answered += 1;
    progress(`${answered} of ${count} subnets have answered`);
    return answer;
  });
  return Promise.all(invocations);
}

interface Completed {
  readonly run: Run;
  readonly note?: string;
}

/** Where the credentials may not look the route up, the run keeps its declared route, and a note says why. */
async function complete(run: Run, { place, progress, signal }: PlaceOptions): Promise<Completed> {
  const { route, subnetId } = run.network;
  if (route.witness !== 'declared' || subnetId === null) return { run };
  progress(`looking up the route table of ${subnetId} in EC2, since the probe could not`);
  // Imported only here: EC2's client takes longer to load than everything else.
  const { lookUpRoute } = await import('./look-up-route.ts');
  try {
    const found = await lookUpRoute(subnetId, place, signal);
    return found ? { run: judgeAgain(run, found) } : { run, note: `EC2 knows no route table of ${subnetId}` };
  } catch (error) {
    if (error instanceof UserError) return { run, note: error.message };
    throw error;
  }
}
