/** The only image in the lab's registries, under every name and tag: an index of two platforms with two layers each. */
import { createHash } from 'node:crypto';

export interface Blob {
  readonly digest: string;
  readonly type: string;
  readonly content: Buffer;
}

const OCI = 'application/vnd.oci.image';
const ARCHITECTURES = ['amd64', 'arm64'];

/** The digest must match the content, since registries check it. */
function blob(type: string, content: string | Buffer): Blob {
  const bytes = Buffer.from(content as string);
  return { digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`, type, content: bytes };
}

function descriptor({ digest, type, content }: Blob) {
  return { mediaType: type, digest, size: content.length };
}

/** As large as small layers; the content does not matter. */
const LAYERS = [32_768, 65_536].map((size) => blob(`${OCI}.layer.v1.tar`, Buffer.alloc(size, 'natless ')));

const IMAGES = ARCHITECTURES.map((architecture) => {
  const config = blob(
    `${OCI}.config.v1+json`,
    JSON.stringify({
      architecture,
      os: 'linux',
      rootfs: { type: 'layers', diff_ids: LAYERS.map(({ digest }) => digest) },
    }),
  );
  const manifest = blob(
    `${OCI}.manifest.v1+json`,
    JSON.stringify({
      schemaVersion: 2,
      mediaType: `${OCI}.manifest.v1+json`,
      config: descriptor(config),
      layers: LAYERS.map(descriptor),
    }),
  );
  return { architecture, config, manifest };
});

export const INDEX = blob(
  `${OCI}.index.v1+json`,
  JSON.stringify({
    schemaVersion: 2,
    mediaType: `${OCI}.index.v1+json`,
    manifests: IMAGES.map(({ architecture, manifest }) => ({
      ...descriptor(manifest),
      platform: { os: 'linux', architecture },
    })),
  }),
);

export const MANIFESTS: readonly Blob[] = [INDEX, ...IMAGES.map(({ manifest }) => manifest)];
export const BLOBS: readonly Blob[] = [...LAYERS, ...IMAGES.map(({ config }) => config)];
