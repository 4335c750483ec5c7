/** The only stack: a dual-stack network, what the probe reads and writes, and the probe in each private subnet. */
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Annotations, Stack, type StackProps, Token } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import type { TargetId } from '../../lambda/report/built-in-targets.ts';
import { existingVpcOf } from './existing-vpc-settings.ts';
import { probeImage } from './fargate/probe-image.ts';
import { ProbeTasks } from './fargate/probe-tasks.ts';
import { ProbeFunctions } from './function/probe-functions.ts';
import { ProbeSchedule } from './function/probe-schedule.ts';
import { Alarms } from './monitoring/alarms.ts';
import { ProbeDashboard } from './monitoring/probe-dashboard.ts';
import { SavedQueries } from './monitoring/saved-queries.ts';
import { type WatchedTarget, watchedTargets } from './monitoring/watched-targets.ts';
import { monthlyCost } from './monthly-cost.ts';
import { DualStackNetwork } from './network/dual-stack-network.ts';
import { usesOfProbes } from './network/endpoint-use.ts';
import { existingNetwork } from './network/existing-network.ts';
import { FlowLogs } from './network/flow-logs.ts';
import { ownNetwork, type ProbedNetwork } from './network/probed-network.ts';
import { VpcEndpoints } from './network/vpc-endpoints.ts';
import { addOutputs } from './outputs.ts';
import { InvalidSettings, type Settings } from './settings.ts';
import { layersUse } from './targets/ecr-pull.ts';
import { roleStatements } from './targets/grant.ts';
import { iamWitness } from './targets/iam-witness.ts';
import { warnOfMailPort } from './targets/mail-port.ts';
import { regionalTargets } from './targets/regional-targets.ts';
import { routeTables } from './targets/route-tables.ts';
import { TargetBucket } from './targets/target-bucket.ts';
import { targetImage } from './targets/target-image.ts';
import { TargetModel, withoutModel } from './targets/target-model.ts';
import type { TargetResource } from './targets/target-resource.ts';
import { TargetTable } from './targets/target-table.ts';
import { TargetVectorIndex } from './targets/target-vector-index.ts';
import { zoneProblems } from './zone-settings.ts';

interface NatlessStackProps extends StackProps {
  readonly settings: Settings;
}

/** Where the probes are put, and the parts that belong to the stack. */
interface Placement {
  readonly network: ProbedNetwork;
  /** Null for an existing VPC. */
  readonly own: DualStackNetwork | null;
  readonly endpoints: VpcEndpoints | null;
  readonly flowLogGroup: LogGroup | null;
}

export class NatlessStack extends Stack {
  constructor(scope: Construct, id: string, { settings, ...props }: NatlessStackProps) {
    super(scope, id, props);
    const region = Token.isUnresolved(this.region) ? null : this.region;
    requireZonesIn(region, settings);
    const { absent, notes } = regionalTargets(settings, region);
    const { network, own, endpoints, flowLogGroup } = this.addNetwork(settings);
    const targets = this.addTargets(settings, absent);
    const { functions, logGroups } = new ProbeFunctions(this, 'Probes', {
      ...{ network, endpoints, targets, settings },
      statements: this.statements(targets, settings, network, endpoints),
    });
    const image = settings.fargate ? probeImage(this, 'Image', settings.targets) : null;
    const tasks =
      image && own
        ? new ProbeTasks(this, 'Tasks', {
            ...{ image, network: own, endpoints, targets, settings },
            statements: this.statements(targets, settings, network, endpoints, { inTasks: true }),
          })
        : null;
    endpoints?.allowOnly([
      ...usesOfProbes(targets, this.account),
      ...(settings.ecrImage === undefined ? [] : [layersUse(this)]),
      ...(tasks?.endpointUses ?? []),
    ]);
    const sources = { probeLogGroups: logGroups, flowLogGroup };
    new SavedQueries(this, 'SavedQueries', sources);
    const dashboard = settings.dashboard ? new ProbeDashboard(this, 'Dashboard', sources) : null;
    this.addMonitoring(settings, network, functions, watchedTargets(settings, { absent, region }));
    for (const note of notes) Annotations.of(this).addInfo(note);
    warnOfMailPort(this, settings.targets);
    const cost = monthlyCost({ settings, region, absent });
    Annotations.of(this).addInfo(`monthly cost\n  ${cost.join('\n  ')}`);
    addOutputs(this, { functions, logGroups, flowLogGroup, dashboardName: dashboard?.dashboardName ?? null });
  }

