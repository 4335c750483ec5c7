/** The names of Amazon ECR's hosts in a Region (Amazon ECR User Guide, "Making requests to Amazon ECR registries"). */
import { hostInPartition } from '../partitions.ts';

/** The name that clients call by default, and the one that also has IPv6. */
export interface HostNames {
  readonly default: string;
  readonly dualStack: string;
}

/** AWS's bucket with the layers, to which a registry redirects (Amazon ECR User Guide, "VPC endpoints": the S3 gateway endpoint). */
export function layerBucket(region: string): string {
  return `prod-${region}-starport-layer-bucket`;
}

export function ecrHosts(
  account: string,
  region: string,
): Readonly<Record<'registry' | 'api' | 'layers', HostNames>> {
  const named = (byDefault: string, dualStack: string) => ({
    default: hostInPartition(byDefault, region),
    dualStack: hostInPartition(dualStack, region),
  });
  return {
    registry: named(`${account}.dkr.ecr.${region}.amazonaws.com`, `${account}.dkr-ecr.${region}.on.aws`),
    api: named(`api.ecr.${region}.amazonaws.com`, `ecr.${region}.api.aws`),
    layers: named(
      `${layerBucket(region)}.s3.${region}.amazonaws.com`,
      `${layerBucket(region)}.s3.dualstack.${region}.amazonaws.com`,
    ),
  };
}
