/** The part of a report that only the lab writes. */
import { z } from 'zod';
import { REPORT_LIMITS } from './report-limits.ts';
import { list, text } from './schema-parts.ts';

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
  inbound: z.strictObject({ attempted: z.boolean(), reachedFunction: z.boolean() }),
});

export type LabRecord = z.infer<typeof labSchema>;
