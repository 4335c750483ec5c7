/** The echo witness: the address that an outside service saw the packets come from, and whether it is this VPC's. */

import { familyOf, isInside } from '../addresses.ts';
import { plainText } from '../plain-text.ts';
import type { EchoAnswer, Run } from '../report-schema.ts';
import type { JudgeFacts } from './facts.ts';

/** Reads an echo service's answer: an address and nothing else, or no address. */
export function readEcho(answer: string): EchoAnswer {
  const address = answer.trim();
  return { address: familyOf(address) === null ? null : address, text: plainText(answer) };
}

/** The address that the run was seen with: one inside the VPC's block if any echo named one. */
export function sourceOf({
  echoes,
  vpcIpv6CidrBlock,
}: Pick<JudgeFacts, 'echoes' | 'vpcIpv6CidrBlock'>): Run['source'] {
  const seenBy = echoes.flatMap(({ target, address }) => (address === null ? [] : [{ target, address }]));
  const inside = seenBy.find(({ address }) => isInside(address, vpcIpv6CidrBlock));
  const address = (inside ?? seenBy[0])?.address ?? null;
  return { address, insideVpc: address === null ? null : inside !== undefined, seenBy };
}
