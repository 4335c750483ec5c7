/** The image that a URL names, by the grammar of the OCI distribution specification (1.1, "Pull"). Pure. */

export interface Image {
  /** For example `library/busybox`. */
  readonly name: string;
  /** A tag, or a digest. */
  readonly reference: string;
}

const NAME = String.raw`[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*`;
const PATH = new RegExp(
  String.raw`^/(?<name>${NAME}(?:/${NAME})*)(?:@(?<digest>sha256:[0-9a-f]{64})|:(?<tag>\w[\w.-]{0,127}))?$`,
);

/** 255 of registry and name (OCI distribution, "Pull"), 128 of the tag. */
const LIMIT_CHARACTERS = 512;

/** What container runtimes assume where no tag is written. */
const DEFAULT_TAG = 'latest';

/** Null where the path does not name an image, or a query follows it. */
export function imageIn({ pathname, search }: Pick<URL, 'pathname' | 'search'>): Image | null {
  if (pathname.length > LIMIT_CHARACTERS) return null;
  const { name, digest, tag = DEFAULT_TAG } = PATH.exec(pathname)?.groups ?? {};
  return name === undefined || search !== '' ? null : { name, reference: digest ?? tag };
}
