/** Each kind of line of a wiring matters: without it some packet goes elsewhere, or is counted differently. */
import { expect, test } from 'vitest';
import type { Wiring } from '../../../lib/lab/kernel/kernel.ts';
import { wire } from './reading/lab-case.ts';
import { LabNetwork } from './reading/lab-network.ts';
import { ledgerLines, outcomeOf, type Scenario } from './scenarios/scenario.ts';
import { SCENARIOS } from './scenarios/scenarios.ts';

/** A line by its kind: its place and words, whichever function, gateway, table and block it is for. */
interface Line {
  readonly kind: string;
  readonly without: () => Wiring;
}

function kindOf(place: string, line: string): string {
  return `${place}: ${line}`
    .replace(/(?<![a-z])(fn|nat|vpce|acl)\d+(?!_beyond)/g, '$1')
    .replace(/\b(lookup|pref|metric|table) \d+/g, '$1 N')
    .replace(/\b[\da-f]*:[\da-f:.]+(\/\d+)?/g, 'IPV6')
    .replace(/\b\d+\.\d+\.\d+\.\d+(\/\d+)?/g, 'IPV4');
}

/** Lines that change nothing for any packet, each with the reason that it is there. */
const NEEDLESS: readonly (readonly [RegExp, string])[] = [
  [/^nft ledger: .*"(eigw|igw)" .*nfproto ipv4/, 'no IPv4 crosses these gateways'],
  [/^nft ledger: .*"(eigw|nat|vpce)" .*@inbound_arrived/, 'these gateways refuse what is new'],
  [/^nft gateways: oifname "eigw" ip saddr IPV4 jump/, 'no IPv4 route leads there'],
  [/^nft : set inbound_refused_4/, 'an egress-only gateway has IPv6 only'],
  [/^nft ingress_vpce: ip saddr IPV4 accept$/, 'an endpoint is the only member of its default group'],
  [/^router: route add \S+ (via .* )?dev (void|resolver|vpce)$/, 'only functions open connections to these'],
  [/^router: route add \S+ dev void metric N table N$/, 'the main table ends in the same route'],
  [/^router: link set (lo|void-end|elsewhere-end) up$/, 'no packet gets as far as these devices'],
  [/^internet: route add IPV6 via IPV6 dev nat table N$/, 'only NAT64 sends IPv6 there'],
  [
    /^internet: (net\/ipv4\/tcp_early_demux|.*IPV4 dev delay|link set (delay|late-in) up)/,
    'see delay-wiring.ts',
  ],
  [/^delay: /, 'see delay-wiring.ts'],
];

/** How often a line of these is left out. */
const NEEDLESS_TRIES = 5;

function behaviour(scenario: Scenario, wiring: Wiring): string {
  try {
    const network = new LabNetwork(wiring);
    const outcomes = scenario.steps.map((step) => outcomeOf(network, step));
    return [...outcomes, ...ledgerLines(network.ledger)].join('\n');
  } catch (error) {
    return `refused: ${(error as Error).message}`;
  }
}

function linesOf(wiring: Wiring): Line[] {
  return [...rulesetLines(wiring), ...creationLines(wiring), ...namespaceLines(wiring)];
}

/** Every line inside a chain, and every set. */
function rulesetLines(wiring: Wiring): Line[] {
  const lines = wiring.nft.split('\n');
  let chain = '';
  return lines.flatMap((line, index) => {
    chain = /^chain (\S+) {$/.exec(line)?.[1] ?? chain;
    if (/^(chain|table) |^}?$/.test(line)) return [];
    const without = () => ({ ...wiring, nft: lines.toSpliced(index, 1).join('\n') });
    return [{ kind: kindOf(`nft ${chain}`, line), without }];
  });
}

function creationLines(wiring: Wiring): Line[] {
  const { creation } = wiring;
  return creation.map((line, index) => ({
    kind: kindOf('creation', line),
    without: () => ({ ...wiring, creation: creation.toSpliced(index, 1) }),
  }));
}

function namespaceLines(wiring: Wiring): Line[] {
  const { namespaces } = wiring;
  return namespaces.flatMap((one, at) => {
    const { namespace, sysctls, ipBatches } = one;
    const changed = (changes: Partial<typeof one>) => ({
      ...wiring,
      namespaces: namespaces.with(at, { ...one, ...changes }),
    });
    const kind = (line: string) => kindOf(namespace ?? 'internet', line);
    return [
      ...sysctls.map((line, index) => ({
        kind: kind(line),
        without: () => changed({ sysctls: sysctls.toSpliced(index, 1) }),
      })),
      ...ipBatches.flatMap((batch, batchAt) =>
        batch.lines.map((line, index) => ({
          kind: kind(line),
          without: () =>
            changed({
              ipBatches: ipBatches.with(batchAt, { ...batch, lines: batch.lines.toSpliced(index, 1) }),
            }),
        })),
      ),
    ];
  });
}

test('each kind of line changes what becomes of some packet', () => {
  const noticed = new Map<string, boolean>();
  const tries = new Map<string, number>();
  const isNeedless = (kind: string) => NEEDLESS.some(([pattern]) => pattern.test(kind));
  for (const scenario of Object.values(SCENARIOS).flat()) {
    const wiring = wire(scenario.props);
    const usual = behaviour(scenario, wiring);
    for (const { kind, without } of linesOf(wiring)) {
      const tried = tries.get(kind) ?? 0;
      if (noticed.get(kind) || (isNeedless(kind) && tried === NEEDLESS_TRIES)) continue;
      noticed.set(kind, behaviour(scenario, without()) !== usual);
      tries.set(kind, tried + 1);
    }
  }
  const needless = [...noticed].flatMap(([kind, isNoticed]) => (isNoticed ? [] : [kind]));
  expect(needless.filter((kind) => !isNeedless(kind))).toEqual([]);
  expect(NEEDLESS.filter(([pattern]) => !needless.some((kind) => pattern.test(kind)))).toEqual([]);
});
