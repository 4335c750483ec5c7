/** Turns what a role may do into targets: the default hosts of the services whose actions it allows. */
import { type Finding, gapAt, targetAt } from '../finding.ts';
import { defaultHost, endpointNames } from '../hosts/service-hosts.ts';
import { meaningOf } from './actions.ts';
import type { Grant } from './grants.ts';

/** @param isIgnored actions that do not go through the VPC */
export function grantFindings(
  grant: Grant,
  region: string,
  isIgnored: (action: string) => boolean,
): Finding[] {
  if ('problem' in grant) return [gapAt(grant, 'unreadable', grant.problem)];
  if ('allBut' in grant) return [everyService(grant, 'NotAction')];
  const byService = new Map<string, string[]>();
  const findings: Finding[] = [];
  for (const action of grant.actions.filter((each) => !isIgnored(each))) {
    const meaning = meaningOf(action);
    if (meaning.kind === 'every-service') findings.push(everyService(grant, `Action: ${action}`));
    if (meaning.kind === 'own-host') findings.push(ownHost(grant, action, meaning.owner));
    if (meaning.kind !== 'services') continue;
    for (const service of meaning.services)
      byService.set(service, [...(byService.get(service) ?? []), action]);
  }
  return [
    ...findings,
    ...[...byService].map(([service, actions]) => serviceFinding(grant, service, actions, region)),
  ];
}

function everyService({ logicalId, where }: Grant, element: string): Finding {
  return gapAt(
    { logicalId, where },
    'wildcard',
    `it allows every service (${element}), and does not say which the code calls: name them with --target`,
  );
}

function ownHost({ logicalId, where }: Grant, action: string, owner: string): Finding {
  return gapAt(
    { logicalId, where },
    'unknown',
    `${action} is for ${owner}, whose host it does not say: name it with --target`,
  );
}

function serviceFinding(
  { logicalId, where }: Grant,
  service: string,
  actions: readonly string[],
  region: string,
): Finding {
  const ground = { logicalId, where: `${where}: ${shortList(actions)}`, actions };
  // Some services have no API of their own in the SDK, and an endpoint.
  const host =
    defaultHost(service, region) ?? endpointNames(service, region).find((name) => !name.startsWith('*'));
  if (host !== undefined) return targetAt(ground, { url: `https://${host}`, host, service });
  return gapAt(
    { logicalId, where },
    'unknown',
    `natless does not know the host of "${service}" in ${region} (${shortList(actions)}): name it with --target`,
  );
}

const SHOWN_ACTIONS = 3;

function shortList(actions: readonly string[]): string {
  const shown = actions.slice(0, SHOWN_ACTIONS).join(', ');
  return actions.length > SHOWN_ACTIONS ? `${shown} and ${actions.length - SHOWN_ACTIONS} more` : shown;
}
