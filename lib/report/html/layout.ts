/** Where everything is in the picture: subnets on the left, gateways in the middle, targets on the right. Pure. */

import type { Report, Run, Target } from '../../../lambda/report/report-schema.ts';
import type { Path } from '../../../lambda/report/vocabulary.ts';
import type { DrawnGateway, DrawnNetwork, DrawnSubnet } from '../inputs/network.ts';
import { type Row, rowsOf } from './rows.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedSubnet extends Box {
  readonly subnet: DrawnSubnet;
  /** The indices of its runs in the report: a subnet of the lab may have several, one that was not probed has none. */
  readonly runs: readonly number[];
}

export interface PlacedGateway extends Box {
  readonly id: string;
}

export type PlacedTarget = Row & Box;

export interface DrawnPath {
  readonly target: string;
  readonly run: number;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Where the path breaks, and why; null where it does not. */
  readonly broken: { readonly at: readonly [x: number, y: number]; readonly cause: string } | null;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly vpc: Box;
  readonly subnets: readonly PlacedSubnet[];
  readonly gateways: readonly PlacedGateway[];
  readonly targets: readonly PlacedTarget[];
  readonly paths: readonly DrawnPath[];
}

const WIDTH = 960;
const MARGIN = 16;
const HEADING = 34;
const LINE = 17;
const GAP = 14;
const SUBNET = { x: 2 * MARGIN, width: 320, lines: 3 };
const GATEWAY = { x: 412, width: 226, height: 44 };
const TARGET = { x: 716, width: WIDTH - 716 - MARGIN, height: 26, gap: 6 };

/** The id prefix of the gateway that carries a path; null where any gateway may. */
const PREFIXES: Readonly<Record<Path, string | null>> = {
  eigw: 'eigw-',
  ipv6: null,
  igw: 'igw-',
  'vpc-endpoint': 'vpce-',
  nat64: 'nat-',
  ipv4: null,
  none: null,
};

const KINDS = Object.values(PREFIXES).filter((prefix) => prefix !== null);

export function layOut(report: Report, network: DrawnNetwork, rows: readonly Row[] = rowsOf(report)): Layout {
  const { runs } = report;
  const subnets = placeSubnets(network.subnets, runs);
  const targets = rows.map((row, index) => ({
    ...row,
    ...TARGET,
    y: HEADING + MARGIN + index * (TARGET.height + TARGET.gap),
  }));
  const bottom = Math.max(...[...subnets, ...targets].map(({ y, height }) => y + height), 120);
  const gateways = placeGateways(network.gateways, bottom);
  const height = Math.max(bottom, ...gateways.map(({ y, height: own }) => y + own)) + 2 * MARGIN;
  const vpc = {
    x: MARGIN,
    y: MARGIN,
    width: GATEWAY.x + GATEWAY.width / 2 - MARGIN,
    height: height - 2 * MARGIN,
  };
  return {
    width: WIDTH,
    height,
    vpc,
    subnets,
    gateways,
    targets,
    paths: pathsOf(runs, placesOf(subnets, gateways, targets)),
  };
}

function placeSubnets(subnets: readonly DrawnSubnet[], runs: readonly Run[]): PlacedSubnet[] {
  let y = HEADING + MARGIN;
  const runsOf = Map.groupBy(runs.keys(), (index) => runs[index]?.network.subnetId);
  return subnets.map((subnet) => {
    const height = LINE * (SUBNET.lines + Math.max(1, subnet.routes?.length ?? 1)) + GAP;
    const placed = { subnet, runs: runsOf.get(subnet.id) ?? [], x: SUBNET.x, width: SUBNET.width, y, height };
    y += height + GAP;
    return placed;
  });
}

/** Spread over the height, on the VPC's edge. */
function placeGateways(gateways: readonly DrawnGateway[], bottom: number): PlacedGateway[] {
  const room = Math.max(bottom - HEADING, gateways.length * (GATEWAY.height + GAP));
  return gateways.map(({ id }, index) => ({
    id,
    ...GATEWAY,
    y: HEADING + (room * (index + 0.5)) / gateways.length - GATEWAY.height / 2,
  }));
}

