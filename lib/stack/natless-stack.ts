/** The one stack: a dual-stack network, what the probe reads and writes, and the probe in each private subnet. */
import { Stack, type StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { ProbeFunctions } from './function/probe-functions.ts';
import { DualStackNetwork } from './network/dual-stack-network.ts';
import { FlowLogs } from './network/flow-logs.ts';
import { addOutputs } from './outputs.ts';
import type { Settings } from './settings.ts';
import { TargetBucket } from './targets/target-bucket.ts';
import { TargetTable } from './targets/target-table.ts';

export interface NatlessStackProps extends StackProps {
  readonly settings: Settings;
}

export class NatlessStack extends Stack {
  constructor(scope: Construct, id: string, { settings, ...props }: NatlessStackProps) {
    super(scope, id, props);
    const network = new DualStackNetwork(this, 'Network', settings);
    const flowLogs = new FlowLogs(this, 'FlowLogs', { vpc: network.vpc });
    const targets = [new TargetBucket(this, 'TargetBucket'), new TargetTable(this, 'TargetTable')];
    const { functions, logGroups } = new ProbeFunctions(this, 'Probes', { network, targets });
    addOutputs(this, { functions, logGroups, flowLogGroup: flowLogs.logGroup });
  }
}
