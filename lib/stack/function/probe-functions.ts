/**
 * The probe functions: one in each private subnet, so that a healthy Availability Zone cannot hide a broken association,
 * and each function knows its own subnet.
 */

import type { ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  type Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { ENV } from '../../../lambda/report/stack-contract.ts';
import { PROBE_HANDLER } from '../../probe-code/handler.ts';
import type { ProbedNetwork, ProbedSubnet } from '../network/probed-network.ts';
import type { VpcEndpoints } from '../network/vpc-endpoints.ts';
import type { Settings } from '../settings.ts';
import type { TargetResource } from '../targets/target-resource.ts';
import { probeCode } from './probe-asset.ts';
import { networkEnvironment, probeEnvironment } from './probe-environment.ts';
import { ProbeRole } from './probe-role.ts';
import { openPorts, ProbeSecurityGroup } from './probe-security-group.ts';

interface ProbeFunctionsProps {
  readonly network: ProbedNetwork;
  /** The stack's own; null where it has none. */
  readonly endpoints: VpcEndpoints | null;
  readonly targets: readonly TargetResource[];
  /** What the probes may do with the targets. */
  readonly statements: readonly PolicyStatement[];
  readonly settings: Pick<Settings, 'iamWitness' | 'eventTargets' | 'targets' | 'reservedConcurrency'>;
}

/** With too little CPU, connecting would take longer than Node's 250 ms for each address, and look like a network fault. */
const MEMORY_MEGABYTES = 1024;
const TIMEOUT_SECONDS = 60;

/** What all the functions share. */
interface Shared {
  readonly code: Code;
  readonly role: IRole;
  readonly securityGroup: ISecurityGroup;
  readonly environment: Readonly<Record<string, string>>;
  /** How many runs of one function there may be at the same time. @default - as many as the account allows */
  readonly reservedConcurrency: number | undefined;
}

export class ProbeFunctions extends Construct {
  readonly functions: readonly LambdaFunction[];
  readonly logGroups: readonly LogGroup[];

  constructor(scope: Construct, id: string, props: ProbeFunctionsProps) {
    super(scope, id);
    const { network, endpoints, targets, statements, settings } = props;
    this.logGroups = network.subnets.map((_, zone) => this.addLogGroup(zone));
    const ports = openPorts(settings.targets);
    const shared: Shared = {
      code: probeCode(settings.targets),
      role: new ProbeRole(this, 'Role', {
        logGroups: this.logGroups,
        targets,
        statements,
        ipv6Ready: network.ipv6Ready,
      }).role,
      securityGroup: new ProbeSecurityGroup(this, 'SecurityGroup', { vpc: network.vpc, ports }).securityGroup,
      environment: probeEnvironment({
        settings,
        ports,
        endpointServices: endpoints?.services ?? [],
        targets,
      }),
      reservedConcurrency: settings.reservedConcurrency,
    };
    endpoints?.allowFrom(shared.securityGroup);
    this.functions = network.subnets.map((subnet, zone) => this.addFunction(zone, subnet, network, shared));
    if (endpoints) for (const probe of this.functions) probe.node.addDependency(endpoints);
  }

  private addLogGroup(zone: number): LogGroup {
    return new LogGroup(this, `LogGroup${zone}`, {
      retention: RetentionDays.TWO_WEEKS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  private addFunction(
    zone: number,
    { subnet, ready, ...place }: ProbedSubnet,
    network: ProbedNetwork,
    shared: Shared,
  ) {
    const probe = new LambdaFunction(this, `Probe${zone}`, {
      description: `natless probe in private subnet ${zone}`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: MEMORY_MEGABYTES,
      timeout: Duration.seconds(TIMEOUT_SECONDS),
      ...(shared.reservedConcurrency !== undefined && {
        reservedConcurrentExecutions: shared.reservedConcurrency,
      }),
      code: shared.code,
      handler: PROBE_HANDLER,
      role: shared.role,
      vpc: network.vpc,
      vpcSubnets: { subnets: [subnet] },
      securityGroups: [shared.securityGroup],
      ipv6AllowedForDualStack: true,
      logGroup: this.logGroups[zone],
      // The probe writes its own JSON lines; Lambda's JSON format would wrap each into another document.
      loggingFormat: LoggingFormat.TEXT,
      environment: {
        ...shared.environment,
        ...networkEnvironment(network, placeEnvironment(subnet.subnetId, place)),
      },
    });
    probe.node.addDependency(...network.ipv6Ready, ...ready);
    return probe;
  }
}

/** Leaves out what is unknown. */
function placeEnvironment(
  subnetId: string,
  { availabilityZone, ipv6CidrBlock }: Pick<ProbedSubnet, 'availabilityZone' | 'ipv6CidrBlock'>,
): Record<string, string> {
  return {
    [ENV.subnetId]: subnetId,
    ...(ipv6CidrBlock !== null && { [ENV.subnetIpv6CidrBlock]: ipv6CidrBlock }),
    ...(availabilityZone !== null && { [ENV.availabilityZone]: availabilityZone }),
  };
}