/** Where to find each by what a path knows of it. */
interface Places {
  readonly subnetOfRun: ReadonlyMap<number, PlacedSubnet>;
  readonly targetById: ReadonlyMap<string, PlacedTarget>;
  readonly gatewayById: ReadonlyMap<string, PlacedGateway>;
  /** The first gateway of each kind, by the prefix of its id. */
  readonly gatewayOfKind: ReadonlyMap<string | undefined, PlacedGateway>;
}

function placesOf(
  subnets: readonly PlacedSubnet[],
  gateways: readonly PlacedGateway[],
  targets: readonly PlacedTarget[],
): Places {
  return {
    subnetOfRun: new Map(subnets.flatMap((each) => each.runs.map((run) => [run, each]))),
    targetById: firstBy(targets, ({ id }) => id),
    gatewayById: firstBy(gateways, ({ id }) => id),
    gatewayOfKind: firstBy(gateways, ({ id }) => KINDS.find((prefix) => id.startsWith(prefix))),
  };
}

function firstBy<Key, Item>(items: Iterable<Item>, keyOf: (item: Item) => Key): Map<Key, Item> {
  const first = new Map<Key, Item>();
  for (const item of items) {
    const key = keyOf(item);
    if (!first.has(key)) first.set(key, item);
  }
  return first;
}

function pathsOf(runs: readonly Run[], places: Places): DrawnPath[] {
  return runs.flatMap((run, index) => {
    const from = places.subnetOfRun.get(index);
    if (!from) return [];
    return run.targets.flatMap((target) => {
      const to = places.targetById.get(target.id);
      return to ? [drawPath(target, index, { run, from, to, places })] : [];
    });
  });
}

interface Ends {
  readonly run: Run;
  readonly from: PlacedSubnet;
  readonly to: PlacedTarget;
  readonly places: Places;
}

function drawPath(target: Target, run: number, { run: { network }, from, to, places }: Ends): DrawnPath {
  const start = right(from);
  const gateway = gatewayOf(target, declaredGateway(from.subnet, network.route.gateway), places);
  const through = gateway ? [left(gateway), right(gateway)] : [];
  const base = { target: target.id, run };
  if (target.path === 'none') {
    const at = gateway && wasSent(target) ? before(left(gateway)) : after(start);
    return { ...base, points: [start, at], broken: { at, cause: target.cause?.code ?? '' } };
  }
  return { ...base, points: [start, ...through, left(to)], broken: null };
}

/** Whether a packet left at all: if so the drawn path ends at the gateway, else at the subnet. */
function wasSent({ attempts }: Target): boolean {
  const error = attempts.find(({ mode }) => mode === 'ipv6')?.operations.at(-1)?.error;
  return error?.phase !== 'resolve' && error?.code !== 'ENETUNREACH';
}

function before([x, y]: readonly [number, number]): readonly [number, number] {
  return [x - GAP, y];
}

function after([x, y]: readonly [number, number]): readonly [number, number] {
  return [x + GAP, y];
}

/** From the subnet's own routes where they are known, else from the run. */
function declaredGateway({ routes }: DrawnSubnet, reported: string | null): string | null {
  if (routes === null) return reported;
  return routes.find(({ destination }) => destination === '::/0')?.gatewayId ?? null;
}

function gatewayOf(
  { path }: Target,
  declared: string | null,
  { gatewayById, gatewayOfKind }: Places,
): PlacedGateway | undefined {
  const prefix = PREFIXES[path];
  const own = declared === null ? undefined : gatewayById.get(declared);
  if (prefix === null || own?.id.startsWith(prefix)) return own;
  return gatewayOfKind.get(prefix);
}

function left({ x, y, height }: Box): readonly [number, number] {
  return [x, y + height / 2];
}

function right({ x, y, width, height }: Box): readonly [number, number] {
  return [x + width, y + height / 2];
}
