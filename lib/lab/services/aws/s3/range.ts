/** The byte range that a client requests (RFC 9110, section 14.1.2). */
import { AwsError } from '../aws-stand-in.ts';

export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * @returns null for the whole object
 * @throws AwsError for a range that begins after the end, and for several ranges, which S3 does not serve
 */
export function rangeOf(header: string | undefined, length: number): ByteRange | null {
  if (header === undefined) return null;
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(header) ?? [];
  if (first === '' && last === '') throw unsatisfiable();
  const range =
    first === ''
      ? { first: Math.max(0, length - Number(last)), last: length - 1 }
      : { first: Number(first), last: last === '' ? length - 1 : Math.min(Number(last), length - 1) };
  if (range.first > range.last) throw unsatisfiable();
  return range;
}

function unsatisfiable(): AwsError {
  return new AwsError(416, 'InvalidRange', 'The requested range is not satisfiable');
}
