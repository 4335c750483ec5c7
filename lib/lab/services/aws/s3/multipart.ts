/** Uploads in parts, as clients send large objects (Amazon S3 API Reference, CreateMultipartUpload). */
import { createHash, randomUUID } from 'node:crypto';
import { readXml, textIn, type XmlElement } from '../../../../../lambda/report/xml.ts';
import { AwsError } from '../aws-stand-in.ts';
import type { StoredObject } from './bucket.ts';

interface Upload {
  readonly bucket: string;
  readonly key: string;
  readonly headers: StoredObject['headers'];
  readonly parts: Map<number, Part>;
}

interface Part {
  readonly content: Buffer;
  readonly etag: string;
}

/** The object of an upload: an upload's id is valid for this object only. */
export interface ObjectLocation {
  readonly bucket: string;
  readonly key: string;
}

export class Uploads {
  readonly #uploads = new Map<string, Upload>();

  create(location: ObjectLocation, headers: StoredObject['headers']): string {
    const id = randomUUID();
    this.#uploads.set(id, { ...location, headers, parts: new Map() });
    return id;
  }

  /** @throws AwsError for an upload that does not exist */
  add(id: string | null, location: ObjectLocation, number: number, content: Buffer): Part {
    const etag = `"${md5(content).toString('hex')}"`;
    this.#find(id, location).parts.set(number, { content, etag });
    return { content, etag };
  }

  /** @throws AwsError for an upload or a part that does not exist, and for a body that is not a list of parts */
  complete(id: string | null, location: ObjectLocation, body: Buffer): StoredObject {
    const upload = this.#find(id, location);
    const parts = listed(body).map(({ PartNumber, ETag }) => {
      const found = upload.parts.get(PartNumber);
      if (found && unquoted(found.etag) === unquoted(ETag)) return found;
      throw new AwsError(400, 'InvalidPart', 'One or more of the specified parts could not be found.');
    });
    this.#uploads.delete(id ?? '');
    const digests = parts.map(({ content }) => md5(content));
    return {
      content: Buffer.concat(parts.map(({ content }) => content)),
      etag: `"${md5(Buffer.concat(digests)).toString('hex')}-${parts.length}"`,
      lastModified: new Date(),
      headers: upload.headers,
      checksums: {},
    };
  }

  /** @throws AwsError for an upload that does not exist */
  abort(id: string | null, location: ObjectLocation): void {
    this.#find(id, location);
    this.#uploads.delete(id ?? '');
  }

  #find(id: string | null, { bucket, key }: ObjectLocation): Upload {
    const upload = this.#uploads.get(id ?? '');
    if (upload && upload.bucket === bucket && upload.key === key) return upload;
    throw new AwsError(404, 'NoSuchUpload', 'The specified multipart upload does not exist.');
  }
}

/** The parts that a body lists. */
function listed(body: Buffer): { PartNumber: number; ETag: string }[] {
  const { name, children } = parsed(body);
  const parts = children.map((part) => ({
    PartNumber: Number(textIn(part, 'PartNumber')),
    ETag: textIn(part, 'ETag') ?? '',
  }));
  const isList = name === 'CompleteMultipartUpload' && children.every((part) => part.name === 'Part');
  if (isList && parts.length > 0) return parts;
  throw malformed();
}

function parsed(body: Buffer): XmlElement {
  try {
    return readXml(body.toString('utf8'));
  } catch {
    throw malformed();
  }
}

function malformed(): AwsError {
  return new AwsError(400, 'MalformedXML', 'The XML you provided was not well-formed');
}

function unquoted(etag: string): string {
  return etag.replaceAll('"', '');
}

function md5(content: Buffer): Buffer {
  return createHash('md5').update(content).digest();
}
