/** What a bucket holds. Types only. */

export interface StoredObject {
  readonly content: Buffer;
  /** Of the content, in quotes. */
  readonly etag: string;
  readonly lastModified: Date;
  /** Content type, user's metadata and the like: given back as they came. */
  readonly headers: Readonly<Record<string, string>>;
  readonly checksums: Readonly<Record<string, string>>;
}

export type Bucket = Map<string, StoredObject>;
