/** What a person hears of dropped packets while their program waits. */
import { expect, test } from 'vitest';
import type { Drop } from '../../../lib/lab/kernel/kernel.ts';
import { remarksOnDrops } from '../../../lib/lab/run/remark-on-drops.ts';

const host = (name: string, ipv4: string[], ipv6: string[]) => ({
  ...{ name, ipv4, ipv6 },
  dns: 'answer' as const,
  standIn: 'website',
});
const internet = {
  hosts: [
    host('a.example', ['198.18.0.1', '198.18.0.2'], ['2001:db8:ffff::1']),
    host('b.example', ['198.18.0.3'], []),
  ],
};

const drop = (peerAddress: string, packets: number, more: Partial<Drop> = {}): Drop => ({
  ...{ networkInterface: 'fn0', peerPort: 443, reason: 'no-route', peerAddress, packets },
  ...more,
});

/** What is said after each of the readings. */
const said = (...readings: Drop[][]) => readings.map(remarksOnDrops(internet));

test('a line once a program sends again what was dropped, and only one', () => {
  const readings = [1, 2, 3].map((packets) => [drop('198.18.0.1', packets), drop('198.18.0.3', packets)]);
  expect(said(...readings)).toEqual([
    [],
    [
      'packets to a.example (198.18.0.1, port 443) over IPv4 are dropped: no route',
      'packets to b.example (198.18.0.3, port 443) over IPv4 are dropped: no route',
    ],
    [],
  ]);
});

test('nothing of packets that were dropped once: the program went on with something else', () => {
  const once = [drop('198.18.0.1', 1), drop('198.18.0.3', 2)];
  expect(said([], once, once, once).flat()).toEqual([]);
});

test('a host is named once for all its addresses of a family, and again for another family, port or reason', () => {
  const kinds = [
    drop('198.18.0.1', 0),
    drop('198.18.0.2', 0),
    drop('2001:db8:ffff::1', 0, { reason: 'security-group' }),
    drop('198.18.0.1', 0, { peerPort: 80 }),
    drop('198.18.0.1', 0, { reason: 'fault' }),
    drop('203.0.113.9', 0, { reason: 'other-network' }),
  ];
  const again = kinds.map((each) => ({ ...each, packets: 1 }));
  expect(said(kinds, again)[1]).toEqual([
    'packets to a.example (198.18.0.1, port 443) over IPv4 are dropped: no route',
    'packets to a.example (2001:db8:ffff::1, port 443) over IPv6 are dropped by the security group',
    'packets to a.example (198.18.0.1, port 80) over IPv4 are dropped: no route',
    'packets to a.example (198.18.0.1, port 443) over IPv4 are lost on the internet',
    'packets to 203.0.113.9 (port 443) over IPv4 are sent by a route to a network that the lab does not have',
  ]);
});

test('at most twenty lines, however many destinations a program tries', () => {
  const many = (packets: number) =>
    Array.from({ length: 300 }, (_, port) => drop('198.18.0.1', packets, { peerPort: port + 1 }));
  expect(said(many(1), many(2), many(3)).flat()).toHaveLength(20);
});
