/** Which bytes of an object a client asks for (RFC 9110, section 14.1.2). */
import { ServiceError } from '../aws-stand-in.ts';

export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/**
 * @returns null for all of them
 * @throws ServiceError for a range that begins behind the end, and for several at once, which S3 does not serve
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

function unsatisfiable(): ServiceError {
  return new ServiceError(416, 'InvalidRange', 'The requested range is not satisfiable');
}
