/** The name by which reports tell a run's place apart from the others'. */
import type { Run } from '../../lambda/report/report-schema.ts';

/** The Availability Zone, else the subnet, else the Region. */
export function zoneOf({ network, region }: Run): string {
  return network.availabilityZone ?? network.subnetId ?? region;
}
