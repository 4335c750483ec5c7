/**
 * Makes IAM a witness: the grants hold only for requests that reach AWS from the VPC's IPv6 blocks. An allowed call then
 * went neither through NAT (an IPv4 address) nor through a VPC endpoint (no source address), and the role's credentials
 * are useless elsewhere. For a service to which the stack gave an endpoint, the grants hold for requests through that
 * endpoint instead.
 */
import type { Conditions } from 'aws-cdk-lib/aws-iam';

/**
 * `inside`: from the VPC, by the way that the stack gave the service. `through-endpoint`: from everywhere, unless the
 * service has an endpoint. `outside`: the control's grant, which must not hold for the probe.
 */
export type Seen = 'inside' | 'through-endpoint' | 'outside' | 'anywhere';

/** The conditions of each: alternatives, of which one must hold; none where there is no such grant. */
export type IamWitness = Readonly<Record<Seen, readonly Conditions[]>>;

interface Witnessed {
  /** The VPC's; what has the conditions must depend on their association. */
  readonly ipv6CidrBlocks: readonly string[];
  /** The service's VPC endpoint, or null. */
  readonly endpointId: string | null;
  /** Whether some subnets of the role's do not have the endpoint, so that their requests leave over IPv6. */
  readonly endpointBypassed: boolean;
}

/** @param enabled the setting `iamWitness` */
export function iamWitness(
  enabled: boolean,
  { ipv6CidrBlocks, endpointId, endpointBypassed }: Witnessed,
): IamWitness {
  const anywhere = [{}];
  if (!enabled) return { inside: anywhere, 'through-endpoint': anywhere, outside: [], anywhere };
  const addresses = { 'aws:SourceIp': ipv6CidrBlocks.length === 1 ? ipv6CidrBlocks[0] : ipv6CidrBlocks };
  const fromVpc = { IpAddress: addresses };
  const fromElsewhere = { NotIpAddress: addresses };
  if (endpointId === null) {
    return { inside: [fromVpc], 'through-endpoint': anywhere, outside: [fromElsewhere], anywhere };
  }
  const throughEndpoint = { StringEquals: { 'aws:SourceVpce': endpointId } };
  return {
    inside: endpointBypassed ? [throughEndpoint, fromVpc] : [throughEndpoint],
    'through-endpoint': endpointBypassed ? anywhere : [throughEndpoint],
    // A request through the endpoint has no source address, and a negated condition holds without one.
    outside: [{ ...fromElsewhere, StringNotEquals: { 'aws:SourceVpce': endpointId } }],
    anywhere,
  };
}
