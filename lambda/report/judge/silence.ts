/** Why a connect got no answer, where the address and the port say so. Pure. */
import { isInside, NAT64_PREFIX } from '../addresses.ts';
import type { OperationEvidence } from '../evidence.ts';
import type { CauseCode } from '../vocabulary.ts';
import type { JudgeFacts } from './facts.ts';
import { wayTo } from './ways.ts';

/** AWS blocks it in every VPC (Lambda Developer Guide, "Networking"; EC2 User Guide, "Restriction on email sent using port 25"). */
export const SMTP_PORT = 25;

export function nameSilence(operation: OperationEvidence, facts: JudgeFacts): CauseCode {
  if (leadsNowhere(operation, facts)) return 'Dns64WithoutRoute';
  return operation.port === SMTP_PORT ? 'PortBlocked' : 'ConnectTimeout';
}

/** Where the routes are unknown, or hide what comes after them, the missing one is not known to be missing. */
function leadsNowhere({ dns }: OperationEvidence, facts: JudgeFacts): boolean {
  const addresses = dns?.aaaa ?? [];
  if (facts.route.routes === null || addresses.length === 0) return false;
  return addresses.every(
    (address) => isInside(address, NAT64_PREFIX) && !leadsToNat64(wayTo(address, facts).gateway),
  );
}

function leadsToNat64(gateway: string | null): boolean {
  return gateway !== null && !/^(?:eigw-|igw-|vpce-|local$|blackhole$)/.test(gateway);
}
