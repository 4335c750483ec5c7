/** Whether a failure says something about the lab instead of the target: its internet is not the real one. Pure. */
import type { OperationEvidence } from '../evidence.ts';
import type { JudgeFacts } from './facts.ts';
import { dropOf } from './lab-drop.ts';
import { nameOf } from './resource-names.ts';
import { hiddenRoute } from './ways.ts';

/** What the lab does not know, in a clause; null where the failure is the target's or the network's own. */
export function unknownToLab(
  operation: OperationEvidence | undefined,
  facts: Pick<JudgeFacts, 'lab' | 'route'>,
): string | null {
  const { lab } = facts;
  if (!lab || !operation?.error) return null;
  const { host, port, error } = operation;
  const name = host.toLowerCase();
  if (error.phase === 'resolve' && lab.unknownHosts.includes(name))
    return `the lab's internet does not have ${name}`;
  if (error.phase !== 'connect') return null;
  if (lab.unknownPorts.includes(`${name}:${port}`)) return `in the lab nothing listens on ${name}:${port}`;
  const drop = dropOf(operation, facts);
  return drop?.by === 'other-network' ? elsewhere(drop.remoteAddress, facts) : null;
}

function elsewhere(address: string, facts: Pick<JudgeFacts, 'lab' | 'route'>): string {
  const gateway = hiddenRoute(address, facts);
  const where = gateway === null ? 'another network' : nameOf(gateway, facts);
  return `the route to it leads to ${where}, and the lab does not know what comes after that`;
}
