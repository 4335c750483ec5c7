/** The addresses that users' targets may lead to: every range's edges and neighbours, held against an independent reading. */
import { describe, expect, test } from 'vitest';
import { publicOnly, type Surroundings } from '../../../lambda/report/public-address.ts';
import { SPECIAL_RANGES } from '../../../lambda/report/special-addresses.ts';
import { addressOf, lastIn, rangeOf } from './address-numbers.ts';
import { routeTable } from './judged-run.ts';

const NOWHERE: Surroundings = { vpcCidrBlocks: [], routes: null, inLab: false };
const guard = publicOnly(NOWHERE);

/** [first, last, the address before it if that is public, the address after it if that is public] */
const IPV4_TABLE = [
  ['0.0.0.0', '0.255.255.255', null, '1.0.0.0'],
  ['10.0.0.0', '10.255.255.255', '9.255.255.255', '11.0.0.0'],
  ['100.64.0.0', '100.127.255.255', '100.63.255.255', '100.128.0.0'],
  ['127.0.0.0', '127.255.255.255', '126.255.255.255', '128.0.0.0'],
  ['169.254.0.0', '169.254.255.255', '169.253.255.255', '169.255.0.0'],
  ['172.16.0.0', '172.31.255.255', '172.15.255.255', '172.32.0.0'],
  ['192.0.0.0', '192.0.0.255', '191.255.255.255', '192.0.1.0'],
  ['192.0.2.0', '192.0.2.255', '192.0.1.255', '192.0.3.0'],
  ['192.31.196.0', '192.31.196.255', '192.31.195.255', '192.31.197.0'],
  ['192.52.193.0', '192.52.193.255', '192.52.192.255', '192.52.194.0'],
  ['192.88.99.0', '192.88.99.255', '192.88.98.255', '192.88.100.0'],
  ['192.168.0.0', '192.168.255.255', '192.167.255.255', '192.169.0.0'],
  ['192.175.48.0', '192.175.48.255', '192.175.47.255', '192.175.49.0'],
  ['198.18.0.0', '198.19.255.255', '198.17.255.255', '198.20.0.0'],
  ['198.51.100.0', '198.51.100.255', '198.51.99.255', '198.51.101.0'],
  ['203.0.113.0', '203.0.113.255', '203.0.112.255', '203.0.114.0'],
  ['224.0.0.0', '255.255.255.255', '223.255.255.255', null],
] as const;

