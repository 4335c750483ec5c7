/**
 * In the lab a host has an address of the lab's own. Where a route takes a large part of the public addresses elsewhere, the real
 * host may be in it, whichever way the lab's one went. Pure.
 */
import { isInside, parseBlock } from '../addresses.ts';
import { specialRange } from '../special-addresses.ts';
import { GLOBAL_UNICAST } from '../vpc-block.ts';
import type { JudgeFacts } from './facts.ts';
import { nameOf } from './resource-names.ts';
import { type RoutedNetwork, type Way, wayTo } from './ways.ts';

/** Wider than the blocks of a VPC (/16, /44), which a route to another VPC has and no service; but not everything. */
const NETWORK = { IPv4: { widest: 2, narrowest: 15 }, IPv6: { widest: 4, narrowest: 43 } } as const;

/** @returns what is unknown, in a clause; null for a way within the VPC, and where the addresses are the real ones */
export function wideDetour(way: Way, facts: JudgeFacts): string | null {
  const found = facts.lab ? detourBeside(way, facts) : null;
  if (found === null) return null;
  const { gateway: other } = wayTo(firstOf(found), facts);
  return `${found} leads to ${other === null ? 'another network' : nameOf(other, facts)}, and the lab does not know whether the real addresses are there`;
}

/** The block that such a route takes elsewhere; null for a way within the VPC. */
export function detourBeside({ family, gateway }: Way, network: RoutedNetwork): string | null {
  if (gateway === null || gateway.startsWith('vpce-')) return null;
  const blocks = (network.route.routes ?? []).flatMap(({ destinationCidrBlocks }) => destinationCidrBlocks);
  return blocks.find((block) => isWide(block, family) && leadsAway(block, network)) ?? null;
}

function isWide(text: string, family: Way['family']): boolean {
  const block = parseBlock(text);
  if (block?.family !== family) return false;
  const { widest, narrowest } = NETWORK[family];
  const isPublic = family === 'IPv4' || isInside(block.prefix, GLOBAL_UNICAST);
  return (
    block.length >= widest && block.length <= narrowest && isPublic && specialRange(block.prefix) === null
  );
}

function leadsAway(block: string, network: RoutedNetwork): boolean {
  return wayTo(firstOf(block), network).kind === 'unknown';
}

function firstOf(block: string): string {
  return block.split('/')[0] ?? '';
}
