/** Reads a file that an option names, which may be a pipe or a device: neither endlessly much nor endlessly long. */
import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';

const CHUNK_BYTES = 1_048_576;

/** Another command may write it by way of a pipe: a lab takes half a minute, a deployed probe up to two. */
const SILENCE_LIMIT_MS = 180_000;

const POLL_MS = 20;

/** What a pipe or a device holds shows only while it is read. @throws Error that says why it cannot be read */
export function readUpTo(file: string, limitBytes: number, silenceLimitMs = SILENCE_LIMIT_MS): string {
  // Else a pipe without a writer would hold the opening up.
  const open = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const chunks: Buffer[] = [];
    for (let total = 0; ; ) {
      const chunk = readChunk(open, total === 0, silenceLimitMs);
      if (chunk.length === 0) return Buffer.concat(chunks).toString('utf8');
      total += chunk.length;
      if (total > limitBytes) throw new Error(tooLong(fstatSync(open), limitBytes));
      chunks.push(chunk);
    }
  } finally {
    closeSync(open);
  }
}

/** Empty at the end. @param isFirst whether a pipe may not yet have its writer, which looks like the end */
function readChunk(open: number, isFirst: boolean, silenceLimitMs: number): Buffer {
  const mayWait = isFirst && fstatSync(open).isFIFO();
  const deadline = performance.now() + silenceLimitMs;
  for (;;) {
    const chunk = readNow(open);
    if (chunk !== null && (chunk.length > 0 || !mayWait)) return chunk;
    if (performance.now() > deadline)
      throw new Error(`nothing arrived from it for ${silenceLimitMs / 1_000} seconds`);
    Atomics.wait(NEVER, 0, 0, POLL_MS);
  }
}

const NEVER = new Int32Array(new SharedArrayBuffer(4));

/** Null where there is nothing yet. */
function readNow(open: number): Buffer | null {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  try {
    // A copy: a pipe gives a few bytes at a time.
    return Buffer.from(chunk.subarray(0, readSync(open, chunk)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return null;
    throw error;
  }
}

function tooLong(stats: Stats, limitBytes: number): string {
  const size = stats.isFile() ? `${stats.size}` : `more than ${limitBytes}`;
  return `it has ${size} bytes, and natless reads at most ${limitBytes}`;
}