const IPV6_TABLE = [
  ['::', '1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', null, '2000::'],
  [
    '2001::',
    '2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff',
    '2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
    '2001:200::',
  ],
  ['2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff', '2001:db7:ffff::', '2001:db9::'],
  ['2002::', '2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '2001:ffff:ffff::', '2003::'],
  ['2620:4f:8000::', '2620:4f:8000:ffff:ffff:ffff:ffff:ffff', '2620:4f:7fff:ffff::', '2620:4f:8001::'],
  ['3fff::', '3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff', '3ffe:ffff:ffff::', '3fff:1000::'],
  ['4000::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '3fff:ffff:ffff::', null],
] as const;

describe('outside the lab', () => {
  test.each([...IPV4_TABLE, ...IPV6_TABLE])(
    '%s to %s is refused, and not %s nor %s',
    (first, last, ...near) => {
      for (const address of [first, last]) expect(guard(address), address).toEqual(expect.any(String));
      for (const address of near) if (address !== null) expect(guard(address), address).toBeNull();
    },
  );

  /** By arithmetic on whole numbers, without the code's own matching. */
  test('each special range is refused at its edges and in the middle, and its neighbours only where another range has them', () => {
    const ranges = SPECIAL_RANGES.map(({ block }) => rangeOf(block));
    const isPublic = (family: 4 | 6, address: bigint) =>
      ranges.every((range) => range.family !== family || address < range.first || address > range.last) &&
      (family === 4 || address >> 125n === 1n);
    for (const { family, first, last } of ranges) {
      for (const address of [first, (first + last) / 2n, last, first - 1n, last + 1n]) {
        if (address < 0n || address > lastIn(family)) continue;
        const text = addressOf(family, address);
        expect(guard(text) === null, text).toBe(isPublic(family, address));
      }
    }
  });

  test.each([
    ['192.0.0.9', '192.0.0.9/32', 'Port Control Protocol anycast'],
    ['192.0.0.11', '192.0.0.0/24', 'IETF protocol assignments'],
    ['2001:1::1', '2001:1::1/128', 'Port Control Protocol anycast'],
    ['2001:2::1', '2001:2::/48', 'benchmarking'],
    ['2001:3::1', '2001:3::/32', 'AMT'],
    ['2001:4:112::1', '2001:4:112::/48', 'AS112'],
    ['2001:2f:ffff::1', '2001:20::/28', 'ORCHIDv2'],
    ['2001:3f:ffff::1', '2001:30::/28', "drones' identifiers"],
    ['5f00::1', '5f00::/16', 'segment routing identifiers'],
    ['100::9', '100::/64', 'discard-only'],
    ['198.19.0.9', '198.18.0.0/15', 'benchmarking'],
    ['fd00:ec2::254', 'fd00:ec2::/32', 'AWS metadata and resolver'],
    ['169.254.169.254', '169.254.0.0/16', 'link-local, AWS metadata among it'],
  ])('%s is refused by its narrowest range, %s: %s', (address, block, name) => {
    expect(guard(address)).toContain(`in ${block}, which is not public: ${name} (`);
  });

  test.each([
    ['an IPv4-compatible address', '::8.8.8.8', '::a9fe:a9fe'],
    ['an IPv4-mapped address', '::ffff:8.8.8.8', '::ffff:a9fe:a9fe', '::FFFF:10.0.0.1'],
    ['an IPv4-translated address', '::ffff:0:8.8.8.8', '::ffff:0:a00:1'],
    ['local-use IPv4/IPv6 translation', '64:ff9b:1::1', '64:ff9b:1:ffff::a00:1'],
    ['a Teredo address', '2001:0:808:808::1', '2001::1'],
    ['a 6to4 address', '2002:808:808::1', '2002:a00:1::'],
  ])('%s is refused, whatever IPv4 address is in it', (name, ...addresses) => {
    for (const address of addresses) expect(guard(address), address).toContain(name);
  });

  test.each(['64:ff9b::8.8.8.8', '64:ff9b::808:808', '64:FF9B:0:0:0:0:0101:0101'])(
    '%s leads through NAT64 to a public address',
    (address) => {
      expect(guard(address)).toBeNull();
    },
  );

  test.each([
    ['64:ff9b::a9fe:a9fe', '169.254.169.254 behind NAT64', 'link-local'],
    ['64:ff9b::10.0.0.1', '10.0.0.1 behind NAT64', 'private use'],
    ['64:ff9b:0:0:0:0:ac10:1', '172.16.0.1 behind NAT64', 'private use'],
    ['64:ff9b::', '0.0.0.0 behind NAT64', 'this host'],
    ['64:ff9b::7f00:1', '127.0.0.1 behind NAT64', 'loopback'],
    ['64:ff9b::ffff:ffff', '255.255.255.255 behind NAT64', 'broadcast'],
  ])('%s is refused, since it leads to %s: %s', (address, translated, name) => {
    expect(guard(address)).toContain(translated);
    expect(guard(address)).toContain(name);
  });

  test('an address behind NAT64 is held against the VPC and the routes as the IPv4 address is', () => {
    const behind = publicOnly({
      vpcCidrBlocks: ['52.10.0.0/24'],
      routes: routeTable({ '0.0.0.0/0': 'nat-1', '52.20.0.0/16': 'pcx-1', '64:ff9b::/96': 'nat-1' }).routes,
      inLab: false,
    });
    expect(behind('64:ff9b::52.10.0.9')).toContain("the function's own VPC");
    expect(behind('64:ff9b::52.20.0.9')).toContain('pcx-1');
    expect(behind('64:ff9b::52.30.0.9')).toBeNull();
  });

  test.each(['2600::1%eth0', 'fe80::1%1'])('%s has a zone', (address) => {
    expect(guard(address)).toContain('zone');
  });

  test.each(['', 'example.com', '1.2.3', '1.2.3.4/8', '::g'])('%j is not an address', (text) => {
    expect(guard(text)).toBe('not an IP address');
  });

  test.each(['8.8.8.8', '1.1.1.1', '2606:4700:4700::1111', '2a00:1450::1', '2600:1f14::1'])(
    '%s is public',
    (address) => {
      expect(guard(address)).toBeNull();
    },
  );
});

describe('in the lab', () => {
  const inLab = publicOnly({ ...NOWHERE, vpcCidrBlocks: ['2001:db8:1234:1a00::/56'], inLab: true });

  test.each([
    ['198.18.0.1', '2001:db8:ffff::1', null],
    ['203.0.113.7', '203.0.113.254', null],
    ['192.0.2.1', '198.51.100.1', 'documentation'],
    ['2001:2::1', '2001:2::2', 'benchmarking'],
    ['10.0.0.1', '192.168.1.1', 'private use'],
    ['2001:db8:1234:1a01::5', '2001:db8:1234:1aff::5', "the function's own VPC"],
  ])('%s and %s: %s', (one, other, reason) => {
    for (const address of [one, other]) {
      if (reason === null) expect(inLab(address), address).toBeNull();
      else expect(inLab(address), address).toContain(reason);
    }
  });
});

describe("the VPC's own networks", () => {
  const blocks = ['10.1.0.0/16', '52.10.0.0/24', '2600:1f14:abc:de00::/56', '2600:1f14:fff:aa00::/56'];

  test.each([
    ['the first IPv6 block', '2600:1f14:abc:de01::5', '2600:1f14:abc:df00::5'],
    ['the second IPv6 block', '2600:1f14:fff:aa01::5', '2600:1f14:fff:ab00::5'],
    ['a public IPv4 block', '52.10.0.255', '52.10.1.0'],
  ])('%s is refused, in either order of the list', (_, inside, outside) => {
    for (const vpcCidrBlocks of [blocks, blocks.toReversed()]) {
      const own = publicOnly({ ...NOWHERE, vpcCidrBlocks });
      expect(own(inside)).toBe("an address of the function's own VPC");
      expect(own(outside)).toBeNull();
    }
  });

  const withRoutes = (routes: Readonly<Record<string, string>>) =>
    publicOnly({ ...NOWHERE, routes: routeTable(routes).routes });
  const INTERNET = { '::/0': 'eigw-1', '0.0.0.0/0': 'nat-1' };

  test.each([
    ['local', "the function's own VPC"],
    ['pcx-1', 'another network (pcx-1)'],
    ['tgw-1', 'another network (tgw-1)'],
    ['vgw-1', 'another network (vgw-1)'],
    ['lgw-1', 'another network (lgw-1)'],
    ['cagw-1', 'another network (cagw-1)'],
    ['eni-1', 'another network (eni-1)'],
    ['i-1', 'another network (i-1)'],
    ['arn:aws:networkmanager::111122223333:core-network/core-network-1', 'another network (arn:'],
    ['unknown', 'another network (unknown)'],
  ])('a route to %s is refused, wherever it stands in the table', (gateway, reason) => {
    const inward = { '2600:aaaa::/32': gateway, '52.10.0.0/16': gateway };
    for (const routes of [
      { ...INTERNET, ...inward },
      { ...inward, ...INTERNET },
    ]) {
      const refusalOf = withRoutes(routes);
      for (const address of ['2600:aaaa::1', '52.10.7.7']) expect(refusalOf(address)).toContain(reason);
      for (const address of ['2600:aaab::1', '52.11.0.0']) expect(refusalOf(address)).toBeNull();
    }
  });

  test.each(['eigw-1', 'igw-1', 'nat-1', 'vpce-1', 'blackhole'])('a route to %s is not', (gateway) => {
    expect(withRoutes({ ...INTERNET, '2600:aaaa::/32': gateway })('2600:aaaa::1')).toBeNull();
  });

  test('the longest prefix decides', () => {
    const refusalOf = withRoutes({
      '2600:aaaa::/32': 'tgw-1',
      '2600:aaaa:1::/48': 'eigw-1',
      '::/0': 'eigw-1',
    });
    expect(refusalOf('2600:aaaa:1::1')).toBeNull();
    expect(refusalOf('2600:aaaa:2::1')).toContain('tgw-1');
  });

  test.each([
    [{ '::/0': 'eni-1', '0.0.0.0/0': 'eni-1' }],
    [{ '2000::/3': 'eni-1', '0.0.0.0/1': 'eni-1', '128.0.0.0/1': 'eni-1' }],
  ])('a default route through an appliance is the way to the internet: %j', (routes) => {
    const refusalOf = withRoutes(routes);
    for (const address of ['2600:aaaa::1', '52.10.7.7', '192.0.1.1']) expect(refusalOf(address)).toBeNull();
  });
});
