/** The echo witness: from which address a stranger saw the packets come, and whether that is this VPC's. */
import { isIP } from 'node:net';
import { isInside } from '../addresses.ts';
import type { Run } from '../report-schema.ts';
import type { Echo } from '../witnesses.ts';
import type { Facts } from './facts.ts';

/** Reads an echo service's answer: one address and nothing else, or null. */
export function readEcho(target: string, answer: string, remoteAddress: string | null): Echo {
  const text = answer.trim();
  return { target, address: isIP(text) === 0 ? null : text, remoteAddress };
}

/** The address that the run was seen with: one inside the VPC's block if any echo named one. */
export function sourceOf({
  echoes,
  vpcIpv6CidrBlock,
}: Pick<Facts, 'echoes' | 'vpcIpv6CidrBlock'>): Run['source'] {
  const seenBy = echoes.flatMap(({ target, address }) => (address === null ? [] : [{ target, address }]));
  const inside = seenBy.find(({ address }) => isInside(address, vpcIpv6CidrBlock));
  const address = (inside ?? seenBy[0])?.address ?? null;
  return { address, insideVpc: address === null ? null : inside !== undefined, seenBy };
}
