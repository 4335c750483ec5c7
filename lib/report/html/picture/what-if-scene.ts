/** The scenes of `what-if`: each target's way today, and its way once the NAT gateways are gone. Pure. */
import type { DrawnNetwork, DrawnSubnet } from '../../inputs/network.ts';
import type { Way, WhatIf, WhatIfNetworks, WhatIfRow } from '../../inputs/what-if.ts';
import { type Look, MARKS } from '../look.ts';
import type { Journey, Scene } from './scene.ts';
import { type Stops, stopsIn } from './stops.ts';

export interface BothScenes {
  readonly today: Scene;
  readonly tomorrow: Scene;
}

export function whatIfScenes({ rows, region }: WhatIf, { today, tomorrow }: WhatIfNetworks): BothScenes {
  return {
    today: sceneOf(rows, today, { region, wayOf: (row) => row.today }),
    tomorrow: sceneOf(rows, tomorrow, { region, wayOf: tomorrowOf }),
  };
}

/** With the line of code where one is needed. */
export function tomorrowOf({ withIpv6, line, needs }: WhatIfRow): Way {
  if (needs === 'unknown') return 'unknown';
  return line === null ? withIpv6.unchanged : (withIpv6.dualStack ?? withIpv6.unchanged);
}

const WAYS: Readonly<Record<Way, readonly [look: Look['name'], words: string]>> = {
  nat: ['neutral', 'NAT gateway'],
  eigw: ['pass', 'egress-only internet gateway'],
  'vpc-endpoint': ['neutral', 'VPC endpoint'],
  igw: ['neutral', 'internet gateway'],
  none: ['fail', 'no way'],
  unknown: ['inconclusive', 'not known'],
};

interface WayInWords {
  readonly look: Look;
  readonly words: string;
}

export function wayInWords(way: Way): WayInWords {
  const [name, words] = WAYS[way];
  return { look: { name, mark: MARKS[name] }, words };
}

interface Day {
  readonly region: string;
  readonly wayOf: (row: WhatIfRow) => Way;
}

function sceneOf(rows: readonly WhatIfRow[], network: DrawnNetwork, { region, wayOf }: Day): Scene {
  const stops = stopsIn(network, region);
  const subnets = new Map(network.subnets.map((subnet) => [subnet.id, subnet]));
  return {
    network,
    probed: new Set(rows.flatMap(({ subnetIds }) => subnetIds)),
    targets: rows.map((row) => {
      const { look, words } = wayInWords(wayOf(row));
      return { name: row.target.replace(/^https:\/\//, ''), look, said: words };
    }),
    journeys: rows.flatMap((row, target) =>
      row.subnetIds
        .flatMap((id) => subnets.get(id) ?? [])
        .map((subnet) => journeyOf(target, { row, subnet, way: wayOf(row), stops })),
    ),
  };
}

interface Leg {
  readonly row: WhatIfRow;
  readonly subnet: DrawnSubnet;
  readonly way: Way;
  readonly stops: Stops;
}

function journeyOf(target: number, { row, subnet, way, stops }: Leg): Journey {
  const base = { target, from: subnet.id };
  if (way === 'none' || way === 'unknown') {
    const cause = row.cause?.code ?? '';
    return { ...base, look: way === 'none' ? 'fail' : 'inconclusive', stops: [], broken: cause };
  }
  const passed = stopsOf(way, row, { subnet, stops });
  return { ...base, look: way === 'nat' ? 'today' : wayInWords(way).look.name, stops: passed, broken: null };
}

function stopsOf(
  way: Exclude<Way, 'none' | 'unknown'>,
  { target }: WhatIfRow,
  { subnet, stops }: Pick<Leg, 'subnet' | 'stops'>,
): readonly string[] {
  if (way === 'vpc-endpoint') return [stops.ofEndpoint(hostOf(target))];
  if (way !== 'nat') return [stops.ofKind(way === 'eigw' ? 'eigw-' : 'igw-', subnet)];
  const found = [stops.ofNat(subnet), stops.ofNat64(subnet), stops.ofIpv4(subnet)];
  return found.find((each) => each.length > 0) ?? [stops.ofKind('nat-', subnet)];
}

function hostOf(target: string): string | null {
  return /^\w+:\/\/([^/:?#]+)/.exec(target)?.[1] ?? null;
}
