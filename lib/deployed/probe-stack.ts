/** Asks every probe of a deployed stack at the same time and makes one report of their answers. */
import { type CatalogueReport, catalogueSchema } from '../../lambda/probe/catalogue/catalogue-schema.ts';
import { reportOf } from '../../lambda/probe/judge/summary.ts';
import { type Report, type Run, reportSchema } from '../../lambda/probe/report-schema.ts';
import { findStack } from './find-stack.ts';
import { invokeProbe } from './invoke.ts';
import { lookUpRoute } from './look-up-route.ts';
import { DeployedProblem, type Place } from './problem.ts';
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
  const reports = await Promise.all(
    functionNames.map((name) => invokeProbe(name, event, reportSchema, { place, signal })),
  );
  const runs = reports.flatMap((report) => report.runs);
  if (!runs.some(isDeclared)) return reportOf(runs);
  progress('asking EC2 for the routes that the probes could not look up');
  return reportOf(await Promise.all(runs.map((run) => complete(run, place, progress, signal))));
}

/** The catalogue of each Availability Zone. @throws DeployedProblem */
export async function catalogueStack(
  place: Place,
  progress: (step: string) => void,
  signal: AbortSignal,
): Promise<CatalogueReport[]> {
  progress(`looking for stack ${place.stackName} in ${place.region}`);
  const { functionNames } = await findStack(place, signal);
  progress('checking the hosts of every AWS service');
  const event = { catalogue: true };
  return Promise.all(
    functionNames.map((name) => invokeProbe(name, event, catalogueSchema, { place, signal })),
  );
}

function isDeclared({ network }: Run): boolean {
  return network.route.witness === 'declared' && network.subnetId !== null;
}

/** Credentials that may not ask leave the run as it is: its own warning says that the route was only declared. */
async function complete(
  run: Run,
  place: Place,
  progress: (step: string) => void,
  signal: AbortSignal,
): Promise<Run> {
  if (!isDeclared(run)) return run;
  try {
    const route = await lookUpRoute(run.network.subnetId ?? '', place, signal);
    return route === null ? run : withRoute(run, route);
  } catch (error) {
    if (!(error instanceof DeployedProblem) || signal.aborted) throw error;
    progress(error.message);
    return run;
  }
}
