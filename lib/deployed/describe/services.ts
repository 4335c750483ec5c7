/** The ECS services whose tasks have interfaces in the VPC's subnets, and their task definitions. */
import {
  type ContainerDefinition,
  DescribeServicesCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  paginateListClusters,
  paginateListServices,
  type Service,
  type TaskDefinition,
} from '@aws-sdk/client-ecs';
import type { VpcFile } from '../../vpc-file/vpc-file.ts';
import { type Asker, chunksOf, itemsOf, type Options } from './ask.ts';
import type { HostsIn } from './hosts-in.ts';

type Ecs = Pick<VpcFile['workloads'], 'services' | 'taskDefinitions'>;
type Services = NonNullable<Ecs['services']>;
type Definitions = NonNullable<Ecs['taskDefinitions']>;

/** DescribeServices takes ten. */
const SERVICES_PER_CALL = 10;

export async function readServices(
  asker: Asker,
  subnetIds: ReadonlySet<string>,
  hostsIn: HostsIn,
): Promise<Ecs> {
  const services = await asker.ask({
    what: 'ECS services',
    permission: 'ecs:ListClusters, ecs:ListServices and ecs:DescribeServices',
    client: ECSClient,
    ask: async (client, options) =>
      (await allServices(client, options)).flatMap((service) => serviceOf(service, subnetIds)),
  });
  if (services === null) return { services, taskDefinitions: null };
  const names = [...new Set(services.flatMap(({ taskDefinition }) => taskDefinition ?? []))];
  return { services, taskDefinitions: await readDefinitions(asker, names, hostsIn) };
}

async function allServices(client: ECSClient, options: Options): Promise<Service[]> {
  const clusters = await itemsOf(paginateListClusters({ client }, {}, options), (page) => page.clusterArns);
  const services: Service[] = [];
  for (const cluster of clusters) {
    const pages = paginateListServices({ client }, { cluster }, options);
    const arns = await itemsOf(pages, ({ serviceArns }) => serviceArns);
    for (const chunk of chunksOf(arns, SERVICES_PER_CALL)) {
      const command = new DescribeServicesCommand({ cluster, services: chunk });
      services.push(...((await client.send(command, options)).services ?? []));
    }
  }
  return services;
}

/** Without interfaces of their own, tasks use those of their instances, which are read too. */
function serviceOf(service: Service, subnetIds: ReadonlySet<string>): Services {
  const {
    subnets = [],
    securityGroups = [],
    assignPublicIp,
  } = service.networkConfiguration?.awsvpcConfiguration ?? {};
  if (!subnets.some((id) => subnetIds.has(id))) return [];
  return [
    {
      cluster: lastPart(service.clusterArn),
      name: service.serviceName ?? '',
      subnetIds: subnets,
      securityGroupIds: securityGroups,
      publicIpv4: assignPublicIp === 'ENABLED',
      taskDefinition: service.taskDefinition === undefined ? null : lastPart(service.taskDefinition),
    },
  ];
}

/** `family:3` of `arn:aws:ecs:us-west-2:111122223333:task-definition/family:3`. */
function lastPart(arn = ''): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

function readDefinitions(
  asker: Asker,
  names: readonly string[],
  hostsIn: HostsIn,
): Promise<Definitions | null> {
  if (names.length === 0) return Promise.resolve([]);
  return asker.ask({
    what: 'ECS task definitions',
    permission: 'ecs:DescribeTaskDefinition',
    client: ECSClient,
    ask: async (client, options) => {
      const definitions: Definitions = [];
      for (const name of names) {
        const command = new DescribeTaskDefinitionCommand({ taskDefinition: name });
        const { taskDefinition = {} } = await client.send(command, options);
        definitions.push(definitionOf(name, taskDefinition, hostsIn));
      }
      return definitions;
    },
  });
}

function definitionOf(name: string, definition: TaskDefinition, hostsIn: HostsIn): Definitions[number] {
  const { taskRoleArn = null, executionRoleArn = null, containerDefinitions = [] } = definition;
  return {
    name,
    fargate: definition.requiresCompatibilities?.includes('FARGATE') ?? false,
    taskRole: taskRoleArn || null,
    executionRole: executionRoleArn || null,
    containers: containerDefinitions.map((container) => containerOf(container, hostsIn)),
  };
}

function containerOf(
  { name = '', image = '', environment = [], secrets = [], logConfiguration }: ContainerDefinition,
  hostsIn: HostsIn,
): Definitions[number]['containers'][number] {
  const variables = environment.map((each) => ({ name: each.name ?? '', text: each.value ?? '' }));
  const stores = secrets.map(({ valueFrom = '' }) =>
    valueFrom.includes(':secretsmanager:') ? ('secretsmanager' as const) : ('ssm' as const),
  );
  return {
    name,
    image,
    ...hostsIn(variables),
    secretsFrom: [...new Set(stores)],
    logDriver: logConfiguration?.logDriver ?? null,
  };
}
