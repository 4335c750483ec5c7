/** Decodes a body in the `aws-chunked` encoding, which has checksums after the content. */
import { AwsError } from '../aws-stand-in.ts';

export interface Decoded {
  readonly content: Buffer;
  /** The trailing headers, names in lower case. */
  readonly trailers: Readonly<Record<string, string>>;
}

/** @throws AwsError if the body is cut short or not in this encoding */
export function decodeAwsChunked(body: Buffer): Decoded {
  const chunks: Buffer[] = [];
  let offset = 0;
  for (;;) {
    const header = lineAt(body, offset);
    // A chunk signature may follow the size, but the encoding that has it is refused.
    const size = /^[0-9a-f]+$/i.test(header) ? Number.parseInt(header, 16) : Number.NaN;
    const start = offset + header.length + 2;
    if (Number.isNaN(size) || start + size > body.length) throw incomplete();
    if (size === 0) return { content: Buffer.concat(chunks), trailers: parseTrailers(body.subarray(start)) };
    chunks.push(body.subarray(start, start + size));
    offset = start + size + 2;
  }
}

function lineAt(body: Buffer, offset: number): string {
  const end = body.indexOf('\r\n', offset);
  if (end < 0) throw incomplete();
  return body.toString('latin1', offset, end);
}

function parseTrailers(rest: Buffer): Record<string, string> {
  const lines = rest.toString('latin1').split('\r\n').filter(Boolean);
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}

function incomplete(): AwsError {
  return new AwsError(400, 'IncompleteBody', 'The request body terminated unexpectedly');
}
