/** DHCP options: the lab emulates only Amazon's resolver, and refuses options with another one. */
import { z } from 'zod';
import { isInside } from '../../../lambda/report/addresses.ts';
import { amazonResolverAddresses } from './amazon-resolver.ts';
import { isIpv6 } from './cidr.ts';
import type { Vpc } from './model.ts';
import { text, textList } from './property-types.ts';
import type { Stack } from './stack.ts';
import { errorAt } from './template-error.ts';

const AMAZON = 'AmazonProvidedDNS';

/** The other DHCP options (search domain, NTP, NetBIOS) do not change how a Lambda function resolves a full name. */
const schema = z.object({ DomainNameServers: textList.optional() });

const associationSchema = z.object({ VpcId: text, DhcpOptionsId: text });

/** @throws TemplateError if the VPC's options have name servers that are not Amazon's */
export function requireAmazonResolver(stack: Stack, vpc: Vpc): void {
  const used = stack
    .resourcesOfType('AWS::EC2::VPCDHCPOptionsAssociation')
    .map((resource) => stack.read(resource, associationSchema))
    .filter(({ VpcId }) => VpcId === vpc.id)
    .map(({ DhcpOptionsId }) => DhcpOptionsId);
  const options = stack
    .resourcesOfType('AWS::EC2::DHCPOptions')
    .filter(({ logicalId }) => used.includes(stack.refOf(logicalId)));
  for (const resource of options) {
    const { DomainNameServers: servers = [AMAZON] } = stack.read(resource, schema);
    const other = servers.find((server) => !isAmazons(server, vpc));
    if (other !== undefined) {
      throw errorAt(
        resource,
        `DomainNameServers has "${other}", and the lab has only Amazon's resolver (${[AMAZON, ...amazonResolverAddresses(vpc)].join(', ')}): take it out of the template`,
      );
    }
  }
}

/** By its name, or by any of its addresses however they are written. */
function isAmazons(server: string, vpc: Vpc): boolean {
  const addresses = amazonResolverAddresses(vpc);
  return (
    server === AMAZON ||
    addresses.some((address) => isInside(server, `${address}/${isIpv6(address) ? 128 : 32}`))
  );
}
