/** The reading of `ip` and `nft` text: what the kernel would refuse, and what the reading does not know, is an error. */
import { describe, expect, test } from 'vitest';
import { readNamespaces } from './ip-reader.ts';
import { HOST6, networkOf, wire } from './lab-case.ts';
import { LabNetwork } from './lab-network.ts';
import type { Packet } from './nft-fields.ts';
import { readRuleset } from './nft-reader.ts';

const SYSCTLS = ['net/ipv6/conf/all/disable_ipv6=0', 'net/ipv6/conf/default/disable_ipv6=0'];

function read(lines: readonly string[], { family = null as '4' | '6' | null, sysctls = SYSCTLS } = {}) {
  const up = ['link add a type veth peer name b', 'link set a up'];
  const ipBatches = [
    { family: null, lines: up },
    { family, lines },
  ];
  return readNamespaces([], [{ namespace: null, sysctls, ipBatches }]);
}

describe('the reading of ip', () => {
  test.each([
    ['an unknown command', ['tuntap add x']],
    ['an unknown kind of link', ['link add x type bridge']],
    ['a device twice', ['link add a type veth peer name c']],
    ['a name that is too long', ['link add a-name-of-16-char type veth peer name c']],
    ['a device that is not there', ['link set c up']],
    ['an address twice', ['addr add 10.1.2.4/32 dev a', 'addr add 10.1.2.4/32 dev a']],
    ['an IPv6 address that is checked for duplicates', ['addr add 2001:db8::1/128 dev a']],
    ['a route by a device that is down', ['route add 10.0.0.0/8 dev b']],
    ['a route twice', ['route add 10.0.0.0/8 dev a', 'route add 10.0.0.0/8 dev a']],
    ['a next hop of another family', ['route add 10.0.0.0/8 via fe80::2 dev a']],
    ['an unknown option', ['route add 10.0.0.0/8 dev a onlink']],
    ['a rule without a family', ['rule add iif a lookup 5']],
  ])('refuses %s', (_, lines) => {
    expect(() => read(lines)).toThrow();
  });

  test.each([
    ['a rule twice', ['rule add iif a lookup 5', 'rule add iif a lookup 5']],
    ['a rule of the other family', ['rule add from 2001:db8::1 lookup 5']],
    ['the end of a rule that is not there', ['rule del pref 7']],
  ])('refuses %s', (_, lines) => {
    expect(() => read(lines, { family: '4' })).toThrow();
  });

  test('refuses an IPv6 address where IPv6 may be off', () => {
    const line = 'addr add 2001:db8::1/128 dev a nodad';
    expect(() => read([line])).not.toThrow();
    expect(() => read([line], { sysctls: SYSCTLS.slice(1) })).toThrow();
  });

  test('puts a rule without a preference before the earlier ones, as the kernel does', () => {
    const lines = ['rule add iif a lookup 5', 'rule add iif b lookup 6', 'rule add pref 10 iif a lookup 7'];
    const tables = read(lines, { family: '4' })
      .get('internet')
      ?.rules['4'].map(({ table }) => table);
    expect(tables).toEqual(['local', '7', '6', '5', 'main']);
  });
});

const PACKET: Packet & { iifname: string; oifname: string } = {
  source: '10.1.2.4',
  destination: '198.18.0.1',
  protocol: 'tcp',
  sourcePort: 50_000,
  port: 443,
  icmp: [0, 0],
  flags: ['syn'],
  length: 60,
  state: 'new',
  direction: 'original',
  iifname: 'fn0',
  oifname: 'nat',
};

function verdict(rules: readonly string[], packet: Partial<typeof PACKET> = {}, ...more: string[]) {
  const base = ['chain base {', 'type filter hook forward priority 0; policy accept;', ...rules, '}'];
  const ruleset = readRuleset(['table inet natless {', ...more, ...base, '}', ''].join('\n'));
  return ruleset.run('forward', { ...PACKET, ...packet }).kind;
}

describe('the reading of nft', () => {
  test.each([
    ['an unknown field', ['ip ttl 5 drop']],
    ['an unknown statement', ['log drop']],
    ['a rule behind its verdict’s field', ['ip saddr']],
    ['a jump to no chain', ['jump nowhere']],
    ['an update of no set', ['update @nothing { ip saddr counter }']],
    ['a port that is a name', ['tcp dport https drop']],
  ])('refuses %s', (_, rules) => {
    expect(() => verdict(rules)).toThrow();
  });

  test('refuses a set of another type, and ports of a protocol that has none', () => {
    const set = 'set s { type ipv6_addr; flags dynamic; size 8; }';
    expect(() => verdict(['update @s { ip saddr counter }'], {}, set)).toThrow('is not of ipv4_addr');
    expect(() => verdict(['th dport 443 drop'], { protocol: 'icmp' })).toThrow('ports');
  });

  test.each([
    ['ip saddr 10.1.0.0/16 drop', 'drop'],
    ['ip saddr != 10.1.0.0/16 drop', 'accept'],
    // A rule for one family never matches a packet of the other, whichever way it compares.
    ['ip6 saddr != 2001:db8::/32 drop', 'accept'],
    ['iifname { "fn0", "fn1" } tcp dport 440-443 drop', 'drop'],
    ['tcp dport 444-445 drop', 'accept'],
    ['udp dport 443 drop', 'accept'],
    ['ct state established,related drop', 'accept'],
    ['ct state != { established, related } drop', 'drop'],
    ['meta length > 59 drop', 'drop'],
    ['meta length > 60 drop', 'accept'],
    ['tcp flags & (syn | ack) == syn drop', 'drop'],
    ['tcp flags & (syn | ack) == (syn | ack) drop', 'accept'],
  ])('decides by "%s"', (rule, kind) => {
    expect(verdict([rule])).toBe(kind);
  });

  test('returns from a chain to the rule behind the jump, and accepts for its hook only', () => {
    const chain = (rule: string) => ['chain other {', rule, '}'];
    expect(verdict(['jump other', 'drop'], {}, ...chain('return'))).toBe('drop');
    expect(verdict(['jump other', 'drop'], {}, ...chain('ip saddr 10.9.9.9 drop'))).toBe('drop');
    expect(verdict(['jump other', 'drop'], {}, ...chain('accept'))).toBe('accept');
    const later = ['chain later {', 'type filter hook forward priority 5; policy accept;', 'drop', '}'];
    expect(verdict(['accept'], {}, ...later)).toBe('drop');
  });
});

describe('a network', () => {
  test('has a way only over links that are up, to neighbours that are there', () => {
    expect(networkOf().connect('fn0', { to: HOST6 })).toBe('eigw');
    const changed = (from: string, to: string) => {
      const wiring = wire();
      const namespaces = wiring.namespaces.map((one) => ({
        ...one,
        ipBatches: one.ipBatches.map((batch) => ({
          ...batch,
          lines: batch.lines.map((line) => line.replace(from, to)),
        })),
      }));
      return new LabNetwork({ ...wiring, namespaces });
    };
    const other = changed('::/0 via fe80::2 dev eigw', '::/0 via fe80::3 dev eigw');
    expect(() => other.connect('fn0', { to: HOST6 })).toThrow('fe80::3 is not a neighbour on eigw');
    const circle = changed('::/0 via fe80::1 dev eth0', '::/0 via fe80::1 dev lo');
    expect(() => circle.connect('fn0', { to: HOST6 })).toThrow();
  });
});
