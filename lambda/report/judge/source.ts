/** The echo witness: the address that an outside service saw the packets come from, and whether it is this VPC's. */

import { familyOf } from '../addresses.ts';
import { nameText } from '../evidence-text.ts';
import { plainText } from '../plain-text.ts';
import type { EchoAnswer, Run } from '../report-schema.ts';
import type { Echo } from '../witnesses.ts';
import type { JudgeFacts } from './facts.ts';
import { isOwnIpv6, knowsIpv6Blocks } from './own-address.ts';

/** Reads an echo service's answer: an address and nothing else, or no address. */
export function readEcho(answer: string): EchoAnswer {
  // A zone after the address may have any length.
  const address = nameText(answer);
  return { address: familyOf(address) === null ? null : address, text: plainText(answer) };
}

/** Echoes that named an address: the weightiest first. */
interface WeighedEchoes {
  readonly verdict: 'inside' | 'outside' | 'contradiction' | 'silent';
  readonly named: readonly Echo[];
}

type Blocks = Pick<JudgeFacts, 'vpcIpv6CidrBlocks'>;

/**
 * Echoes vouch only where all that named an address agree. One that saw another address over TLS settles it; over plain
 * HTTP anything on the path can answer, so that an echo that saw the VPC contradicts it.
 */
export function weighEchoes(echoes: readonly Echo[], blocks: Blocks): WeighedEchoes {
  const named = echoes.filter(({ address }) => address !== null).sort(byWeight(blocks));
  const strange = named.filter((echo) => !sawInside(echo, blocks));
  if (named.length === 0) return { verdict: 'silent', named };
  if (strange.length === 0) return { verdict: 'inside', named };
  const isSettled = strange.length === named.length || strange.some(({ encrypted }) => encrypted);
  return { verdict: isSettled ? 'outside' : 'contradiction', named };
}

/** The address that the run was seen with: that of the weightiest echo. */
export function sourceOf({ echoes, ...blocks }: Pick<JudgeFacts, 'echoes'> & Blocks): Run['source'] {
  const [weightiest] = weighEchoes(echoes, blocks).named;
  const isKnown = weightiest !== undefined && knowsIpv6Blocks(blocks);
  return {
    address: weightiest?.address ?? null,
    insideVpc: isKnown ? sawInside(weightiest, blocks) : null,
    seenBy: echoes.flatMap(({ target, address }) => (address === null ? [] : [{ target, address }])),
  };
}

/** What came over TLS, and then what saw another address. */
function byWeight(blocks: Blocks): (one: Echo, other: Echo) => number {
  const rank = (echo: Echo) => (echo.encrypted ? 0 : 2) + (sawInside(echo, blocks) ? 1 : 0);
  return (one, other) => rank(one) - rank(other);
}

function sawInside({ address }: Echo, blocks: Blocks): boolean {
  return isOwnIpv6(address ?? '', blocks);
}
