/** Where the VPC's endpoints are: the addresses of their interfaces, the names that lead there, the connections they take. */
import { isInside } from '../../../lambda/report/addresses.ts';
import { hostInPartition } from '../../../lambda/report/partitions.ts';
import { addressAt, parseCidr, sizeOf } from '../template/cidr.ts';
import type { Family, Model, Subnet, VpcEndpoint } from '../template/model.ts';
import { prefixListsOf } from '../template/prefix-lists.ts';
import { addressesOf } from './interfaces.ts';

/** An interface of an endpoint in one of its subnets. */
export interface EndpointInterface {
  /** The name of its chain of rules: `vpce0`. */
  readonly name: string;
  readonly endpointId: string;
  readonly subnetId: string;
  readonly securityGroupIds: readonly string[];
  readonly ipv4Address: string | null;
  readonly ipv6Address: string | null;
}

/** A name that the VPC's resolver answers with an endpoint's addresses instead of the internet's. */
export interface EndpointHost {
  /** A name, or a pattern whose first label is `*`. */
  readonly name: string;
  readonly endpointId: string;
  readonly ipv4: readonly string[];
  readonly ipv6: readonly string[];
}

/** The last address of a subnet, which EC2 reserves. */
const RESERVED_LAST = 1;

/** Far from the addresses of functions, which count up from the subnet's first. */
const FIRST_IPV6_OFFSET = 0xe000;

/** Endpoints take a subnet's addresses from its end: a function then has the same address with and without them. */
export function placeEndpointInterfaces(model: Model): EndpointInterface[] {
  const placed = new Map<string, number>();
  const pairs = model.endpoints.flatMap((endpoint) =>
    subnetsOf(endpoint, model).map((subnet) => ({ endpoint, subnet })),
  );
  return pairs.map(({ endpoint, subnet }, index) => {
    const position = placed.get(subnet.id) ?? 0;
    placed.set(subnet.id, position + 1);
    return {
      name: `vpce${index}`,
      endpointId: endpoint.id,
      subnetId: subnet.id,
      securityGroupIds: endpoint.securityGroupIds,
      ipv4Address: ipv4Address(endpoint, subnet, position),
      ipv6Address: ipv6Address(endpoint, subnet, position),
    };
  });
}

function subnetsOf({ subnetIds }: VpcEndpoint, { subnets }: Model): Subnet[] {
  return subnets.filter(({ id }) => subnetIds.includes(id));
}

function ipv4Address({ families }: VpcEndpoint, { ipv4CidrBlock }: Subnet, position: number): string | null {
  if (ipv4CidrBlock === null || !families.includes('IPv4')) return null;
  const block = parseCidr(ipv4CidrBlock);
  return addressAt(block, Number(sizeOf(block)) - 1 - RESERVED_LAST - position);
}

function ipv6Address({ families }: VpcEndpoint, { ipv6CidrBlock }: Subnet, position: number): string | null {
  if (ipv6CidrBlock === null || !families.includes('IPv6')) return null;
  return addressAt(parseCidr(ipv6CidrBlock), FIRST_IPV6_OFFSET + position);
}

export function endpointHosts(model: Model, interfaces: readonly EndpointInterface[]): EndpointHost[] {
  return model.endpoints
    .filter(({ kind }) => kind === 'interface')
    .flatMap((endpoint) => {
      const own = interfaces.filter(({ endpointId }) => endpointId === endpoint.id);
      const host = (name: string, at: readonly EndpointInterface[], families: readonly Family[]) => ({
        name,
        endpointId: endpoint.id,
        ipv4: families.includes('IPv4') ? at.flatMap(({ ipv4Address }) => ipv4Address ?? []) : [],
        ipv6: families.includes('IPv6') ? at.flatMap(({ ipv6Address }) => ipv6Address ?? []) : [],
      });
      const { privateDnsFamilies, regionalDnsFamilies, privateDnsNames } = endpoint;
      return [
        ...privateDnsNames.map((name) => host(name, own, privateDnsFamilies)),
        host(dnsName(endpoint, '', model), own, regionalDnsFamilies),
        ...own.map((each) =>
          host(dnsName(endpoint, `-${availabilityZoneOf(each, model)}`, model), [each], regionalDnsFamilies),
        ),
      ];
    });
}

/** `vpce-0…-0a1b2c3d.sts.us-west-2.vpce.amazonaws.com`, and one with the zone after the suffix for each interface. */
function dnsName({ id, service }: VpcEndpoint, zone: string, { region }: Model): string {
  // S3 has only the parents of buckets' names (S3 User Guide, "AWS PrivateLink for Amazon S3").
  const below = service === 's3' ? '*.' : '';
  const host = `${below}${id}-${id.slice(-8)}${zone}.${service.split('.').reverse().join('.')}.${region}.vpce.amazonaws.com`;
  return hostInPartition(host, region);
}

function availabilityZoneOf({ subnetId }: EndpointInterface, { subnets }: Model): string {
  return subnets.find(({ id }) => id === subnetId)?.availabilityZone ?? '';
}

/** The blocks of the services that gateway endpoints take out of a route table. */
export function gatewayEndpointBlocks(routeTableId: string, model: Model): string[] {
  const blocks = model.endpoints
    .filter(({ routeTableIds }) => routeTableIds.includes(routeTableId))
    .flatMap((endpoint) => prefixListsOf(endpoint, model))
    .flatMap(({ cidrBlocks }) => cidrBlocks);
  return [...new Set(blocks)];
}

/**
 * The endpoint that a connection from an address of the VPC takes to a far address; null for a connection that takes none.
 * The source does not identify a gateway endpoint: over IPv6 it is the same as over an internet gateway.
 */
export function vpcEndpointBetween(model: Model, source: string, destination: string): string | null {
  if (model.endpoints.length === 0) return null;
  const at = placeEndpointInterfaces(model).find((each) => addressesOf(each).includes(destination));
  if (at) return at.endpointId;
  const subnet = model.subnets.find(({ ipv4CidrBlock, ipv6CidrBlock }) =>
    [ipv4CidrBlock, ipv6CidrBlock].some((block) => isInside(source, block)),
  );
  if (!subnet) return null;
  const gateway = model.endpoints.find(
    (endpoint) =>
      endpoint.routeTableIds.includes(subnet.routeTableId) &&
      prefixListsOf(endpoint, model).some(({ cidrBlocks }) =>
        cidrBlocks.some((block) => isInside(destination, block)),
      ),
  );
  return gateway?.id ?? null;
}
