/** Which blocks a VPC can have. */
import { expect, test } from 'vitest';
import { isVpcBlock } from '../../../lambda/report/vpc-block.ts';

test.each([
  ...[44, 48, 52, 56, 60].map((length) => `2600:1f14:abc:de00::/${length}`),
  ...['2000::/48', '3fff:ffff:ffff::/48', '10.0.0.0/16', '10.1.2.0/28', '52.10.0.0/20'],
])('%s is one', (block) => {
  expect(isVpcBlock(block)).toBe(true);
});

test.each([
  ...[0, 3, 32, 40, 43, 45, 57, 58, 59, 61, 64, 128].map((length) => `2600:1f14:abc:de00::/${length}`),
  ...['1fff:ffff::/48', '4000::/48', 'fd00::/48', '64:ff9b::/96', '::/0'],
  ...['0.0.0.0/0', '10.0.0.0/8', '10.0.0.0/15', '10.1.2.0/29', '10.1.2.3/32'],
  ...['', '10.1.0.0', '2600::', '2600::/x', '2600::/-48', '2600::/48.5', '2600::/', 'x/48', '2600::/0x30'],
])('%j is not', (block) => {
  expect(isVpcBlock(block)).toBe(false);
});
