/** In whose place a probe of the lab stood: names before ids. Pure. */
import type { WorkloadRecord } from '../../lambda/report/lab-schema.ts';
import type { Run } from '../../lambda/report/report-schema.ts';
import type { WorkloadKind } from '../../lambda/report/vocabulary.ts';

interface PlaceInWords {
  /** Who stands there. */
  readonly title: string;
  /** The subnet and the security groups, in lines. */
  readonly place: readonly string[];
}

/** @returns null for the probes of this project's own stack, and of a deployed one */
export function workloadInWords({ network, lab }: Pick<Run, 'network' | 'lab'>): PlaceInWords | null {
  const workload = lab?.workload;
  if (!workload || workload.kind === 'own') return null;
  const subnet = `subnet ${named({ ...workload.subnet, id: network.subnetId })}${ipv6Of(workload)}`;
  return { title: titleOf(workload), place: [subnet, ...groupsOf(workload)] };
}

/** The subnet by its name where it is known, else by its id. */
export function subnetInWords({ network, lab }: Pick<Run, 'network' | 'lab'>): string {
  const { subnetId } = network;
  const name = lab?.workload?.subnet.name;
  if (name === undefined || name === subnetId) return subnetId ?? 'unknown subnet';
  return subnetId === null ? name : `${name} (${subnetId})`;
}

const NOUNS: Readonly<Record<WorkloadKind, readonly [one: string, many: string]>> = {
  own: ['probe', 'probes'],
  function: ['Lambda function', 'Lambda functions'],
  service: ['ECS service', 'ECS services'],
  task: ['scheduled ECS task', 'scheduled ECS tasks'],
  instance: ['EC2 instance', 'EC2 instances'],
  'open-group': ['', ''],
  'chosen-group': ['', ''],
};

function titleOf({ kind, logicalIds, subnet }: WorkloadRecord): string {
  if (kind === 'open-group') return `${subnet.name}: no workload here, an open security group stands in`;
  if (kind === 'chosen-group') return `${subnet.name}: the security group that you chose`;
  const [one, many] = NOUNS[kind];
  return `${logicalIds.join(', ')} (${logicalIds.length === 1 ? one : many})`;
}

function groupsOf({ kind, securityGroups }: WorkloadRecord): string[] {
  return kind === 'open-group' ? [] : securityGroups.map((group) => `security group ${named(group)}`);
}

function ipv6Of({ ipv6Allowed }: WorkloadRecord): string {
  return ipv6Allowed ? '' : '; it has no IPv6 address';
}

interface Named {
  readonly logicalId: string;
  readonly name: string;
  readonly id: string | null;
}

function named({ logicalId, name, id }: Named): string {
  const further = [...(name === logicalId ? [] : [logicalId]), ...(id === null ? [] : [id])];
  return further.length === 0 ? name : `${name} (${further.join(', ')})`;
}
