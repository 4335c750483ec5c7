/** Blocks of addresses: which text is one, and which addresses lie in it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isInside, parseBlock } from '../../../lambda/report/addresses.ts';
import { anyText } from '../../any-text.ts';
import { HOSTILE } from '../../hostile-documents.ts';

const MALFORMED = [
  ...[
    '::/129',
    '::/0x',
    '::/',
    '::',
    '::/-1',
    '::/1e1',
    '::/ 8',
    '::/08',
    '::/1/2',
    '::/1.5',
    'fe80::1%eth0/64',
  ],
  ...['10.0.0.0/33', '10.0.0.0/', '10.0.0/8', '10.0.0.0/0x8', '/8', '', 'pl-1', 'unknown', '300.0.0.0/8'],
];

test.each([
  ['::/0', { family: 'IPv6', prefix: '::', length: 0 }],
  ['::/128', { family: 'IPv6', prefix: '::', length: 128 }],
  ['0.0.0.0/0', { family: 'IPv4', prefix: '0.0.0.0', length: 0 }],
  ['10.1.2.3/32', { family: 'IPv4', prefix: '10.1.2.3', length: 32 }],
])('%s is a block', (text, block) => {
  expect(parseBlock(text)).toEqual(block);
});

test.each(MALFORMED)('"%s" is not a block, and nothing is inside it', (text) => {
  expect(parseBlock(text)).toBeNull();
  for (const address of ['::', '10.0.0.0', 'fe80::1', 'fe80::1%eth0'])
    expect(isInside(address, text)).toBe(false);
});

describe('an address is', () => {
  test.each([
    ['2600:1f14::1', '2600:1f14::/56', true],
    ['2600:1f14:0:100::', '2600:1f14::/56', false],
    ['10.1.255.255', '10.1.0.0/16', true],
    ['10.2.0.0', '10.1.0.0/16', false],
    // Its zone names an interface, and is not a part of the address.
    ['fe80::1%eth0', 'fe80::/10', true],
    ['fe80::1%eth0', '2000::/3', false],
    // Another family's.
    ['10.1.0.1', '::/0', false],
    ['::ffff:10.1.0.1', '10.1.0.0/16', false],
  ])('%s in %s: %s', (address, block, inside) => {
    expect(isInside(address, block)).toBe(inside);
  });
});

test('no text whatsoever makes the question fail', () => {
  const texts = fc.oneof(
    fc.constantFrom(...HOSTILE, ...MALFORMED),
    fc.tuple(fc.ipV6(), fc.integer({ min: -2, max: 300 })).map(([address, length]) => `${address}/${length}`),
    fc.ipV6(),
    anyText(),
  );
  fc.assert(
    fc.property(texts, texts, (address, block) => {
      expect(typeof isInside(address, block)).toBe('boolean');
    }),
    { numRuns: 2_000 },
  );
});

test('more blocks than are kept at a time are asked about rightly, in any order', () => {
  const blocks = Array.from({ length: 2_500 }, (_, index) => `10.${index >> 8}.${index & 255}.0/24`);
  const inside = (index: number) => `10.${index >> 8}.${index & 255}.7`;
  for (const round of [blocks, blocks.toReversed()])
    for (const block of round) {
      const index = blocks.indexOf(block);
      expect(isInside(inside(index), block)).toBe(true);
      expect(isInside(inside(index + 1), block)).toBe(false);
    }
  expect(isInside('2001:db8::1', '2001:db8::/32')).toBe(true);
  expect(isInside('10.0.0.7', '::/0')).toBe(false);
});
