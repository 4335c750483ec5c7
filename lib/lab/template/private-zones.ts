/** The private hosted zones that answer in the VPC; the lab does not have their records. */
import { z } from 'zod';
import type { PrivateZone, Vpc } from './model.ts';
import { text } from './property-types.ts';
import type { Stack } from './stack.ts';

const zoneSchema = z.object({ Name: text, VPCs: z.array(z.object({ VPCId: text })).default([]) });

/** A private zone applies to the VPCs that it names; a public one names none. */
export function buildPrivateZones(stack: Stack, vpc: Vpc): PrivateZone[] {
  return stack
    .resourcesOfType('AWS::Route53::HostedZone')
    .map((resource) => ({ logicalId: resource.logicalId, ...stack.read(resource, zoneSchema) }))
    .filter(({ VPCs }) => VPCs.some(({ VPCId }) => VPCId === vpc.id))
    .map(({ logicalId, Name }) => ({ logicalId, name: Name.toLowerCase().replace(/\.$/, '') }));
}
