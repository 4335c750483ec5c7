/** The zones that the VPC's resolver does not take from the internet; the lab does not have their records. */
import { z } from 'zod';
import type { PrivateZone, Vpc } from './model.ts';
import { text } from './property-types.ts';
import { idIn, isSet, readEach } from './read-each.ts';
import type { Stack, StackResource } from './stack.ts';

const zoneSchema = z.object({ Name: text, VPCs: z.array(z.object({ VPCId: text })).default([]) });

export function buildPrivateZones(stack: Stack, vpc: Pick<Vpc, 'id'>): PrivateZone[] {
  return [...hostedZones(stack, vpc), ...forwardedZones(stack, vpc)];
}

/** A private zone applies to the VPCs that it names; a public one names none. */
function hostedZones(stack: Stack, vpc: Pick<Vpc, 'id'>): PrivateZone[] {
  const zones = stack
    .resourcesOfType('AWS::Route53::HostedZone')
    .filter((resource) => isSet(stack, resource, 'VPCs'));
  // One of another VPC, as far as can be known, since it would name the template's by a reference.
  return readEach(
    stack,
    zones,
    () => [],
    (resource) => {
      const { Name, VPCs } = stack.read(resource, zoneSchema);
      return VPCs.some(({ VPCId }) => VPCId === vpc.id) ? [privateZone(resource, Name)] : [];
    },
  ).flat();
}

function privateZone({ logicalId, type }: StackResource, name: string): PrivateZone {
  return { logicalId, type, name: name.toLowerCase().replace(/\.$/, '') };
}

/** The names that a rule of Route 53 Resolver sends to another resolver, where the VPC uses the rule. */
function forwardedZones(stack: Stack, vpc: Pick<Vpc, 'id'>): PrivateZone[] {
  return stack.resourcesOfType('AWS::Route53Resolver::ResolverRuleAssociation').flatMap((association) => {
    if ((idIn(stack, association, 'VPCId') ?? vpc.id) !== vpc.id) return [];
    const ruleId = idIn(stack, association, 'ResolverRuleId');
    const rule = stack
      .resourcesOfType('AWS::Route53Resolver::ResolverRule')
      .find(({ logicalId }) => stack.refOf(logicalId) === ruleId);
    if (rule && idIn(stack, rule, 'RuleType') === 'SYSTEM') return [];
    // A rule that cannot be read may be about any name.
    return [privateZone(association, (rule && idIn(stack, rule, 'DomainName')) ?? '.')];
  });
}

export function isInZone(name: string, { name: zone }: Pick<PrivateZone, 'name'>): boolean {
  return zone === '' || name === zone || name.endsWith(`.${zone}`);
}

/** `the private zone "corp.example.com"`. */
export function zoneInWords({ type, name }: PrivateZone): string {
  const what = type === 'AWS::Route53::HostedZone' ? 'the private zone' : 'the resolver for the zone';
  return `${what} "${name || '.'}"`;
}
