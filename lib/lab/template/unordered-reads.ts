/**
 * Notices resources that read the IPv6 blocks of a VPC or a subnet without depending on the resource that associates them.
 * CloudFormation may create them before it, and `Fn::Select` then finds nothing.
 */
import { isObject } from './intrinsics.ts';
import { parseSub, referencesIn, splitAttribute } from './references.ts';
import type { Stack, StackResource } from './stack.ts';

const ATTRIBUTE = 'Ipv6CidrBlocks';

/** Which property of an association names the owner of its block, by the type of the owner. */
const ASSOCIATIONS = [
  { owner: 'AWS::EC2::VPC', type: 'AWS::EC2::VPCCidrBlock', property: 'VpcId' },
  { owner: 'AWS::EC2::Subnet', type: 'AWS::EC2::SubnetCidrBlock', property: 'SubnetId' },
] as const;

export function noteUnorderedReads(stack: Stack): void {
  const dependsOn = dependencies(stack.resources);
  for (const kind of ASSOCIATIONS)
    for (const owner of stack.resourcesOfType(kind.owner)) noteReadsOf(stack, owner, kind, dependsOn);
}

function noteReadsOf(
  stack: Stack,
  { logicalId, resource }: StackResource,
  { type, property }: (typeof ASSOCIATIONS)[number],
  dependsOn: (from: string, to: readonly string[]) => boolean,
): void {
  const associations = stack
    .resourcesOfType(type)
    .filter((each) => associatesIpv6(each) && names(each.resource.Properties?.[property], logicalId))
    .map((each) => each.logicalId);
  // A subnet that names its block has it from the start.
  if (associations.length === 0 || resource.Properties?.Ipv6CidrBlock !== undefined) return;
  const readers = stack.resources
    .filter((each) => readsBlocks(each.resource.Properties, logicalId))
    .map((each) => each.logicalId)
    .filter((reader) => !dependsOn(reader, associations));
  if (readers.length === 0) return;
  stack.note(
    `${listed(readers)} read the IPv6 blocks of ${logicalId} without depending on ${associations.join(' or ')}, which associates one: CloudFormation may create them first and fail, so write DependsOn: ${associations[0]}`,
  );
}

function associatesIpv6({ resource: { Properties = {} } }: StackResource): boolean {
  return Properties.CidrBlock === undefined && Properties.Ipv4IpamPoolId === undefined;
}

/** Enough to see which part of the template it is. */
const LISTED = 5;

function listed(logicalIds: readonly string[]): string {
  const further = logicalIds.length - LISTED;
  const shown = logicalIds.slice(0, LISTED).join(', ');
  return further > 0 ? `${shown} and ${further} more` : shown;
}

function names(value: unknown, logicalId: string): boolean {
  return referencesOf(value).includes(logicalId);
}

/** In both branches of each condition: a dependency too many only hides a notice. */
function referencesOf(value: unknown): string[] {
  return [true, false].flatMap((truth) => referencesIn(value, () => truth));
}

/** Whether one resource depends on one of the others, over any number of resources between them. */
function dependencies(resources: readonly StackResource[]): (from: string, to: readonly string[]) => boolean {
  const direct = new Map(
    resources.map(({ logicalId, resource }) => [
      logicalId,
      () => [...[resource.DependsOn ?? []].flat(), ...referencesOf(resource.Properties)],
    ]),
  );
  return (from, to) => {
    const reached = new Set([from]);
    for (const logicalId of reached) {
      if (to.includes(logicalId)) return true;
      for (const next of direct.get(logicalId)?.() ?? []) reached.add(next);
    }
    return false;
  };
}

function readsBlocks(value: unknown, owner: string): boolean {
  if (Array.isArray(value)) return value.some((item) => readsBlocks(item, owner));
  if (!isObject(value)) return false;
  return Object.entries(value).some(([key, item]) => {
    if (key === 'Fn::GetAtt') return isBlocksOf(owner, item);
    return (key === 'Fn::Sub' && substitutes(item, owner)) || readsBlocks(item, owner);
  });
}

/** Its argument may be anything, also what cannot become text. */
function isBlocksOf(owner: string, argument: unknown): boolean {
  const [logicalId, attribute] = typeof argument === 'string' ? splitAttribute(argument) : [argument].flat();
  return logicalId === owner && attribute === ATTRIBUTE;
}

function substitutes(argument: unknown, owner: string): boolean {
  const [pattern] = [argument].flat();
  if (typeof pattern !== 'string') return false;
  return parseSub(pattern).some((part) => {
    if (!('name' in part)) return false;
    const [logicalId, attribute] = splitAttribute(part.name);
    return logicalId === owner && attribute === ATTRIBUTE;
  });
}
