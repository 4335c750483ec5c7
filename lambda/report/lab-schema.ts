/** The part of a report that only the lab writes. */
import { z } from 'zod';
import { REPORT_LIMITS } from './report-limits.ts';
import { list, text } from './schema-parts.ts';
import { HOST_GROUNDS, WORKLOAD_KINDS } from './vocabulary.ts';

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

/** What a host's records rest on, and when that was looked up. */
export const groundSchema = z.strictObject({ kind: z.enum(HOST_GROUNDS), date: text });

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
  /** The records that the lab gave to the hosts that the run called, and what they rest on. */
  hosts: list(
    z.strictObject({ host: text, a: z.boolean(), aaaa: z.boolean(), ground: groundSchema }),
    REPORT_LIMITS.labHosts,
  ).optional(),
  inbound: z.strictObject({ attempted: z.boolean(), reachedFunction: z.boolean() }),
});

export type LabRecord = z.infer<typeof labSchema>;
export type GroundRecord = z.infer<typeof groundSchema>;
export type WorkloadRecord = z.infer<typeof workloadSchema>;
