/** The lab's outer half: runs a world inside namespaces, and merges the reports of its subnets. */
import { reportOf } from '../../lambda/report/judge/summary.ts';
import type { Report } from '../../lambda/report/report-schema.ts';
import type { RouteFinding } from '../../lambda/report/witnesses.ts';
import type { DrawnNetwork } from '../report/inputs/network.ts';
import { type Entrance, entrancesOf } from './enter/entrances.ts';
import { requirePrivileges } from './session/privileges.ts';
import type { ExecRequest, LabRequest, WorldsRequest } from './session/request.ts';
import type { CatalogueResult, ExecResult, LabResult, WorldResult } from './session/result.ts';
import { type Hold, INSIDE, type InsideOptions, runInside } from './session/spawn-inside.ts';

export interface LabOptions {
  readonly request: LabRequest;
  /** Whether missing packages may be installed. */
  readonly install: boolean;
  readonly progress: (step: string) => void;
  readonly signal: AbortSignal;
  /** Passed on to the command of `natless exec`. @default - only `signal` ends it */
  readonly interrupt?: AbortSignal | undefined;
  /** An open file for the packets that cross the gateways. @default - nothing is captured */
  readonly captureFd?: number | undefined;
}

/** The lab keeps running for as long as the promise is pending. */
export type Keep = (outcome: LabOutcome, entrances: readonly Entrance[]) => Promise<void>;

export interface LabOutcome {
  readonly report: Report;
  /** The effective routes of each run's subnet, in the same order. */
  readonly routes: readonly RouteFinding[];
  /** What the template declares. */
  readonly network: DrawnNetwork;
  /** What the functions wrote to CloudWatch Logs. */
  readonly logs: string;
  /** What differs from the world's expectations, a sentence each. */
  readonly differences: readonly string[];
  /** What the lab does otherwise than the template says, a sentence each. */
  readonly notices: readonly string[];
}

/** @throws UserError for what the user can fix */
export async function runLab(options: LabOptions, keep?: Keep): Promise<LabOutcome> {
  const hold =
    keep && ((result: LabResult, innerPid: number) => keep(outcomeOf(result), entrancesOf(result, innerPid)));
  return outcomeOf(await inside<LabResult>(options, hold));
}

function outcomeOf({ runs, routes, network, logs, differences, notices }: LabResult): LabOutcome {
  return { report: reportOf(runs), routes, network, logs: logs.join(''), differences, notices };
}

/** Checks the catalogue instead of the targets. @throws UserError for what the user can fix */
export function runLabCatalogue({ request, ...options }: LabOptions): Promise<CatalogueResult> {
  return inside<CatalogueResult>({ ...options, request: { ...request, event: { catalogue: true } } });
}

/** Runs many worlds, each with its differences. @throws UserError for what the user can fix */
export function runLabWorlds(
  request: WorldsRequest,
  options: Omit<LabOptions, 'request'>,
): Promise<WorldResult[]> {
  return inside<WorldResult[]>({ ...options, request });
}

/** What only a command of the user's has. */
type ExecOptions = Omit<LabOptions, 'request' | 'captureFd'> & Pick<InsideOptions, 'onCommand' | 'onRemark'>;

/** Runs a command of the user's in a subnet of the lab. @throws UserError for what the user can fix */
export function runLabExec(request: ExecRequest, options: ExecOptions): Promise<ExecResult> {
  return inside<ExecResult>({ ...options, request });
}

async function inside<Result>(
  { request, install, progress, ...options }: ExecOptions & LabOptions,
  hold?: Hold<Result>,
): Promise<Result> {
  const { unshareArguments } = await requirePrivileges({ install, say: progress });
  return runInside<Result>(INSIDE, request, { unshareArguments, onProgress: progress, ...options }, hold);
}
