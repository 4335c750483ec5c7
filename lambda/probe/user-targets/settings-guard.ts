/** Which addresses a target of the settings may lead to: public ones, and those of a VPC endpoint where one is expected. */
import { isInAwsDomain } from '../../report/partitions.ts';
import { type AddressGuard, orInsideVpc } from '../../report/public-address.ts';
import type { UserTarget } from '../../report/user-targets.ts';
import type { ProbeEnvironment } from '../environment.ts';

/**
 * One that is expected to take a VPC endpoint leads to the VPC's own addresses, if the stack has endpoints and the name is
 * one of AWS's: only the VPC's own DNS can lead that inside. What it redirects to must be public.
 */
export function settingsGuard(
  { host, expect }: Pick<UserTarget, 'host' | 'expect'>,
  publicOnly: AddressGuard,
  {
    vpcEndpoints,
    vpcIpv4CidrBlocks,
    vpcIpv6CidrBlocks,
  }: Pick<ProbeEnvironment, 'vpcEndpoints' | 'vpcIpv4CidrBlocks' | 'vpcIpv6CidrBlocks'>,
): AddressGuard {
  if (expect !== 'vpc-endpoint' || vpcEndpoints.length === 0 || !isInAwsDomain(host)) return publicOnly;
  return orInsideVpc(publicOnly, { host, vpcCidrBlocks: [...vpcIpv4CidrBlocks, ...vpcIpv6CidrBlocks] });
}
