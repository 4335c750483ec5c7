/** What Lambda, ECS and EC2 answer about what runs in the VPC of a model. */
import { isObject } from '../../lib/lab/template/intrinsics.ts';
import type { Model, PlacedWorkload } from '../../lib/lab/template/model.ts';
import type { Stack, StackResource } from '../../lib/lab/template/stack.ts';
import { type Answers, ec2Answer, json } from './aws-stand-in.ts';
import { profileArnIn, roleArnIn } from './described-identities.ts';

/** Variables of the functions, by logical id, in place of the template's. */
export type Variables = Readonly<Record<string, Readonly<Record<string, string>>>>;

export const ACCOUNT = '111122223333';
export const LIST_FUNCTIONS = 'GET /2015-03-31/functions';

export function compute(
  model: Pick<Model, 'workloads' | 'vpc' | 'subnets' | 'securityGroups'>,
  stack: Stack,
  variables: Variables,
): Answers {
  const { workloads, vpc } = model;
  const of = (kind: PlacedWorkload['kind']) =>
    Map.groupBy(
      workloads.filter((workload) => workload.kind === kind),
      ({ logicalId }) => logicalId,
    );
  const services = [...of('service')];
  return {
    [LIST_FUNCTIONS]: () =>
      json({
        Functions: [
          { FunctionName: 'outside', VpcConfig: { VpcId: '', SubnetIds: [], SecurityGroupIds: [] } },
          ...[...of('function')].map(([logicalId, places]) => ({
            FunctionName: logicalId,
            ...functionIn(stack, logicalId),
            VpcConfig: {
              VpcId: vpc.id,
              SubnetIds: places.map(({ subnetId }) => subnetId),
              SecurityGroupIds: places[0]?.securityGroupIds,
              Ipv6AllowedForDualStack: places[0]?.ipv6 === 'yes',
            },
            ...(variables[logicalId] && { Environment: { Variables: variables[logicalId] } }),
          })),
        ],
      }),
    ListClusters: () => json({ clusterArns: [`arn:aws:ecs:us-west-2:${ACCOUNT}:cluster/main`] }),
    ListServices: () => json({ serviceArns: services.map(([name]) => `${SERVICE}${name}`) }),
    DescribeServices: ({ body }) =>
      json({
        services: services
          .filter(([name]) => (JSON.parse(body).services as string[]).includes(`${SERVICE}${name}`))
          .map(([serviceName, places]) => ({
            clusterArn: `arn:aws:ecs:us-west-2:${ACCOUNT}:cluster/main`,
            serviceName,
            taskDefinition: taskDefinitionIn(stack, serviceName),
            networkConfiguration: {
              awsvpcConfiguration: {
                subnets: places.map(({ subnetId }) => subnetId),
                securityGroups: places[0]?.securityGroupIds,
                assignPublicIp: places[0]?.publicIpv4 ? 'ENABLED' : 'DISABLED',
              },
            },
          })),
      }),
    DescribeTaskDefinition: ({ body }) =>
      json({ taskDefinition: definitionIn(stack, String(JSON.parse(body).taskDefinition)) }),
    DescribeInstances: () =>
      ec2Answer('DescribeInstances', {
        reservationSet: {
          item: {
            instancesSet: {
              item: [...workloads.filter(({ kind }) => kind === 'instance'), ...forwarders(stack, model)].map(
                (each, index) => instanceItem(each, index, stack),
              ),
            },
          },
        },
      }),
  };
}

const SERVICE = `arn:aws:ecs:us-west-2:${ACCOUNT}:service/main/`;

/** An instance of a group has no id in the template. */
export function instanceIdOf(stack: Stack, logicalId: string, index: number): string {
  const isOne = stack.resourcesOfType('AWS::EC2::Instance').some((each) => each.logicalId === logicalId);
  return isOne ? stack.refOf(logicalId) : `i-${String(index).padStart(17, '0')}`;
}

