/** Images in Amazon ECR: their name with IPv6, and what else a pull takes. Pure. */
import { ecrHosts } from '../../lambda/report/pulls/ecr-hosts.ts';
import type { Caller } from '../report/inputs/found-targets.ts';

const IMAGE = /^oci:\/\/(\d{12})\.dkr([.-])ecr\.([a-z0-9-]+)\.[a-z.]+(\/.+)$/;

export function isImage(url: string): boolean {
  return url.startsWith('oci://');
}

export function isEcrImage(url: string): boolean {
  return ecrImageIn(url) !== null;
}

interface EcrImage {
  readonly account: string;
  readonly region: string;
  readonly repository: string;
}

/** Null for an image of another registry. */
export function ecrImageIn(url: string): EcrImage | null {
  const [, account, , region, path = ''] = IMAGE.exec(url) ?? [];
  if (account === undefined || region === undefined) return null;
  return { account, region, repository: path.replace(/^\/|[:@].*$/g, '') };
}

/** The same image by the registry's dual-stack name; null where it has it already, or is elsewhere. */
export function dualStackImage(url: string): string | null {
  const [, account = '', form, region = '', path = ''] = IMAGE.exec(url) ?? [];
  return form === '.' ? `oci://${ecrHosts(account, region).registry.dualStack}${path}` : null;
}

/** What the user does for an image's other name. */
export function namedAs(image: string): string {
  return `name the image ${image.replace('oci://', '')}`;
}

interface Wanted {
  readonly url: string;
  readonly caller: Caller;
  readonly renamedBy?: string | null;
}

/**
 * Adds what a pull from ECR takes beside the registry, for each image that Fargate or an ECS agent pulls: the API that issues the
 * password, and the bucket with the layers, to which the registry redirects. An endpoint of the registry leads to neither.
 */
export function withPullHosts<Target extends Wanted>(wanted: readonly Target[]): Target[] {
  return [...wanted, ...wanted.filter(({ caller }) => caller !== 'code').flatMap(pullHosts)];
}

/** An image's name decides to which name of the bucket the registry redirects; no setting of a client does. */
function pullHosts<Target extends Wanted>(target: Target): Target[] {
  const [, account = '', form, region = ''] = IMAGE.exec(target.url) ?? [];
  if (form === undefined) return [];
  const { api, layers } = ecrHosts(account, region);
  const other = dualStackImage(target.url);
  return [
    { ...target, url: `https://${api.default}` },
    other === null
      ? { ...target, url: `https://${layers.dualStack}` }
      : { ...target, url: `https://${layers.default}`, renamedBy: namedAs(other) },
  ];
}
