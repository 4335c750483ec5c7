/** Images in Amazon ECR: their name with IPv6, and where their layers come from. Pure. */
import { hostInPartition } from '../../lambda/report/partitions.ts';
import { ecrHosts } from '../../lambda/report/pulls/ecr-hosts.ts';
import type { Caller } from '../report/inputs/found-targets.ts';

const IMAGE = /^oci:\/\/(\d{12})\.dkr([.-])ecr\.([a-z0-9-]+)\.[a-z.]+(\/.+)$/;

export function isImage(url: string): boolean {
  return url.startsWith('oci://');
}

export function isEcrImage(url: string): boolean {
  return IMAGE.test(url);
}

/** The same image by the registry's dual-stack name; null where it has it already, or is elsewhere. */
export function dualStackImage(url: string): string | null {
  const [, account = '', form, region = '', path = ''] = IMAGE.exec(url) ?? [];
  return form === '.' ? `oci://${ecrHosts(account, region).registry.dualStack}${path}` : null;
}

/**
 * Adds the bucket that has the layers of each image that Fargate pulls from ECR (Amazon ECR User Guide, "VPC endpoints"): the
 * registry redirects to it, and an endpoint of the registry does not lead there.
 */
export function withLayers<Target extends { readonly url: string; readonly caller: Caller }>(
  wanted: readonly Target[],
): Target[] {
  const layers = wanted.flatMap((each) => {
    const [, , form, region = ''] = IMAGE.exec(each.url) ?? [];
    if (form === undefined || each.caller !== 'fargate') return [];
    const bucket = `prod-${region}-starport-layer-bucket.s3${form === '-' ? '.dualstack' : ''}.${region}.amazonaws.com`;
    return [{ ...each, url: `https://${hostInPartition(bucket, region)}` }];
  });
  return [...wanted, ...layers];
}
