/**
 * Makes IAM a witness: the grants hold only for requests that reach AWS from the VPC's IPv6 block. An allowed call then
 * went neither through NAT (an IPv4 address) nor through a VPC endpoint (no source address), and the role's credentials
 * are useless elsewhere. For a service to which the stack gave an endpoint, the grants hold for requests through that
 * endpoint instead.
 */
import type { Conditions } from 'aws-cdk-lib/aws-iam';

export interface IamWitness {
  /** The condition on the probe's own grants; empty where the setting `iamWitness` is off. */
  readonly seenInside: Conditions;
  /** The condition on grants that hold from everywhere unless the service has an endpoint. */
  readonly throughEndpoint: Conditions;
  /** The condition of the control, which must be denied; null where the setting is off. */
  readonly seenOutside: Conditions | null;
}

/**
 * @param ipv6CidrBlock the VPC's block; what has the conditions must depend on its association
 * @param endpointId the service's VPC endpoint, or null
 */
export function iamWitness(enabled: boolean, ipv6CidrBlock: string, endpointId: string | null): IamWitness {
  if (!enabled) return { seenInside: {}, throughEndpoint: {}, seenOutside: null };
  if (endpointId !== null) {
    const throughEndpoint = { StringEquals: { 'aws:SourceVpce': endpointId } };
    return {
      seenInside: throughEndpoint,
      throughEndpoint,
      // A request through the endpoint has no source address, and a negated condition holds without one.
      seenOutside: {
        NotIpAddress: { 'aws:SourceIp': ipv6CidrBlock },
        StringNotEquals: { 'aws:SourceVpce': endpointId },
      },
    };
  }
  return {
    seenInside: { IpAddress: { 'aws:SourceIp': ipv6CidrBlock } },
    throughEndpoint: {},
    seenOutside: { NotIpAddress: { 'aws:SourceIp': ipv6CidrBlock } },
  };
}
