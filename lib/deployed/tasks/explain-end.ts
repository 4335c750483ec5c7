/** Why a task left no report: AWS's own words, and what is known about them. */
import { plainText } from '../../../lambda/report/plain-text.ts';
import { UserError } from '../../user-error.ts';
import type { EndedTask, TaskRun } from './run-task.ts';
import type { TaskKind } from './task-place.ts';

/** Errors from before the container runs: its pull, and what else is fetched (ECS developer guide, "Stopped task error messages"). */
const NEVER_PULLED = /CannotPull|ResourceInitializationError|pull image/i;

/** @param problem of the log; null where it has nothing of a report */
export function explainEnd(
  ended: EndedTask,
  { subnet, task }: TaskRun,
  kind: TaskKind,
  problem: string | null,
): UserError {
  const { id, exitCode, stoppedReason } = ended;
  const said = `the task in ${subnet.subnetId} ended without a report; ECS reports: ${plainText(stoppedReason || 'nothing', 1_000)}`;
  return new UserError(`${said}: ${sentence()}`);

  function sentence(): string {
    if (exitCode === null && NEVER_PULLED.test(stoppedReason)) return PULLS[kind];
    if (problem !== null) return `${problem} (task ${id} in ${task.logGroup})`;
    if (exitCode === 0)
      return `the container ran to its end, and its log did not arrive in ${task.logGroup}: AWS does not document whether Fargate's log driver works without IPv4`;
    return `read the log of task ${id} in ${task.logGroup}`;
  }
}

const PULLS: Readonly<Record<TaskKind, string>> = {
  fargate:
    "AWS did not get the image over IPv6: npx natless pulls --deployed tries which of ECR's hosts answer; only images named ACCOUNT.dkr-ecr.REGION.on.aws can be pulled there, on platform version 1.4.0 or later",
  'fargate-dual-stack':
    "AWS fetches a task's image over IPv4 in dual-stack subnets, whatever the image's name (aws/containers-roadmap#2641, #2792), and these have no way out over IPv4; --on fargate runs the task in IPv6-only subnets, where it goes over IPv6",
};
