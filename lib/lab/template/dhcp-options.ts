/** DHCP options: the lab has Amazon's resolver, and refuses the options that would lead functions to another. */
import { z } from 'zod';
import { textList } from './property-types.ts';
import type { Stack } from './stack.ts';
import { placeOf, TemplateError } from './template-error.ts';

const AMAZON = 'AmazonProvidedDNS';

/** What else DHCP options say (search domain, NTP, NetBIOS) no function of Lambda's heeds on its way to a full name. */
const schema = z.object({ DomainNameServers: textList.optional() });

/** @throws TemplateError for name servers that are not Amazon's */
export function refuseOtherResolvers(stack: Stack): void {
  for (const resource of stack.resourcesOfType('AWS::EC2::DHCPOptions')) {
    const { DomainNameServers: servers = [AMAZON] } = stack.read(resource, schema);
    const other = servers.find((server) => server !== AMAZON);
    if (other !== undefined) {
      throw new TemplateError(
        `${placeOf(resource)}: DomainNameServers has "${other}", and the lab has ${AMAZON} alone: take it out of the template`,
      );
    }
  }
}
