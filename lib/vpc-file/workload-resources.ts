/** What runs in the VPC as resources of a template: functions, services with their task definitions, instances. Pure. */
import { profileIn, roleIn } from './identity-resources.ts';
import { type Entry, entry, nameTags, withoutNulls } from './resource.ts';
import type { VpcFile } from './vpc-file.ts';

type Workloads = VpcFile['workloads'];
type Function = NonNullable<Workloads['functions']>[number];
type Service = NonNullable<Workloads['services']>[number];
type TaskDefinition = NonNullable<Workloads['taskDefinitions']>[number];
type Container = TaskDefinition['containers'][number];
type Instance = NonNullable<Workloads['instances']>[number];

export function workloadResources(file: VpcFile): Entry[] {
  const { functions, taskDefinitions, services, instances } = file.workloads;
  return [
    ...(functions ?? []).map((each) => functionResource(each, file)),
    ...(taskDefinitions ?? []).map((each) => taskDefinition(each, file)),
    ...(services ?? []).map((each) => service(each, taskDefinitions ?? [])),
    ...(instances ?? []).flatMap((each) => [instance(each, file), ...furtherForwarders(each)]),
  ];
}

function functionResource(fn: Function, file: VpcFile): Entry {
  return entry(
    fn.name,
    'AWS::Lambda::Function',
    withoutNulls({
      FunctionName: fn.name,
      Role: roleIn(file, fn.role),
      Runtime: fn.runtime,
      VpcConfig: {
        SubnetIds: fn.subnetIds,
        SecurityGroupIds: fn.securityGroupIds,
        Ipv6AllowedForDualStack: fn.ipv6,
      },
      Environment: { Variables: Object.fromEntries(valuesOf(fn.urls)) },
    }),
  );
}

/** A variable may have named several hosts. */
function valuesOf(urls: Function['urls']): (readonly [variable: string, value: string])[] {
  const byVariable = Map.groupBy(urls, ({ variable }) => variable);
  return [...byVariable].map(([variable, group]) => [variable, group.map(({ url }) => url).join(' ')]);
}

function taskDefinition(
  { name, fargate, taskRole, executionRole, containers }: TaskDefinition,
  file: VpcFile,
): Entry {
  return entry(
    name,
    'AWS::ECS::TaskDefinition',
    withoutNulls({
      RequiresCompatibilities: fargate === false ? null : ['FARGATE'],
      TaskRoleArn: roleIn(file, taskRole),
      ExecutionRoleArn: roleIn(file, executionRole),
      ContainerDefinitions: containers.map(container),
    }),
  );
}

function container({ name, image, urls, secretsFrom, logDriver }: Container): Record<string, unknown> {
  return withoutNulls({
    Name: name,
    Image: image,
    Environment: valuesOf(urls).map(([Name, Value]) => ({ Name, Value })),
    // Which secret it is does not matter: where it is fetched from does.
    Secrets: secretsFrom.map((store) => ({ ValueFrom: `arn:aws:${store}:` })),
    LogConfiguration: logDriver === null ? null : { LogDriver: logDriver },
  });
}

function service(
  { cluster, name, ...placed }: Service,
  definitions: readonly Pick<TaskDefinition, 'name'>[],
): Entry {
  const isRead = definitions.some((each) => each.name === placed.taskDefinition);
  return entry(
    `${cluster}/${name}`,
    'AWS::ECS::Service',
    withoutNulls({
      TaskDefinition: isRead ? { Ref: placed.taskDefinition } : placed.taskDefinition,
      NetworkConfiguration: {
        AwsvpcConfiguration: {
          Subnets: placed.subnetIds,
          SecurityGroups: placed.securityGroupIds,
          AssignPublicIp: placed.publicIpv4 ? 'ENABLED' : 'DISABLED',
        },
      },
    }),
  );
}

function instance(each: Instance, file: VpcFile): Entry {
  return entry(
    each.id,
    'AWS::EC2::Instance',
    withoutNulls({
      NetworkInterfaces: [
        {
          DeviceIndex: 0,
          NetworkInterfaceId: each.networkInterfaceId,
          SubnetId: each.subnetId,
          GroupSet: each.securityGroupIds,
          Ipv6AddressCount: each.ipv6 ? 1 : 0,
          AssociatePublicIpAddress: each.publicIpv4,
        },
      ],
      IamInstanceProfile: profileIn(file, each.instanceProfile),
      SourceDestCheck: each.sourceDestCheck ?? null,
      ...nameTags(each.name),
    }),
  );
}

/** Interfaces beside the first one, by which others' packets go through the instance. */
function furtherForwarders({ id, forwardingInterfaceIds }: Instance): Entry[] {
  return forwardingInterfaceIds.flatMap((each) => [
    entry(each, 'AWS::EC2::NetworkInterface', { SourceDestCheck: false }),
    entry(`${each} attachment`, 'AWS::EC2::NetworkInterfaceAttachment', {
      InstanceId: { Ref: id },
      NetworkInterfaceId: { Ref: each },
    }),
  ]);
}
