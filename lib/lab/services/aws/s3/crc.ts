/** Reflected cyclic redundancy checks, with the register inverted at the start and at the end. */

/** 64-bit entries in two halves: numbers are many times faster than bigints. */
interface Table {
  readonly high: Uint32Array;
  readonly low: Uint32Array;
}

const HALF_BITS = 32n;
const HALF = 0xffffffffn;

/** @param polynomial with its bits reversed */
export function reflectedCrc(bits: 32 | 64, polynomial: bigint): (content: Buffer) => bigint {
  const highOnes = bits === 64 ? 0xffffffff : 0;
  let table: Table | null = null;
  return (content) => {
    table ??= makeTable(polynomial);
    let high = highOnes;
    let low = 0xffffffff;
    for (const byte of content) {
      const index = (low ^ byte) & 0xff;
      low = ((low >>> 8) | (high << 24)) ^ (table.low[index] ?? 0);
      high = (high >>> 8) ^ (table.high[index] ?? 0);
    }
    return (BigInt((high ^ highOnes) >>> 0) << HALF_BITS) | BigInt(~low >>> 0);
  };
}

function makeTable(polynomial: bigint): Table {
  const entries = Array.from({ length: 256 }, (_, byte) => {
    let entry = BigInt(byte);
    for (let bit = 0; bit < 8; bit += 1) entry = entry & 1n ? (entry >> 1n) ^ polynomial : entry >> 1n;
    return entry;
  });
  return {
    high: Uint32Array.from(entries, (entry) => Number(entry >> HALF_BITS)),
    low: Uint32Array.from(entries, (entry) => Number(entry & HALF)),
  };
}
