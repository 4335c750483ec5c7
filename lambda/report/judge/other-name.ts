/** The dual-stack name beside a name that has only IPv4: what calls it needs a change of the code, and no more. Pure. */
import { dualStackName, lineFor } from '../catalogue/dual-stack-name.ts';
import type { Attempt, Target } from '../report-schema.ts';
import type { JudgeFacts } from './facts.ts';

/** Null where the name has IPv6, or the catalogue has no other. */
export function otherNameOf(
  { cause, attempts: [forced] }: Pick<Target, 'cause' | 'attempts'>,
  { region }: Pick<JudgeFacts, 'region'>,
): string | null {
  const host = lastHost(forced);
  return cause?.code === 'NoAaaaRecord' && host !== undefined ? dualStackName(host, region) : null;
}

function lastHost({ operations }: Pick<Attempt, 'operations'>): string | undefined {
  return operations.at(-1)?.host;
}

/** How to find out whether it suffices: whether the other name has IPv6 is not known before it was tried. */
export function remedyByOtherName(host: string, { region }: Pick<JudgeFacts, 'region'>): string | null {
  const name = dualStackName(host, region);
  if (name === null) return null;
  return `the name has only IPv4 addresses, and ${name} is the dual-stack name of the same service: try --target https://${name}; if that is reached, a change of the code suffices (${lineFor(host, name)}), if not, keep ${host} reachable through a gateway endpoint, an interface endpoint, NAT64 or a NAT gateway`;
}
