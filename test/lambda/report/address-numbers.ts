/** IP addresses as whole numbers, read and written by plain arithmetic, to check the code's own matching against. */

type AddressFamily = 4 | 6;

interface AddressRange {
  readonly family: AddressFamily;
  readonly first: bigint;
  readonly last: bigint;
}

export function lastIn(family: AddressFamily): bigint {
  return family === 4 ? 2n ** 32n - 1n : 2n ** 128n - 1n;
}

export function rangeOf(block: string): AddressRange {
  const [prefix = '', length] = block.split('/');
  const family = prefix.includes(':') ? 6 : 4;
  const size = (lastIn(family) + 1n) >> BigInt(length ?? 0);
  const first = numberOf(prefix);
  return { family, first, last: first + size - 1n };
}

function numberOf(address: string): bigint {
  if (!address.includes(':')) return joined(address.split('.').map(BigInt), 8n);
  const [head = '', tail = ''] = address.split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':').map((group) => BigInt(`0x${group}`)));
  const [left, right] = [groups(head), groups(tail)];
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => 0n);
  return joined([...left, ...zeros, ...right], 16n);
}

export function addressOf(family: AddressFamily, number: bigint): string {
  const [count, bits] = family === 4 ? [4, 8n] : [8, 16n];
  const parts = Array.from({ length: count }, (_, index) => {
    const part = (number >> (bits * BigInt(count - 1 - index))) & (2n ** bits - 1n);
    return part.toString(family === 4 ? 10 : 16);
  });
  return parts.join(family === 4 ? '.' : ':');
}

function joined(parts: readonly bigint[], bits: bigint): bigint {
  return parts.reduce((sum, part) => (sum << bits) | part, 0n);
}