interface InstancePlace {
  readonly logicalId: string;
  readonly subnetId: string;
  readonly securityGroupIds: readonly string[];
  readonly ipv6: PlacedWorkload['ipv6'];
  readonly publicIpv4: boolean;
}

function instanceItem(
  { logicalId, subnetId, securityGroupIds, ipv6, publicIpv4 }: InstancePlace,
  index: number,
  stack: Stack,
) {
  const instanceId = instanceIdOf(stack, logicalId, index);
  const profile = profileArnIn(stack, logicalId);
  return {
    instanceId,
    ...(profile !== undefined && { iamInstanceProfile: { arn: profile } }),
    networkInterfaceSet: {
      item: {
        networkInterfaceId: instanceId.replace(/^i-/, 'eni-'),
        subnetId,
        sourceDestCheck: String(checkIn(stack, logicalId)),
        attachment: { deviceIndex: '0' },
        groupSet: { item: securityGroupIds.map((groupId) => ({ groupId })) },
        ...(ipv6 === 'yes' && { ipv6AddressesSet: { item: { ipv6Address: '2001:db8::1' } } }),
        ...(publicIpv4 && { association: { publicIp: '52.1.2.4' } }),
      },
    },
  };
}

function checkIn(stack: Stack, logicalId: string): boolean {
  const { SourceDestCheck } = propertiesIn(stack, logicalId);
  return String(stack.evaluate(SourceDestCheck ?? true)) !== 'false';
}

/** The model does not count instances through which others' packets go among its workloads. */
function forwarders(
  stack: Stack,
  { workloads, subnets, securityGroups }: Pick<Model, 'workloads' | 'subnets' | 'securityGroups'>,
): InstancePlace[] {
  return stack
    .resourcesOfType('AWS::EC2::Instance')
    .filter(
      ({ logicalId }) =>
        !checkIn(stack, logicalId) && !workloads.some((workload) => workload.logicalId === logicalId),
    )
    .map(({ logicalId }) => ({
      ...{ logicalId, ipv6: 'no' as const, publicIpv4: false },
      subnetId: subnets[0]?.id ?? '',
      securityGroupIds: securityGroups.slice(0, 1).map(({ id }) => id),
    }));
}

function propertiesIn(stack: Stack, logicalId: string): Readonly<Record<string, unknown>> {
  const { resource } = stack.resources.find((each) => each.logicalId === logicalId) as StackResource;
  return resource.Properties ?? {};
}

/** Without the variables whose value only a deployment knows. */
function functionIn(stack: Stack, logicalId: string) {
  const { Role, Runtime, Environment } = propertiesIn(stack, logicalId);
  const { Variables } = isObject(Environment) ? Environment : {};
  const known = Object.entries(isObject(Variables) ? Variables : {}).filter(
    ([, value]) => typeof value === 'string',
  );
  return {
    Role: roleArnIn(stack, Role),
    Runtime,
    Environment: { Variables: Object.fromEntries(known) },
  };
}

function taskDefinitionIn(stack: Stack, service: string): string | undefined {
  const { TaskDefinition } = propertiesIn(stack, service);
  if (!isObject(TaskDefinition)) return undefined;
  return `arn:aws:ecs:us-west-2:${ACCOUNT}:task-definition/${TaskDefinition.Ref}:3`;
}

function definitionIn(stack: Stack, name: string) {
  const { TaskRoleArn, ExecutionRoleArn, ContainerDefinitions, RequiresCompatibilities } = propertiesIn(
    stack,
    name.replace(/:3$/, ''),
  );
  return {
    requiresCompatibilities: RequiresCompatibilities,
    taskRoleArn: roleArnIn(stack, TaskRoleArn),
    executionRoleArn: roleArnIn(stack, ExecutionRoleArn),
    containerDefinitions: camelCase(ContainerDefinitions),
  };
}

/** CloudFormation's names of the same fields begin with a capital. */
function camelCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCase);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key.charAt(0).toLowerCase() + key.slice(1), camelCase(item)]),
  );
}
