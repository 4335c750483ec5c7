/**
 * The probe as a Fargate task, to be run by hand: in IPv6-only subnets, where AWS pulls the image over IPv6, and in the
 * dual-stack ones, where it pulls over IPv4 only. There is no service, so idling costs nothing.
 */
import {
  Cluster,
  ContainerImage,
  ContainerInsights,
  CpuArchitecture,
  FargateTaskDefinition,
  LogDrivers,
  OperatingSystemFamily,
} from 'aws-cdk-lib/aws-ecs';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Annotations, CfnOutput, Fn, RemovalPolicy, Stack, Token, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { isOffered, OFFERS_READ } from '../../../lambda/report/regions/offers.ts';
import { CONTAINER, FARGATE_OUTPUTS } from '../../../lambda/report/stack-contract.ts';
import { networkEnvironment, probeEnvironment } from '../function/probe-environment.ts';
import { openPorts, ProbeSecurityGroup } from '../function/probe-security-group.ts';
import type { DualStackNetwork } from '../network/dual-stack-network.ts';
import type { EndpointUse } from '../network/endpoint-use.ts';
import { ownNetwork } from '../network/probed-network.ts';
import type { VpcEndpoints } from '../network/vpc-endpoints.ts';
import { InvalidSettings, type Settings } from '../settings.ts';
import type { TargetResource } from '../targets/target-resource.ts';
import { Ipv6OnlySubnets } from './ipv6-only-subnets.ts';
import type { ProbeImage } from './probe-image.ts';
import { TaskRoles } from './task-roles.ts';

interface ProbeTasksProps {
  readonly image: ProbeImage;
  readonly network: DualStackNetwork;
  /** The stack's own; null where it has none. */
  readonly endpoints: VpcEndpoints | null;
  readonly targets: readonly TargetResource[];
  /** What the tasks may do with the targets. */
  readonly statements: readonly PolicyStatement[];
  readonly settings: Pick<Settings, 'iamWitness' | 'eventTargets' | 'targets' | 'privateSubnetName'>;
}

/** About the share of a vCPU that the functions get with their memory. */
const CPU_UNITS = 512;
const MEMORY_MEGABYTES = 1024;

export class ProbeTasks extends Construct {
  /** What ECS does before and while a task runs. */
  readonly endpointUses: readonly EndpointUse[];

  /** @throws InvalidSettings in a Region where Fargate does not support IPv6-only subnets */
  constructor(scope: Construct, id: string, props: ProbeTasksProps) {
    super(scope, id);
    requireRegion(Stack.of(this));
    const { network, endpoints, settings } = props;
    const ports = openPorts(settings.targets);
    const { securityGroup } = new ProbeSecurityGroup(this, 'SecurityGroup', { vpc: network.vpc, ports });
    endpoints?.allowFrom(securityGroup);
    const subnets = new Ipv6OnlySubnets(this, 'Subnets', {
      network,
      subnetName: `${settings.privateSubnetName}-ipv6-only`,
    });
    const logGroup = new LogGroup(this, 'LogGroup', {
      retention: RetentionDays.TWO_WEEKS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const roles = new TaskRoles(this, 'Roles', { ...props, logGroup, ipv6Ready: [network.ipv6Association] });
    this.endpointUses = roles.endpointUses;
    const taskDefinition = this.addTask(props, ports, logGroup, roles);
    taskDefinition.node.addDependency(...subnets.ready);
    const cluster = this.addCluster(network);
    const { privateSubnets } = network;
    const joined = (values: readonly string[]) => Fn.join(',', [...values]);
    addFargateOutputs(this, {
      cluster: cluster.clusterName,
      taskDefinition: taskDefinition.taskDefinitionArn,
      securityGroup: securityGroup.securityGroupId,
      logGroup: logGroup.logGroupName,
      ipv6OnlySubnets: joined(subnets.subnetIds),
      dualStackSubnets: joined(privateSubnets.map(({ subnet }) => subnet.subnetId)),
      availabilityZones: joined(privateSubnets.map(({ subnet }) => subnet.availabilityZone)),
      ...(endpoints && { dualStackEndpoints: joined(endpoints.services) }),
    });
  }

  private addCluster({ vpc }: DualStackNetwork): Cluster {
    const cluster = new Cluster(this, 'Cluster', { vpc, containerInsightsV2: ContainerInsights.DISABLED });
    const reason = 'a task runs for a minute on request, and its report has more than its metrics would';
    Validations.of(cluster).acknowledge({ id: 'AwsSolutions-ECS4', reason });
    return cluster;
  }

  private addTask(
    { image, network, endpoints, targets, settings }: ProbeTasksProps,
    ports: readonly number[],
    logGroup: LogGroup,
    { executionRole, taskRole }: TaskRoles,
  ): FargateTaskDefinition {
    const taskDefinition = new FargateTaskDefinition(this, 'Task', {
      cpu: CPU_UNITS,
      memoryLimitMiB: MEMORY_MEGABYTES,
      runtimePlatform: {
        cpuArchitecture: CpuArchitecture.ARM64,
        operatingSystemFamily: OperatingSystemFamily.LINUX,
      },
      executionRole: executionRole.withoutPolicyUpdates(),
      taskRole: taskRole.withoutPolicyUpdates(),
    });
    // As in the IPv6-only subnets; the command line overrides it for the dual-stack ones.
    const endpointServices = endpoints?.servicesOverIpv6 ?? [];
    taskDefinition.addContainer(CONTAINER.name, {
      image: ContainerImage.fromRegistry(image.uri),
      logging: LogDrivers.awsLogs({ logGroup, streamPrefix: CONTAINER.logStreamPrefix }),
      readonlyRootFilesystem: true,
      environment: {
        ...probeEnvironment({ settings, ports, endpointServices, targets }),
        ...networkEnvironment(ownNetwork(network)),
      },
    });
    taskDefinition.node.addDependency(network.ipv6Association);
    const reason = 'the environment has names of resources and of the network, and no secret';
    Validations.of(taskDefinition).acknowledge({ id: 'AwsSolutions-ECS2', reason });
    return taskDefinition;
  }
}

type FargateOutput = keyof typeof FARGATE_OUTPUTS;

function addFargateOutputs(scope: Construct, values: Readonly<Partial<Record<FargateOutput, string>>>): void {
  const description = 'for npx natless probe --on fargate';
  for (const [key, value] of Object.entries(values))
    new CfnOutput(Stack.of(scope), FARGATE_OUTPUTS[key as FargateOutput], { description, value });
}

/** A Region of which the documentation says nothing is taken: the deployment works, and a task shows the rest. */
function requireRegion(stack: Stack): void {
  const { region } = stack;
  if (Token.isUnresolved(region)) return;
  const offered = isOffered('fargateIpv6Only', region);
  if (offered === false)
    throw new InvalidSettings([
      `  natless.fargate is true: Fargate does not run in IPv6-only subnets in ${region}, according to its documentation (read in ${OFFERS_READ}): write false, or deploy to another Region`,
    ]);
  if (offered !== null) return;
  Annotations.of(stack).addInfo(
    `AWS's documentation (read in ${OFFERS_READ}) does not say whether Fargate runs in IPv6-only subnets in ${region}: natless.fargate is taken, and a task will show it`,
  );
}
