/** The one stack: a dual-stack network, what the probe reads and writes, and the probe in each private subnet. */
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Annotations, Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ProbeFunctions } from './function/probe-functions.ts';
import { ProbeSchedule } from './function/probe-schedule.ts';
import { Alarms } from './monitoring/alarms.ts';
import { ProbeDashboard } from './monitoring/probe-dashboard.ts';
import { SavedQueries } from './monitoring/saved-queries.ts';
import { watchedTargets } from './monitoring/watched-targets.ts';
import { monthlyCost } from './monthly-cost.ts';
import { DualStackNetwork } from './network/dual-stack-network.ts';
import { FlowLogs } from './network/flow-logs.ts';
import { VpcEndpoints } from './network/vpc-endpoints.ts';
import { addOutputs } from './outputs.ts';
import type { Settings } from './settings.ts';
import { iamWitness } from './targets/iam-witness.ts';
import { routeTables } from './targets/route-tables.ts';
import { hasS3Vectors } from './targets/s3-vectors-regions.ts';
import { TargetBucket } from './targets/target-bucket.ts';
import { TargetModel } from './targets/target-model.ts';
import type { TargetResource } from './targets/target-resource.ts';
import { TargetTable } from './targets/target-table.ts';
import { TargetVectorIndex } from './targets/target-vector-index.ts';

export interface NatlessStackProps extends StackProps {
  readonly settings: Settings;
}

export class NatlessStack extends Stack {
  constructor(scope: Construct, id: string, { settings, ...props }: NatlessStackProps) {
    super(scope, id, props);
    const network = new DualStackNetwork(this, 'Network', settings);
    const flowLogs = new FlowLogs(this, 'FlowLogs', { vpc: network.vpc });
    const endpoints = new VpcEndpoints(this, 'Endpoints', { network, ...settings });
    const targets = this.addTargets(network, endpoints, settings);
    endpoints.allowTargets(targets);
    const { functions, logGroups } = new ProbeFunctions(this, 'Probes', {
      network,
      endpoints,
      targets,
      settings,
    });
    const sources = { probeLogGroups: logGroups, flowLogGroup: flowLogs.logGroup };
    new SavedQueries(this, 'SavedQueries', sources);
    if (settings.dashboard) new ProbeDashboard(this, 'Dashboard', sources);
    this.addMonitoring(settings, network, functions);
    Annotations.of(this).addInfo(`monthly cost\n  ${monthlyCost(settings).join('\n  ')}`);
    addOutputs(this, { functions, logGroups, flowLogGroup: flowLogs.logGroup });
  }

  /** What runs and tells by itself, where the settings want it. */
  private addMonitoring(
    settings: Settings,
    network: DualStackNetwork,
    functions: readonly IFunction[],
  ): void {
    const { alarms, alarmMail: mail, schedule } = settings;
    if (schedule !== undefined) new ProbeSchedule(this, 'Schedule', { functions, expression: schedule });
    if (!alarms && schedule === undefined) return;
    new Alarms(this, 'Alarms', {
      targets: alarms ? watchedTargets(settings, hasS3Vectors(settings, this.region)) : undefined,
      availabilityZones: network.privateSubnets.map(({ subnet }) => subnet.availabilityZone),
      mail,
      schedule,
    });
  }

  private addTargets(
    { ipv6CidrBlock }: DualStackNetwork,
    endpoints: VpcEndpoints,
    settings: Settings,
  ): TargetResource[] {
    const witness = (service: string) =>
      iamWitness(settings.iamWitness, ipv6CidrBlock, endpoints.idOf(service));
    return [
      new TargetBucket(this, 'TargetBucket', witness('s3')),
      new TargetTable(this, 'TargetTable', witness('dynamodb')),
      ...(hasS3Vectors(settings, this.region)
        ? [new TargetVectorIndex(this, 'TargetVectorIndex', witness('s3vectors'))]
        : []),
      new TargetModel(this, 'TargetModel', witness('bedrock-runtime')),
      routeTables,
    ];
  }
}
