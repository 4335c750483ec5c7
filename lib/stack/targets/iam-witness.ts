/**
 * Makes IAM a witness: grants that hold only for requests that AWS sees come from the VPC's IPv6 block. An
 * allowed call then went neither through NAT (an IPv4 address) nor through a VPC endpoint (no source address),
 * and the role's credentials are worth nothing elsewhere.
 */
import type { Conditions } from 'aws-cdk-lib/aws-iam';

export interface IamWitness {
  /** The condition on the probe's own grants; none where the setting `iamWitness` is off. */
  readonly seenInside: Conditions;
  /** The condition of the control, which must be denied; null where the setting is off. */
  readonly seenOutside: Conditions | null;
}

/** @param ipv6CidrBlock the VPC's block; whatever carries the conditions must depend on its association */
export function iamWitness(enabled: boolean, ipv6CidrBlock: string): IamWitness {
  if (!enabled) return { seenInside: {}, seenOutside: null };
  return {
    seenInside: { IpAddress: { 'aws:SourceIp': ipv6CidrBlock } },
    seenOutside: { NotIpAddress: { 'aws:SourceIp': ipv6CidrBlock } },
  };
}
