/** Computes and compares the checksums of S3 objects (Amazon S3 User Guide, Checking object integrity). */

import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { lookUp } from '../../../../../lambda/report/look-up.ts';
import { AwsError } from '../aws-stand-in.ts';
import { reflectedCrc } from './crc.ts';

/** How each checksum is computed, by its header's name without `x-amz-checksum-`. */
const ALGORITHMS: Readonly<Record<string, (content: Buffer) => Buffer>> = {
  crc32: (content) => bigEndian(BigInt(crc32(content)), 4),
  crc32c: (content) => bigEndian(crc32c(content), 4),
  crc64nvme: (content) => bigEndian(crc64nvme(content), 8),
  sha1: (content) => createHash('sha1').update(content).digest(),
  sha256: (content) => createHash('sha256').update(content).digest(),
};

/** RFC 3720, Castagnoli. */
const crc32c = reflectedCrc(32, 0x82f63b78n);

/** NVM Express, 64-bit CRC. */
const crc64nvme = reflectedCrc(64, 0x9a6c9329ac4bc9b5n);

/** The one that S3 computes for an object without a checksum. */
const DEFAULT_ALGORITHM = 'crc64nvme';

const PREFIX = 'x-amz-checksum-';

/** Headers with the same prefix that are not checksums. */
const NO_CHECKSUMS = ['x-amz-checksum-type', 'x-amz-checksum-mode', 'x-amz-checksum-algorithm'];

/**
 * The object's checksum headers, after checking those that the client sent.
 * @throws AwsError for a wrong checksum or an unknown algorithm
 */
export function checkedChecksums(
  content: Buffer,
  headers: Readonly<Record<string, unknown>>,
): Record<string, string> {
  checkMd5(content, headers['content-md5']);
  const given = Object.entries(headers).filter(
    ([name]) => name.startsWith(PREFIX) && !NO_CHECKSUMS.includes(name),
  );
  for (const [name, value] of given) {
    if (compute(name.slice(PREFIX.length), content) !== value) throw badDigest(name);
  }
  const [first = [`${PREFIX}${DEFAULT_ALGORITHM}`, compute(DEFAULT_ALGORITHM, content)]] = given;
  return { [first[0]]: String(first[1]), 'x-amz-checksum-type': 'FULL_OBJECT' };
}

function checkMd5(content: Buffer, given: unknown): void {
  if (given !== undefined && given !== createHash('md5').update(content).digest('base64'))
    throw badDigest('Content-MD5');
}

function compute(algorithm: string, content: Buffer): string {
  const checksum = lookUp(ALGORITHMS, algorithm);
  if (checksum) return checksum(content).toString('base64');
  throw new AwsError(400, 'InvalidRequest', `The algorithm type ${algorithm} is not valid`);
}

function badDigest(header: string): AwsError {
  return new AwsError(400, 'BadDigest', `The ${header} you specified did not match the calculated checksum.`);
}

function bigEndian(value: bigint, bytes: number): Buffer {
  return Buffer.from(value.toString(16).padStart(bytes * 2, '0'), 'hex');
}
