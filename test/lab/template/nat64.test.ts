/** IPv4 addresses and blocks in NAT64's prefix. */
import { describe, expect, test } from 'vitest';
import { nat64Address, nat64Block } from '../../../lib/lab/template/nat64.ts';

describe('an IPv4 address in the well-known prefix', () => {
  // The first is RFC 6052's own example (section 2.4).
  test.each([
    ['192.0.2.33', '64:ff9b::c000:221'],
    ['0.0.0.0', '64:ff9b::'],
    ['255.255.255.255', '64:ff9b::ffff:ffff'],
  ])('%s is %s', (ipv4, ipv6) => {
    expect(nat64Address(ipv4)).toBe(ipv6);
  });

  test.each([
    ['0.0.0.0/0', '64:ff9b::/96'],
    ['198.18.0.0/15', '64:ff9b::c612:0/111'],
  ])('the block %s is %s', (ipv4, ipv6) => {
    expect(nat64Block(ipv4)).toBe(ipv6);
  });
});
