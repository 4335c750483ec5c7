/** The catalogue: which hosts of AWS's services answer over IPv6. The probe imports only types from this module. */
import { z } from 'zod';
import { groundSchema } from '../lab-schema.ts';
import { CAUSE_CODES } from '../vocabulary.ts';

const catalogueHostSchema = z.strictObject({
  host: z.string(),
  services: z.array(z.strictObject({ id: z.string(), kind: z.enum(['default', 'dual-stack', 'only']) })),
  /** The resolver's answers: empty where the name has no such record, null where it did not answer. */
  a: z.array(z.string()).nullable(),
  aaaa: z.array(z.string()).nullable(),
  /** The address that was connected to, on port 443; null where there was none. */
  remoteAddress: z.string().nullable(),
  /** Whether TCP and TLS succeeded over IPv6, with a certificate for the name. */
  reached: z.boolean(),
  /** Why not. */
  code: z.enum(CAUSE_CODES).nullable(),
  /** In the lab: what the host's records rest on, and when that was looked up. */
  ground: groundSchema.optional(),
});

export const catalogueSchema = z.strictObject({
  schemaVersion: z.literal(1),
  catalogue: z.strictObject({
    region: z.string(),
    subnetId: z.string().nullable(),
    availabilityZone: z.string().nullable(),
    startedAt: z.iso.datetime(),
    durationMs: z.number().nonnegative(),
    hosts: z.array(catalogueHostSchema),
  }),
});

export type CatalogueHost = z.infer<typeof catalogueHostSchema>;
export type CatalogueReport = z.infer<typeof catalogueSchema>;
