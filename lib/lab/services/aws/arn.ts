/** ARNs of the Region's partition. */
import { partitionOf } from '../../../region.ts';

/** For example `arnOf('us-gov-west-1', 's3', '', 'bucket/key')`: `arn:aws-us-gov:s3:::bucket/key`. @param place `REGION:ACCOUNT`, where the service's ARNs have them */
export function arnOf(region: string, service: string, place: string, resource: string): string {
  return `arn:${partitionOf(region).name}:${service}:${place === '' ? ':' : place}:${resource}`;
}
