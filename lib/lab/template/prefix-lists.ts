/** The template's own prefix lists, and AWS's lists for the services with a gateway endpoint in the VPC. */
import { z } from 'zod';
import { formatCidr, isIpv6, parseCidr } from './cidr.ts';
import type { Model, PrefixList, VpcEndpoint } from './model.ts';
import { ec2Id } from './physical-ids.ts';
import { text } from './property-types.ts';
import { readEach } from './read-each.ts';
import type { Stack, StackResource } from './stack.ts';
import { at, errorAt, placeOf } from './template-error.ts';

const prefixListSchema = z.object({
  AddressFamily: z.enum(['IPv4', 'IPv6']),
  PrefixListName: text,
  Entries: z.array(z.object({ Cidr: text })).default([]),
});

export function buildPrefixLists(stack: Stack): PrefixList[] {
  const own = (resource: StackResource) => [stack.refOf(resource.logicalId)];
  return readEach(stack, stack.resourcesOfType('AWS::EC2::PrefixList'), own, (resource) => {
    const { AddressFamily: family, PrefixListName: name, Entries } = stack.read(resource, prefixListSchema);
    const blocks = at(placeOf(resource), () => Entries.map(({ Cidr }) => parseCidr(Cidr)));
    const odd = blocks.find((block) => block.family !== family);
    if (odd) {
      throw errorAt(resource, `the entry "${formatCidr(odd)}" is not of the list's AddressFamily ${family}`);
    }
    const id = stack.refOf(resource.logicalId);
    return { id, name, serviceName: null, family, cidrBlocks: blocks.map(formatCidr) };
  });
}

/** A prefix list has one family: an endpoint with both families has two lists (EC2, ManagedPrefixList). */
export function servicePrefixLists(endpoints: readonly VpcEndpoint[]): PrefixList[] {
  const lists = endpoints
    .filter(({ kind }) => kind === 'gateway')
    .flatMap(({ serviceName, families }) =>
      families.map((family): PrefixList => {
        const name = family === 'IPv4' ? serviceName : serviceName.replace(/\.(?=[^.]+$)/, '.ipv6.');
        return { id: ec2Id('pl', name), name, serviceName, family, cidrBlocks: [] };
      }),
    );
  return [...new Map(lists.map((list) => [list.id, list])).values()];
}

/** The prefix lists that a gateway endpoint puts into its route tables. */
export function prefixListsOf(endpoint: VpcEndpoint, { prefixLists }: Model): PrefixList[] {
  if (endpoint.kind !== 'gateway') return [];
  return prefixLists.filter(
    ({ serviceName, family }) => serviceName === endpoint.serviceName && endpoint.families.includes(family),
  );
}

/** The internet's addresses of a service, by its name (`com.amazonaws.us-west-2.s3`). */
export type ServiceAddresses = (serviceName: string) => readonly string[];

/** Fills in the services' lists: a template does not know where on the lab's internet a service is. */
export function withServiceAddresses(model: Model, serviceAddresses: ServiceAddresses): Model {
  return {
    ...model,
    prefixLists: model.prefixLists.map((list) =>
      list.serviceName === null
        ? list
        : { ...list, cidrBlocks: hostBlocks(serviceAddresses(list.serviceName), list.family) },
    ),
  };
}

function hostBlocks(addresses: readonly string[], family: PrefixList['family']): string[] {
  const own = addresses.filter((address) => isIpv6(address) === (family === 'IPv6'));
  return [...new Set(own)].map((address) => `${address}/${family === 'IPv6' ? 128 : 32}`);
}
