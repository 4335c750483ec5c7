/** Whether a failure says something about the lab instead of the target: its internet is not the real one. Pure. */
import type { OperationEvidence } from '../evidence.ts';
import type { JudgeFacts } from './facts.ts';

/** @param operation the one that failed */
export function isUnknownToLab(
  operation: Pick<OperationEvidence, 'host' | 'port' | 'error'> | undefined,
  { lab }: Pick<JudgeFacts, 'lab'>,
): boolean {
  if (!lab || !operation?.error) return false;
  const { host, port, error } = operation;
  const name = host.toLowerCase();
  if (error.phase === 'resolve') return lab.unknownHosts.includes(name);
  return error.phase === 'connect' && lab.unknownPorts.includes(`${name}:${port}`);
}
