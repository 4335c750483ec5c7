/** DHCP options: the lab has Amazon's resolver, and refuses the options that would lead functions to another. */
import { z } from 'zod';
import type { Vpc } from './model.ts';
import { text, textList } from './property-types.ts';
import type { Stack } from './stack.ts';
import { errorAt } from './template-error.ts';

const AMAZON = 'AmazonProvidedDNS';

/** What else DHCP options say (search domain, NTP, NetBIOS) no function of Lambda's heeds on its way to a full name. */
const schema = z.object({ DomainNameServers: textList.optional() });

const associationSchema = z.object({ VpcId: text, DhcpOptionsId: text });

/** @throws TemplateError for name servers that are not Amazon's, among the options that the VPC has */
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
    const other = servers.find((server) => server !== AMAZON);
    if (other !== undefined) {
      throw errorAt(
        resource,
        `DomainNameServers has "${other}", and the lab has ${AMAZON} alone: take it out of the template`,
      );
    }
  }
}
