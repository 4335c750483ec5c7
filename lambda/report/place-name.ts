/** The name by which reports tell the place of a run apart from the others'. Pure. */
import type { Run } from './report-schema.ts';

/** The workload and its subnet, as a template of others names them; else the Availability Zone, the subnet or the Region. */
export function placeName({ network, region, lab }: Pick<Run, 'network' | 'region' | 'lab'>): string {
  const { kind, logicalIds, subnet } = lab?.workload ?? { kind: 'own' };
  if (kind === 'own' || subnet === undefined) return network.availabilityZone ?? network.subnetId ?? region;
  return logicalIds.length === 0 ? subnet.name : `${logicalIds.join(', ')} in ${subnet.name}`;
}
