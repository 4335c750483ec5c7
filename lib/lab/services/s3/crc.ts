/** Cyclic redundancy checks of the reflected kind, with a register of ones at the start and at the end. */

/** @param polynomial with its bits reversed */
export function reflectedCrc(bits: 32 | 64, polynomial: bigint): (content: Buffer) => bigint {
  const ones = (1n << BigInt(bits)) - 1n;
  let table: readonly bigint[] | null = null;
  return (content) => {
    table ??= makeTable(polynomial);
    let register = ones;
    for (const byte of content) {
      register = (table[Number((register ^ BigInt(byte)) & 0xffn)] ?? 0n) ^ (register >> 8n);
    }
    return register ^ ones;
  };
}

function makeTable(polynomial: bigint): bigint[] {
  return Array.from({ length: 256 }, (_, byte) => {
    let entry = BigInt(byte);
    for (let bit = 0; bit < 8; bit += 1) entry = entry & 1n ? (entry >> 1n) ^ polynomial : entry >> 1n;
    return entry;
  });
}
