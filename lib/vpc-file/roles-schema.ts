/** What the roles of workloads may do, and the zones that the VPC's resolver does not take from the internet. */
import { z } from 'zod';
import { flag, list, name, section } from './fields.ts';

const effect = z.enum(['Allow', 'Deny'], 'write Allow or Deny');

/** Only what tells the services apart: no resources and no conditions. */
const statementSchema = z.union(
  [z.strictObject({ effect, actions: list(name) }), z.strictObject({ effect, notActions: list(name) })],
  'write an effect (Allow or Deny), and exactly one of actions and notActions, a list of texts',
);

const arn = z.string('write an ARN').regex(/^arn:[\w-]+:iam::[\w-]*:\S{1,512}$/, 'write an ARN of IAM');

export const roleSchema = z.strictObject({
  arn,
  /** The ARNs of its managed policies. */
  managedPolicies: section(arn),
  inlinePolicies: section(z.strictObject({ name, statements: section(statementSchema) })),
});

/** AWS's own policies that natless knows are not in the file. */
export const managedPolicySchema = z.strictObject({ arn, statements: list(statementSchema) });

export const instanceProfileSchema = z.strictObject({ arn, role: arn.nullable() });

export const hostedZoneSchema = z.strictObject({
  id: name,
  name,
  /** Whether a service of AWS keeps it, for example for a VPC endpoint. */
  ofService: flag,
});
