/** Where a command of the user's runs, in a template of others: what it reaches depends on it. Pure. */
import type { Model } from '../template/model.ts';
import type { PlacedFunction } from './start/place-functions.ts';
import { workloadRecord } from './workload-record.ts';

/** @returns none in this project's own stack */
export function placeNotice(placed: PlacedFunction, model: Model): string[] {
  const { kind, logicalIds, subnet, securityGroups, ipv6Allowed } = workloadRecord(placed, model);
  if (kind === 'own') return [];
  const groups = securityGroups.map(({ name }) => name).join(', ');
  const behind = kind === 'open-group' ? 'where no workload stands' : `behind ${groups}`;
  const who = logicalIds.length === 0 ? '' : ` in place of ${logicalIds.join(', ')}`;
  const without = ipv6Allowed ? '' : ', without an IPv6 address';
  return [
    `the command ran in ${subnet.name}${who}, ${behind}${without}: --workload, --subnet and --security-group choose`,
  ];
}
