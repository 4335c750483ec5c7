/** Physical ids and names that the lab generates, in AWS's form and the same in every run of one template. */
import { createHash } from 'node:crypto';

/**
 * An EC2 id in its long form: a prefix and 17 hexadecimal digits. In the template that stands for a VPC of an account the
 * logical ids are the real ids, which no logical id of CloudFormation's can be, since it has no hyphens.
 */
export function ec2Id(prefix: string, logicalId: string): string {
  if (new RegExp(`^${prefix}-[0-9a-f]{8,17}$`).test(logicalId)) return logicalId;
  return `${prefix}-0${hash(logicalId, 16)}`;
}

/** A name as CloudFormation generates it: stack, logical id, a suffix of 12 characters. */
export function generatedName(stackName: string, logicalId: string, maxLength: number): string {
  const suffix = hash(logicalId, 12).toUpperCase();
  return `${`${stackName}-${logicalId}`.slice(0, maxLength - suffix.length - 1)}-${suffix}`;
}

function hash(text: string, length: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length);
}