  /** An existing VPC belongs to the user: it gets neither flow logs nor endpoints. */
  private addNetwork(settings: Settings): Placement {
    const existing = existingVpcOf(settings);
    if (existing) {
      const network = existingNetwork(this, 'Network', existing);
      return { network, own: null, endpoints: null, flowLogGroup: null };
    }
    const { availabilityZoneNames, availabilityZones } = settings;
    const own = new DualStackNetwork(this, 'Network', {
      ...settings,
      availabilityZones: availabilityZoneNames ?? availabilityZones,
    });
    const { logGroup } = new FlowLogs(this, 'FlowLogs', { vpc: own.vpc });
    const { interfaceEndpoints, gatewayEndpoints } = settings;
    const endpoints =
      interfaceEndpoints.length + gatewayEndpoints.length > 0
        ? new VpcEndpoints(this, 'Endpoints', { network: own, interfaceEndpoints, gatewayEndpoints })
        : null;
    return { network: ownNetwork(own), own, endpoints, flowLogGroup: logGroup };
  }

  /** The schedule and the alarms that the settings ask for. */
  private addMonitoring(
    { alarms, alarmMail: mail, schedule }: Settings,
    network: ProbedNetwork,
    functions: readonly IFunction[],
    watched: readonly WatchedTarget[],
  ): void {
    if (schedule !== undefined) new ProbeSchedule(this, 'Schedule', { functions, expression: schedule });
    if (!alarms && schedule === undefined) return;
    if (!alarms) Annotations.of(this).addInfo(ONLY_MISSED_RUNS);
    if (alarms && network.gatewayId === null) Annotations.of(this).addInfo(ALARMS_OF_EXISTING_VPC);
    new Alarms(this, 'Alarms', {
      targets: alarms ? watched : undefined,
      // As in the metrics' dimension: where the zone is unknown, the subnet's id.
      availabilityZones: network.subnets.map(
        ({ availabilityZone, subnet }) => availabilityZone ?? subnet.subnetId,
      ),
      mail,
      schedule,
    });
  }

  private addTargets(settings: Settings, absent: readonly TargetId[]): TargetResource[] {
    return [
      new TargetBucket(this, 'TargetBucket'),
      new TargetTable(this, 'TargetTable'),
      ...(absent.includes('s3-vectors') ? [] : [new TargetVectorIndex(this, 'TargetVectorIndex')]),
      absent.includes('bedrock-runtime') ? withoutModel : new TargetModel(this, 'TargetModel'),
      routeTables(this),
      ...(settings.ecrImage === undefined ? [] : [targetImage(this, settings.ecrImage)]),
    ];
  }

  /** What a role may do with the targets. Tasks also run in IPv6-only subnets, which not every endpoint serves. */
  private statements(
    targets: readonly TargetResource[],
    { iamWitness: enabled }: Settings,
    { ipv6CidrBlocks }: ProbedNetwork,
    endpoints: VpcEndpoints | null,
    { inTasks = false } = {},
  ): PolicyStatement[] {
    return targets.flatMap(({ endpointServices: [service], grants }) => {
      const endpointId = endpoints?.idOf(service) ?? null;
      const endpointBypassed = inTasks && !endpoints?.servicesOverIpv6.includes(service);
      const witness = iamWitness(enabled, { ipv6CidrBlocks, endpointId, endpointBypassed });
      return roleStatements(grants, witness, this.account);
    });
  }
}

/** @throws InvalidSettings for named zones of another Region */
function requireZonesIn(region: string | null, { availabilityZoneNames }: Settings): void {
  const problems = region === null ? [] : zoneProblems(availabilityZoneNames, [region]);
  if (problems.length > 0) throw new InvalidSettings(problems);
}

const ONLY_MISSED_RUNS =
  'natless.schedule is set and natless.alarms is not: a missed run raises an alarm, and what a run finds does not';

/** What is in the VPC is known only when a probe runs there. */
const ALARMS_OF_EXISTING_VPC =
  'natless.alarms is true in an existing VPC: its own endpoints carry their targets past IPv6, and a NAT gateway answers the controls, so the alarms on these stay on until the endpoint or the gateway has gone';
