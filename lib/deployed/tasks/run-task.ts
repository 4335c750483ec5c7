/** Runs one task to its end, and returns how it ended, in AWS's own words. */
import { setTimeout as sleep } from 'node:timers/promises';
import { DescribeTasksCommand, ECSClient, RunTaskCommand, type Task } from '@aws-sdk/client-ecs';
import { CONTAINER, ENV } from '../../../lambda/report/stack-contract.ts';
import { UserError } from '../../user-error.ts';
import { callAws, clientConfiguration } from '../client.ts';
import type { Place } from '../place.ts';
import type { TaskPlace, TaskSubnet } from './task-place.ts';

/** A pull takes half a minute, a failing pull some minutes, the probe one minute. */
const TASK_TIMEOUT_MS = 10 * 60_000;
const POLL_MS = 3_000;

/** What a task's overrides, as JSON, leave for the event (Amazon ECS API Reference, TaskOverride). */
const EVENT_LIMIT_CHARACTERS = 7_500;

export interface TaskRun {
  readonly place: Place;
  readonly task: TaskPlace;
  readonly subnet: TaskSubnet;
  readonly event: Readonly<Record<string, unknown>>;
  /** With which the container seals its report: new for each task, and never where another could read it in the log. */
  readonly key: string;
  readonly progress: (step: string) => void;
  readonly signal: AbortSignal;
}

export interface EndedTask {
  /** The last part of its ARN. */
  readonly id: string;
  /** Null where the container did not run. */
  readonly exitCode: number | null;
  /** Why ECS stopped the task, and what it reports about the container. */
  readonly stoppedReason: string;
}

/** @throws UserError */
export async function runTask(run: TaskRun): Promise<EndedTask> {
  const { place, progress, signal, subnet } = run;
  requireRoom(run);
  const taskArn = await start(run);
  const deadline = Date.now() + TASK_TIMEOUT_MS;
  let last = '';
  while (Date.now() < deadline) {
    const task = await describe(taskArn, run);
    const status = task?.lastStatus ?? 'unknown';
    if (status !== last) progress(`task in ${subnet.availabilityZone}: ${status}`);
    last = status;
    if (task && status === 'STOPPED') return endOf(taskArn, task);
    await sleep(POLL_MS, undefined, { signal });
  }
  throw new UserError(
    `the task in ${subnet.subnetId} (${taskArn}) is ${last} after ${TASK_TIMEOUT_MS / 60_000} minutes: check it in the ECS console, and stop it with aws ecs stop-task --region ${place.region} --cluster ${run.task.cluster} --task ${taskArn}`,
  );
}

function requireRoom({ event }: TaskRun): void {
  // It is a string within a JSON string, where quotes take two characters.
  const { length } = JSON.stringify(JSON.stringify(event));
  if (length <= EVENT_LIMIT_CHARACTERS) return;
  throw new UserError(
    `the event has ${length} characters, and a task takes at most ${EVENT_LIMIT_CHARACTERS}: name fewer targets, or put them into the settings`,
  );
}

async function start({ place, task, subnet, event, key, signal }: TaskRun): Promise<string> {
  const call = {
    doing: `running a task in ${subnet.subnetId}`,
    permission: "ecs:RunTask and iam:PassRole for the task's two roles",
    place,
    signal,
  };
  // One try: a second would run the task twice.
  const client = new ECSClient({ ...clientConfiguration(place), maxAttempts: 1 });
  const environment = {
    ...task.environment,
    [ENV.subnetId]: subnet.subnetId,
    [ENV.availabilityZone]: subnet.availabilityZone,
    [CONTAINER.eventVariable]: JSON.stringify(event),
    [CONTAINER.keyVariable]: key,
  };
  const command = new RunTaskCommand({
    cluster: task.cluster,
    taskDefinition: task.taskDefinition,
    launchType: 'FARGATE',
    count: 1,
    networkConfiguration: {
      awsvpcConfiguration: {
        subnets: [subnet.subnetId],
        securityGroups: [task.securityGroup],
        assignPublicIp: 'DISABLED',
      },
    },
    overrides: {
      containerOverrides: [
        {
          name: CONTAINER.name,
          environment: Object.entries(environment).map(([name, value]) => ({ name, value })),
        },
      ],
    },
  });
  const { tasks = [], failures = [] } = await callAws(call, client, (ecs, options) =>
    ecs.send(command, options),
  );
  const taskArn = tasks[0]?.taskArn;
  if (taskArn !== undefined) return taskArn;
  const [{ reason = 'no reason', detail = '' } = {}] = failures;
  throw new UserError(`${call.doing} failed: ECS reports ${reason} ${detail}`.trim());
}

async function describe(taskArn: string, { place, task, signal }: TaskRun): Promise<Task | undefined> {
  const call = { doing: `call for the task ${taskArn}`, permission: 'ecs:DescribeTasks', place, signal };
  const command = new DescribeTasksCommand({ cluster: task.cluster, tasks: [taskArn] });
  const { tasks = [] } = await callAws(call, new ECSClient(clientConfiguration(place)), (ecs, options) =>
    ecs.send(command, options),
  );
  return tasks[0];
}

function endOf(taskArn: string, { stoppedReason = '', containers = [] }: Task): EndedTask {
  const [container] = containers;
  return {
    id: taskArn.split('/').at(-1) ?? taskArn,
    exitCode: container?.exitCode ?? null,
    stoppedReason: [stoppedReason, container?.reason ?? ''].filter((text) => text !== '').join('; '),
  };
}
