/** Whose place a probe of the lab had, as its run reports it. Pure. */
import type { WorkloadRecord } from '../../../lambda/report/lab-schema.ts';
import type { Model } from '../template/model.ts';
import type { PlacedFunction } from './start/place-functions.ts';

export function workloadRecord({ fn, subnet }: PlacedFunction, { securityGroups }: Model): WorkloadRecord {
  const { kind, logicalIds } = fn.standsFor ?? { kind: 'own', logicalIds: [fn.logicalId] };
  return {
    kind,
    logicalIds: [...logicalIds],
    subnet: { logicalId: subnet.logicalId, name: subnet.name },
    securityGroups: securityGroups
      .filter(({ id }) => fn.securityGroupIds.includes(id))
      .map(({ logicalId, id, name }) => ({ logicalId, id, name })),
    ipv6Allowed: fn.ipv6AllowedForDualStack,
  };
}
