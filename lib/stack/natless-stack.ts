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
    const { functions, logGroups } = new ProbeFunctions(this, 'Probes', {
      network,
      targets: this.addTargets(network, settings),
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
    const { alarms, alarmMail: mail, schedule, targets } = settings;
    if (schedule !== undefined) new ProbeSchedule(this, 'Schedule', { functions, expression: schedule });
    if (!alarms && schedule === undefined) return;
    new Alarms(this, 'Alarms', {
      targets: alarms ? watchedTargets(targets, hasS3Vectors(settings, this.region)) : undefined,
      availabilityZones: network.privateSubnets.map(({ subnet }) => subnet.availabilityZone),
      mail,
      schedule,
    });
  }

  private addTargets({ ipv6CidrBlock }: DualStackNetwork, settings: Settings): TargetResource[] {
    const witness = iamWitness(settings.iamWitness, ipv6CidrBlock);
    return [
      new TargetBucket(this, 'TargetBucket', witness),
      new TargetTable(this, 'TargetTable', witness),
      ...(hasS3Vectors(settings, this.region)
        ? [new TargetVectorIndex(this, 'TargetVectorIndex', witness)]
        : []),
      new TargetModel(this, 'TargetModel', witness),
      routeTables,
    ];
  }
}
