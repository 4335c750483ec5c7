/** What it takes to run a task of a deployed stack, from the stack's outputs. */
import type { Stack } from '@aws-sdk/client-cloudformation';
import { ENV, FARGATE_OUTPUTS } from '../../../lambda/report/stack-contract.ts';
import { UserError } from '../../user-error.ts';
import { lookForStack } from '../find-stack.ts';
import type { Place } from '../place.ts';

/** The kind of subnet: IPv6-only, where AWS pulls over IPv6, or dual-stack, where it pulls over IPv4. */
export type TaskKind = 'fargate' | 'fargate-dual-stack';

export interface TaskPlace {
  readonly cluster: string;
  readonly taskDefinition: string;
  readonly securityGroup: string;
  readonly logGroup: string;
  readonly subnets: readonly TaskSubnet[];
  /** The variables in which these subnets differ from the IPv6-only ones. */
  readonly environment: Readonly<Record<string, string>>;
}

export interface TaskSubnet {
  readonly subnetId: string;
  readonly availabilityZone: string;
}

/** @throws UserError, also where the stack has no tasks */
export async function findTasks(place: Place, kind: TaskKind, signal: AbortSignal): Promise<TaskPlace> {
  const stack = await lookForStack(place, signal);
  const found = stack && taskPlaceIn(stack, kind);
  if (found) return found;
  throw new UserError(
    stack
      ? `stack "${place.stackName}" in ${place.region} has no Fargate tasks: write "fargate": true into the settings in cdk.json, and deploy it again with npx cdk deploy`
      : `there is no stack "${place.stackName}" in ${place.region}: deploy it with npx cdk deploy, or set its Region with --region or its name with --stack`,
  );
}

function taskPlaceIn({ Outputs = [] }: Stack, kind: TaskKind): TaskPlace | null {
  const outputs = new Map(Outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue ?? '']));
  const read = (output: keyof typeof FARGATE_OUTPUTS) => outputs.get(FARGATE_OUTPUTS[output]) ?? '';
  const endpoints = read('dualStackEndpoints');
  const zones = read('availabilityZones').split(',');
  const subnetIds = read(kind === 'fargate' ? 'ipv6OnlySubnets' : 'dualStackSubnets')
    .split(',')
    .filter((id) => id !== '');
  if (read('taskDefinition') === '' || subnetIds.length === 0) return null;
  return {
    cluster: read('cluster'),
    taskDefinition: read('taskDefinition'),
    securityGroup: read('securityGroup'),
    logGroup: read('logGroup'),
    environment: kind === 'fargate' || endpoints === '' ? {} : { [ENV.vpcEndpoints]: endpoints },
    subnets: subnetIds.map((subnetId, index) => ({ subnetId, availabilityZone: zones[index] ?? '' })),
  };
}
