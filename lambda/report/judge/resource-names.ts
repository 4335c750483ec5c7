/** What a person calls a resource: what the template calls it, where that is known, before its id. Pure. */
import type { JudgeFacts, LabResource } from './facts.ts';

const KINDS: readonly (readonly [prefix: string, kind: string])[] = [
  ['eigw-', 'the egress-only internet gateway'],
  ['igw-', 'the internet gateway'],
  ['nat-', 'the NAT gateway'],
  ['vpce-', 'the VPC endpoint'],
  ['tgw-', 'the transit gateway'],
  ['pcx-', 'the peering connection'],
  ['vgw-', 'the VPN gateway'],
  ['eni-', 'the network interface'],
  ['i-', 'the instance'],
];

/** `the NAT gateway Nat (nat-0…)`. */
export function nameOf(id: string, { lab }: Pick<JudgeFacts, 'lab'>): string {
  const kind = KINDS.find(([prefix]) => id.startsWith(prefix))?.[1];
  const resource = lab?.resources[id];
  const name = resource ? resourceInWords(resource) : id;
  return kind === undefined ? name : `${kind} ${name}`;
}

/** Its Name, its logical id and its id, as far as it has them: in a described VPC the id is the logical id. */
export function resourceInWords({ logicalId, name, id }: LabResource): string {
  const [first = id, ...others] = new Set([name ?? logicalId, logicalId, id]);
  return others.length === 0 ? first : `${first} (${others.join(', ')})`;
}
