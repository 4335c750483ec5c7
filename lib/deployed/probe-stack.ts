/** Asks every probe of a deployed stack at the same time and makes one report of their answers. */

import { reportOf } from '../../lambda/probe/judge/summary.ts';
import type { Report, Run } from '../../lambda/probe/report-schema.ts';
import { findStack } from './find-stack.ts';
import { invokeProbe } from './invoke.ts';
import { lookUpRoute } from './look-up-route.ts';
import type { Place } from './problem.ts';
import { withRoute } from './with-route.ts';

/** @throws DeployedProblem */
export async function probeStack(
  place: Place,
  event: Readonly<Record<string, unknown>>,
  progress: (step: string) => void,
  signal: AbortSignal,
): Promise<Report> {
  progress(`looking for stack ${place.stackName} in ${place.region}`);
  const { functionNames } = await findStack(place, signal);
  progress(`probing from ${functionNames.length} subnets; a first start in a VPC takes some seconds`);
  const reports = await Promise.all(functionNames.map((name) => invokeProbe(name, event, place, signal)));
  const runs = reports.flatMap((report) => report.runs);
  const declared = runs.filter(isDeclared).length;
  if (declared > 0) progress(`asking EC2 for ${declared} route tables that the probes could not look up`);
  return reportOf(await Promise.all(runs.map((run) => complete(run, place, signal))));
}

function isDeclared({ network }: Run): boolean {
  return network.route.witness === 'declared' && network.subnetId !== null;
}

async function complete(run: Run, place: Place, signal: AbortSignal): Promise<Run> {
  if (!isDeclared(run)) return run;
  const route = await lookUpRoute(run.network.subnetId ?? '', place, signal);
  return route === null ? run : withRoute(run, route);
}
