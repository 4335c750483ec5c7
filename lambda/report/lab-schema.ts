/** The part of a report that only the lab writes. */
import { z } from 'zod';
import { REPORT_LIMITS } from './report-limits.ts';
import { list, text } from './schema-parts.ts';
import { WORKLOAD_KINDS } from './vocabulary.ts';

const named = { logicalId: text, name: text };

/** Whose place the probe had, as the template names it. */
const workloadSchema = z.strictObject({
  kind: z.enum(WORKLOAD_KINDS),
  /** All that have the same place: they share a probe. Empty where the probe stands for none of the template's. */
  logicalIds: list(text, REPORT_LIMITS.workloads),
  subnet: z.strictObject(named),
  securityGroups: list(z.strictObject({ ...named, id: text }), REPORT_LIMITS.securityGroups),
  /** Whether it gets an IPv6 address where its subnet has a block. */
  ipv6Allowed: z.boolean(),
});

const packets = z.int().nonnegative();

/** What the lab's kernel saw of a run. Only reports of the lab have it. */
export const labSchema = z.strictObject({
  world: text,
  referee: z.strictObject({ agrees: z.boolean(), disagreements: list(text, REPORT_LIMITS.disagreements) }),
  counters: z.strictObject({
    egressOnlyInternetGateway: z.strictObject({ out: packets, in: packets, inboundDropped: packets }),
    internetGateway: z.strictObject({ out: packets, in: packets }),
    natGateway: z.strictObject({ out: packets }),
    vpcEndpoint: z.strictObject({ out: packets, in: packets }),
    securityGroupDropped: packets,
    noRouteDropped: packets,
    networkAclDropped: packets,
    blockPublicAccessDropped: packets,
  }),
  workload: workloadSchema.optional(),
  inbound: z.strictObject({ attempted: z.boolean(), reachedFunction: z.boolean() }),
});

export type LabRecord = z.infer<typeof labSchema>;
export type WorkloadRecord = z.infer<typeof workloadSchema>;
