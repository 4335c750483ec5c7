/** Hosts that the VPC's resolver does not look up on the internet: where they lead is not known. */

import type { PrivateZone } from '../lab/template/model.ts';
import { buildPrivateZones, isInZone, zoneInWords } from '../lab/template/private-zones.ts';
import type { Stack } from '../lab/template/stack.ts';
import { type Finding, gapAt } from './finding.ts';

export function privateZonesIn(stack: Stack): PrivateZone[] {
  const vpcs = stack.resourcesOfType('AWS::EC2::VPC').map(({ logicalId }) => stack.refOf(logicalId));
  return vpcs.flatMap((id) => buildPrivateZones(stack, { id }));
}

/** The finding, or a gap in its place. */
export function outsideZones(finding: Finding, zones: readonly PrivateZone[]): Finding {
  if (finding.kind === 'gap') return finding;
  const zone = zones.find((each) => isInZone(finding.host, each));
  if (!zone) return finding;
  return gapAt(
    finding.ground,
    'unknown',
    `${zoneInWords(zone)} (${zone.logicalId}) answers for ${finding.host}, and natless does not have its records: if it leads out of the network, name it with --target, and its records with --host`,
  );
}
