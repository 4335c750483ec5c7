/**
 * Which addresses a user's target may lead to: public ones only. A right to name targets must not give access to what only
 * the function can reach.
 */
import { familyOf, isInside, parseBlock } from './addresses.ts';
import { translatedAddress } from './nat64-address.ts';
import { routeTo } from './route-table.ts';
import { LAB_RANGES, specialRange } from './special-addresses.ts';
import { GLOBAL_UNICAST, isVpcBlock } from './vpc-block.ts';
import type { EffectiveRoute } from './witnesses.ts';

/** Why an address of a host is refused, in words that follow "is"; null where it is not. */
export type AddressGuard = (address: string, host?: string) => string | null;

/** What is known of the networks that the function can reach. */
export interface Surroundings {
  /** The VPC's blocks, of both families. */
  readonly vpcCidrBlocks: readonly string[];
  /** The subnet's routes; null where they are unknown. */
  readonly routes: readonly EffectiveRoute[] | null;
  /** Whether this is the lab, whose internet has addresses that are for documentation. */
  readonly inLab: boolean;
}

export function publicOnly({ vpcCidrBlocks, routes, inLab }: Surroundings): AddressGuard {
  const guard: AddressGuard = (address) => {
    const family = familyOf(address);
    if (family === null) return 'not an IP address';
    if (address.includes('%')) return 'an address with a zone, which is valid on one link only';
    const translated = translatedAddress(address);
    if (translated !== null) return refusalBehindNat64(translated, guard);
    const isLabs = inLab && LAB_RANGES.some((block) => isInside(address, block));
    if (!isLabs) {
      const special = specialRange(address);
      if (special) return `in ${special.block}, which is not public: ${special.name} (${special.source})`;
      if (family === 'IPv6' && !isInside(address, GLOBAL_UNICAST))
        return `outside ${GLOBAL_UNICAST}, which has all public IPv6 addresses`;
    }
    if (vpcCidrBlocks.some((block) => isInside(address, block)))
      return "an address of the function's own VPC";
    return routedInside(address, routes ?? []);
  };
  return guard;
}

/**
 * The same, except that a host may lead into the VPC itself, as the private DNS of a VPC endpoint does.
 * @param host null for every host
 */
export function orInsideVpc(
  guard: AddressGuard,
  { host, vpcCidrBlocks }: Pick<Surroundings, 'vpcCidrBlocks'> & { readonly host: string | null },
): AddressGuard {
  const own = vpcCidrBlocks.filter(isVpcBlock);
  return (address, name) => {
    const isMeant = host === null || name === host;
    return isMeant && own.some((block) => isInside(address, block)) ? null : guard(address, name);
  };
}

/** NAT64 leads to the IPv4 address that is written in the IPv6 one, so that one must be public. */
function refusalBehindNat64(address: string, guard: AddressGuard): string | null {
  const reason = guard(address);
  return reason === null ? null : `${address} behind NAT64, which is ${reason}`;
}

/** Gateways to the internet and to AWS's own services, and a route that leads nowhere. */
const OUTWARD = /^(?:eigw-|igw-|nat-|vpce-|blackhole$)/;

/**
 * By a route to the VPC itself or to another network (a peer, a transit or a virtual private gateway, an appliance). A
 * default route to an appliance is the way to the internet.
 */
function routedInside(address: string, routes: readonly EffectiveRoute[]): string | null {
  const match = routeTo(address, routes);
  if (match === null || OUTWARD.test(match.gateway)) return null;
  if (match.gateway === 'local') return "an address of the function's own VPC";
  if (isDefault(match.block)) return null;
  return `in ${match.block}, which the route table sends to another network (${match.gateway})`;
}

/** The longest prefixes that are written for "everything": both halves of IPv4, and all of global unicast. */
const DEFAULT_LENGTHS = { IPv4: 1, IPv6: 3 };

function isDefault(block: string): boolean {
  const parsed = parseBlock(block);
  return parsed !== null && parsed.length <= DEFAULT_LENGTHS[parsed.family];
}
