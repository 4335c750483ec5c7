/** Runs the probe as a Fargate task in each subnet of a kind, at the same time, and makes one report of their logs. */
import { randomBytes } from 'node:crypto';
import { type Run, reportSchema } from '../../../lambda/report/report-schema.ts';
import { outcomeOf, type ProbeOptions, type ProbeOutcome } from '../probe-stack.ts';
import { readAnswer } from '../read-answer.ts';
import { explainEnd } from './explain-end.ts';
import { runTask } from './run-task.ts';
import { readReport } from './task-log.ts';
import { findTasks, type TaskKind, type TaskPlace, type TaskSubnet } from './task-place.ts';

/** @throws UserError, with AWS's reason where a task did not run */
export async function probeTasks(options: ProbeOptions, kind: TaskKind): Promise<ProbeOutcome> {
  const { place, progress, signal } = options;
  progress(`looking for stack ${place.stackName} in ${place.region}`);
  const task = await findTasks(place, kind, signal);
  const { length } = task.subnets;
  progress(`running a task in each of ${length} subnets; pulling the image takes half a minute`);
  const ended = new AbortController();
  const together = { ...options, signal: AbortSignal.any([signal, ended.signal]) };
  try {
    const runs = await Promise.all(task.subnets.map((subnet) => probeFrom(subnet, task, together, kind)));
    return await outcomeOf(runs.flat(), together);
  } finally {
    ended.abort();
  }
}

async function probeFrom(
  subnet: TaskSubnet,
  task: TaskPlace,
  options: ProbeOptions,
  kind: TaskKind,
): Promise<readonly Run[]> {
  const run = { ...options, task, subnet, key: randomBytes(32).toString('base64url') };
  const ended = await runTask(run);
  const { report, problem } = ended.exitCode === null ? { problem: null } : await readReport(run, ended);
  if (problem !== undefined) throw explainEnd(ended, run, kind, problem);
  return readAnswer(`the task in ${subnet.subnetId}`, report, reportSchema).runs;
}
