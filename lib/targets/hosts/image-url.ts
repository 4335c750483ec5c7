/** The `oci://` URL of a container image, by the rules by which Docker reads its name. Pure. */
import { readTargetUrl, type TargetUrl } from '../../../lambda/report/target-url.ts';

/** Docker's own registry has this name for clients (distribution/reference, "ParseNormalizedNamed"). */
const DOCKER_HUB = 'registry-1.docker.io';
const HUB_NAMES = ['docker.io', 'index.docker.io', DOCKER_HUB];

/** Null for what is not the name of an image. */
export function imageUrl(image: string): TargetUrl | null {
  const [first = '', ...rest] = image.split('/');
  const isRegistry = rest.length > 0 && /[.:]|^localhost$/.test(first);
  const [registry, path] = isRegistry ? [first, rest.join('/')] : [DOCKER_HUB, image];
  const name = withoutTagBesideDigest(path);
  const url = HUB_NAMES.includes(registry)
    ? `oci://${DOCKER_HUB}/${name.includes('/') ? name : `library/${name}`}`
    : `oci://${registry}/${name}`;
  const read = readTargetUrl(url);
  return typeof read === 'string' ? null : read;
}

/** Where an image has both, only the digest counts. */
function withoutTagBesideDigest(path: string): string {
  return path.replace(/:[\w.-]+(?=@)/, '');
}
