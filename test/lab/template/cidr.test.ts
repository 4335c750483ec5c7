/** CIDR arithmetic, by properties and examples. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addressAt,
  contains,
  formatCidr,
  overlap,
  parseCidr,
  splitCidr,
} from '../../../lib/lab/template/cidr.ts';

/** A block of either family, large enough to split. */
const anyBlock = fc
  .tuple(fc.constantFrom('IPv4' as const, 'IPv6' as const), fc.bigInt(0n, (1n << 128n) - 1n), fc.nat(128))
  .map(([family, bits, length]) => {
    const width = family === 'IPv4' ? 32 : 128;
    const prefixLength = length % (width + 1);
    const hostBits = BigInt(width - prefixLength);
    return { family, first: ((bits % (1n << BigInt(width))) >> hostBits) << hostBits, prefixLength };
  });

describe('parseCidr', () => {
  test('reads what formatCidr writes', () => {
    fc.assert(
      fc.property(anyBlock, (block) => {
        expect(parseCidr(formatCidr(block))).toEqual(block);
      }),
    );
  });

  test('clears host bits, as EC2 does', () => {
    expect(formatCidr(parseCidr('100.68.0.18/18'))).toBe('100.68.0.0/18');
  });

  test.each(['10.1.0.0', '10.1/16', '10.1.0.0/33', '010.1.0.0/16', 'fe80::1%eth0/64', '2001:db8::/129', ''])(
    'refuses "%s"',
    (text) => {
      expect(() => parseCidr(text)).toThrow(`"${text}" is not a CIDR block`);
    },
  );
});

describe('splitCidr', () => {
  const anySplit = anyBlock.chain((block) => {
    const width = (block.family === 'IPv4' ? 32 : 128) - block.prefixLength;
    return fc.record({
      block: fc.constant(block),
      count: fc.integer({ min: 1, max: 256 }),
      hostBits: fc.integer({ min: 0, max: width }),
    });
  });

  test('cuts disjoint blocks of the given size inside the parent', () => {
    fc.assert(
      fc.property(anySplit, ({ block, count, hostBits }) => {
        const width = (block.family === 'IPv4' ? 32 : 128) - block.prefixLength;
        fc.pre(BigInt(count) <= 1n << BigInt(width - hostBits));
        const parts = splitCidr(block, count, hostBits);
        expect(parts).toHaveLength(count);
        for (const [index, part] of parts.entries()) {
          expect(contains(block, part)).toBe(true);
          expect(part.prefixLength).toBe(block.prefixLength + width - hostBits);
          const next = parts[index + 1];
          if (next) expect(overlap(part, next)).toBe(false);
        }
      }),
    );
  });

  test('refuses more blocks than the parent holds', () => {
    fc.assert(
      fc.property(anySplit, ({ block, hostBits }) => {
        const width = (block.family === 'IPv4' ? 32 : 128) - block.prefixLength;
        fc.pre(width - hostBits < 8);
        expect(() => splitCidr(block, 2 ** (width - hostBits) + 1, hostBits)).toThrow(/holds \d+ blocks/);
      }),
    );
  });

  test('refuses blocks larger than the parent', () => {
    expect(() => splitCidr(parseCidr('10.1.0.0/24'), 1, 9)).toThrow(
      '10.1.0.0/24 holds 0 blocks of 9 host bits',
    );
  });
});

describe('addressAt', () => {
  test('counts from the first address, and refuses an offset past the last', () => {
    expect(addressAt(parseCidr('10.1.2.0/24'), 255)).toBe('10.1.2.255');
    expect(addressAt(parseCidr('2001:db8::/64'), 4)).toBe('2001:db8::4');
    expect(() => addressAt(parseCidr('10.1.2.0/24'), 256)).toThrow('a /24 has no address number 256');
  });
});
