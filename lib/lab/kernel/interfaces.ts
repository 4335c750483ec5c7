/** Gives network interfaces their names and addresses inside their subnets. */
import { addressAt, parseCidr, sizeOf } from '../template/cidr.ts';
import type { Model, Subnet } from '../template/model.ts';
import type { PortRange } from '../template/ports.ts';
import { listSubnets } from '../template/subnets.ts';
import { TemplateError } from '../template/template-error.ts';
import { resolverAddressFor } from './resolver-addresses.ts';

export interface Placement {
  readonly subnetId: string;
  readonly securityGroupIds: readonly string[];
  /** Whether the interface takes an IPv6 address where its subnet has a block. */
  readonly ipv6AllowedForDualStack: boolean;
  /** Whether the interface has a public IPv4 address. @default false */
  readonly publicIpv4?: boolean;
  /** @default - the kernel's own, which an instance with Linux has too */
  readonly ephemeralPorts?: PortRange;
}

export interface NetworkInterface {
  /** The namespace's name, and that of the router's end of the link: `fn0`. */
  readonly name: string;
  readonly subnetId: string;
  readonly securityGroupIds: readonly string[];
  /** Null in an IPv6-only subnet. */
  readonly ipv4Address: string | null;
  readonly ipv6Address: string | null;
  /** What an internet gateway puts in place of its IPv4 address. @default - none: it lets no IPv4 of the interface out */
  readonly publicIpv4Address?: string;
  /** Where the interface can reach the VPC's resolver; null where the VPC has none. */
  readonly resolverAddress: string | null;
  /** The ports that its connections come from. @default - the kernel's own */
  readonly ephemeralPorts?: PortRange;
}

/** EC2 reserves a subnet's first four addresses and its last one, in both families. */
const RESERVED_FIRST = 4;
const RESERVED_LAST = 1;

export function placeInterfaces(model: Model, placements: readonly Placement[]): NetworkInterface[] {
  const placed = new Map<string, number>();
  return placements.map((placement, index) => {
    const { subnetId, securityGroupIds, ipv6AllowedForDualStack, publicIpv4, ephemeralPorts } = placement;
    const subnet = findSubnet(model, subnetId);
    const position = placed.get(subnetId) ?? 0;
    placed.set(subnetId, position + 1);
    const { ipv4CidrBlock, ipv6CidrBlock } = subnet;
    const taken = model.endpoints.filter(({ subnetIds }) => subnetIds.includes(subnetId)).length;
    const withIpv6 = ipv6AllowedForDualStack || ipv4CidrBlock === null;
    const ipv4Address =
      ipv4CidrBlock === null ? null : usableAddress(ipv4CidrBlock, position, { subnet, taken });
    return {
      name: `fn${index}`,
      subnetId,
      securityGroupIds,
      ipv4Address,
      ipv6Address:
        ipv6CidrBlock === null || !withIpv6
          ? null
          : usableAddress(ipv6CidrBlock, position, { subnet, taken }),
      ...(publicIpv4 && ipv4Address !== null && { publicIpv4Address: publicAddress(index) }),
      resolverAddress: resolverAddressFor(ipv4Address, model),
      ...(ephemeralPorts && { ephemeralPorts }),
    };
  });
}

/** In TEST-NET-2 (RFC 5737), of which no host of the lab's internet is: the lab has fewer interfaces than it has addresses. */
function publicAddress(index: number): string {
  return `198.51.100.${index + 1}`;
}

function findSubnet(model: Model, subnetId: string): Subnet {
  const subnet = model.subnets.find(({ id }) => id === subnetId);
  if (subnet) return subnet;
  throw new Error(`there is no subnet "${subnetId}": the subnets are ${listSubnets(model.subnets)}`);
}

interface Occupancy {
  readonly subnet: Subnet;
  /** How many of the subnet's last addresses belong to endpoints. */
  readonly taken: number;
}

function usableAddress(cidrBlock: string, position: number, { subnet, taken }: Occupancy): string {
  const block = parseCidr(cidrBlock);
  const offset = RESERVED_FIRST + position;
  if (BigInt(offset + taken + RESERVED_LAST) >= sizeOf(block)) {
    throw new TemplateError(
      `the subnet ${subnet.name} has no address left in ${cidrBlock}: functions have ${position}, endpoints ${taken}`,
    );
  }
  return addressAt(block, offset);
}

/** The addresses that an interface has, a function's or an endpoint's. */
export function addressesOf({
  ipv4Address,
  ipv6Address,
}: Pick<NetworkInterface, 'ipv4Address' | 'ipv6Address'>): string[] {
  return [ipv4Address, ipv6Address].filter((address) => address !== null);
}

interface PublicInterface {
  readonly privateAddress: string;
  /** The public one. */
  readonly address: string;
}

/** The interfaces with a public IPv4 address. */
export function publicInterfaces({
  interfaces,
}: {
  readonly interfaces: readonly NetworkInterface[];
}): PublicInterface[] {
  return interfaces.flatMap(({ ipv4Address, publicIpv4Address }) =>
    ipv4Address !== null && publicIpv4Address !== undefined
      ? [{ privateAddress: ipv4Address, address: publicIpv4Address }]
      : [],
  );
}
