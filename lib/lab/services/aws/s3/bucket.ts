/** The content of a bucket. Types only. */

export interface StoredObject {
  readonly content: Buffer;
  /** In quotes. */
  readonly etag: string;
  readonly lastModified: Date;
  /** Content type, user metadata and the like: returned as they came. */
  readonly headers: Readonly<Record<string, string>>;
  readonly checksums: Readonly<Record<string, string>>;
}

export type Bucket = Map<string, StoredObject>;
