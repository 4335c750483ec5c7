/** The targets of a run that asks for pulls: the hosts called when an image is pulled and when a node joins a cluster. */
import { hostInPartition } from '../partitions.ts';
import { parseUserTargets, type UserTarget } from '../user-targets.ts';
import { ecrHosts, type HostNames } from './ecr-hosts.ts';

/** Each is tried by its default name and by its dual-stack name; `ecr-image` only where the stack has an image. */
export const PULL_HOSTS = [
  'ecr-api',
  'ecr-registry',
  'ecr-layers',
  'ecr-image',
  'eks-add-ons',
  'eks-api',
  'ec2-api',
  'sts-api',
] as const;
export type PullHost = (typeof PULL_HOSTS)[number];

/** The id of the target that tries the dual-stack name. */
export function dualStackId(id: PullHost): string {
  return `${id}-dual-stack`;
}

/**
 * The account of EKS's add-on images in most Regions (Amazon EKS user guide, "View Amazon container image registries for
 * Amazon EKS add-ons"). Whether a registry's name has IPv6 does not depend on the account.
 */
const ADD_ON_ACCOUNT = '602401143452';

/**
 * Without an image of the account's own, a run can only see whether the hosts answer, with whatever status. The bucket of
 * ECR's layers is documented in the Amazon ECR user guide ("Amazon ECR interface VPC endpoints", the S3 gateway endpoint).
 */
function hostNames(
  region: string,
  accountId: string,
): Readonly<Record<Exclude<PullHost, 'ecr-image'>, HostNames>> {
  const named = (byDefault: string, dualStack: string) => ({
    default: `${hostInPartition(byDefault, region)}/`,
    dualStack: `${hostInPartition(dualStack, region)}/`,
  });
  const registryOf = (account: string) => {
    const { registry } = ecrHosts(account, region);
    return { default: `${registry.default}/v2/`, dualStack: `${registry.dualStack}/v2/` };
  };
  const api = (service: string) =>
    named(`${service}.${region}.amazonaws.com`, `${service}.${region}.api.aws`);
  const { api: ecrApi, layers } = ecrHosts(accountId, region);
  return {
    'ecr-api': named(ecrApi.default, ecrApi.dualStack),
    'ecr-registry': registryOf(accountId),
    'ecr-layers': named(layers.default, layers.dualStack),
    'eks-add-ons': registryOf(ADD_ON_ACCOUNT),
    'eks-api': api('eks'),
    'ec2-api': api('ec2'),
    'sts-api': api('sts'),
  };
}

/** Small, long-lived images, one in each registry that images are commonly published in. */
const IMAGES: Readonly<Record<string, string>> = {
  'ecr-public': 'oci://public.ecr.aws/docker/library/busybox:latest',
  'ecr-public-dual-stack': 'oci://ecr-public.aws.com/docker/library/busybox:latest',
  'docker-hub': 'oci://registry-1.docker.io/library/busybox:latest',
  'ghcr.io': 'oci://ghcr.io/containerd/busybox:1.36',
  'quay.io': 'oci://quay.io/quay/busybox:latest',
};

/** By both of the registry's names: AWS does not document which storage each redirects to. */
function privateImages(
  region: string,
  accountId: string | null,
  image: string | null,
): Readonly<Record<string, string>> {
  if (accountId === null || image === null) return {};
  const { registry } = ecrHosts(accountId, region);
  return {
    'ecr-image': `oci://${registry.default}/${image}`,
    [dualStackId('ecr-image')]: `oci://${registry.dualStack}/${image}`,
  };
}

/** How to write the name of an image in the account's ECR, so that it is pulled over IPv6. */
export function ecrImageName(region: string, accountId: string | null): string {
  return `${ecrHosts(accountId ?? 'ACCOUNT', region).registry.dualStack}/REPOSITORY:TAG`;
}

/** Which of them answer is not known beforehand, so `expect` is `any`. They have no metrics. */
export function pullTargets(
  region: string,
  accountId: string | null,
  image: string | null = null,
): readonly UserTarget[] {
  const names = hostNames(region, accountId ?? ADD_ON_ACCOUNT);
  const hosts = Object.entries(names).flatMap(([id, { default: byDefault, dualStack }]) => [
    { name: id, url: `https://${byDefault}` },
    { name: dualStackId(id as PullHost), url: `https://${dualStack}` },
  ]);
  const images = Object.entries({ ...privateImages(region, accountId, image), ...IMAGES }).map(
    ([name, url]) => ({ name, url }),
  );
  const { targets, problems } = parseUserTargets(
    [...hosts, ...images].map((target) => ({ ...target, expect: 'any' })),
    'pulls',
  );
  if (problems.length > 0) throw new Error(problems.join('; '));
  return targets;
}
