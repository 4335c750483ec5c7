/** Asks every probe of a deployed stack at the same time and makes one report of their answers. */
import { reportOf } from '../../lambda/probe/judge/summary.ts';
import type { Report, Run } from '../../lambda/probe/report-schema.ts';
import { findProbes } from './find-stack.ts';
import { invokeProbe } from './invoke.ts';
import { lookUpRoute } from './look-up-route.ts';
import type { Place } from './place.ts';
import { DeployedProblem } from './problem.ts';
import { withRoute } from './with-route.ts';

export interface ProbeOptions {
  readonly place: Place;
  /** What the probes are invoked with. */
  readonly event: Readonly<Record<string, unknown>>;
  readonly progress: (step: string) => void;
  readonly signal: AbortSignal;
}

export interface ProbeOutcome {
  readonly report: Report;
  /** Why a route that the probes could not look up stays declared, a sentence each. */
  readonly notes: readonly string[];
}

/** @throws DeployedProblem */
export async function probeStack(options: ProbeOptions): Promise<ProbeOutcome> {
  const { place, progress } = options;
  // The first probe that fails ends the waiting for the others.
  const ended = new AbortController();
  const signal = AbortSignal.any([options.signal, ended.signal]);
  try {
    progress(`looking for stack ${place.stackName} in ${place.region}`);
    const functionNames = await findProbes(place, signal);
    const runs = await invokeAll(functionNames, { ...options, signal });
    const completed = await Promise.all(runs.map((run) => complete(run, { ...options, signal })));
    const notes = completed.flatMap(({ note }) => note ?? []);
    return { report: reportOf(completed.map(({ run }) => run)), notes };
  } finally {
    ended.abort();
  }
}

function invokeAll(functionNames: readonly string[], options: ProbeOptions): Promise<Run[]> {
  const { progress } = options;
  const count = functionNames.length;
  progress(`probing from ${count} subnets; a first start in a VPC takes some seconds`);
  let answered = 0;
  const invocations = functionNames.map(async (functionName) => {
    const run = await invokeProbe({ ...options, functionName });
    answered += 1;
    progress(`${answered} of ${count} subnets have answered`);
    return run;
  });
  return Promise.all(invocations);
}

interface Completed {
  readonly run: Run;
  readonly note?: string;
}

/** A report whose route is only declared is worth more than none: whoever may not ask EC2 is told, and has it. */
async function complete(run: Run, { place, progress, signal }: ProbeOptions): Promise<Completed> {
  const { route, subnetId } = run.network;
  if (route.witness !== 'declared' || subnetId === null) return { run };
  progress(`asking EC2 for the route table of ${subnetId}, which the probe could not look up`);
  try {
    const found = await lookUpRoute(subnetId, place, signal);
    return found ? { run: withRoute(run, found) } : { run, note: `EC2 knows no route table of ${subnetId}` };
  } catch (error) {
    if (error instanceof DeployedProblem) return { run, note: error.message };
    throw error;
  }
}
