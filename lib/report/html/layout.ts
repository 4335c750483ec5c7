/** Where everything is in the picture: subnets, then gateways, then targets, beside or below each other. Pure. */

import { isWayOut } from '../../../lambda/report/judge/judge-control.ts';
import type { Report, Run, Target } from '../../../lambda/report/report-schema.ts';
import type { Path } from '../../../lambda/report/vocabulary.ts';
import type { DrawnGateway, DrawnNetwork, DrawnSubnet } from '../inputs/network.ts';
import { type Look, lookOf } from './look.ts';
import { type Row, rowsOf } from './rows.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Point = readonly [x: number, y: number];

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
  /** That of the result; `today` for the way of unchanged code over IPv4, through a NAT gateway. */
  readonly look: Look['name'] | 'today';
  /** Each two are a line from the edge of one box to the edge of the next: nothing is drawn across a box. */
  readonly points: readonly Point[];
  /** Where the path breaks, and why; null where it does not. */
  readonly broken: { readonly at: Point; readonly cause: string } | null;
}

export interface Layout {
  readonly shape: Shape;
  readonly width: number;
  readonly height: number;
  readonly vpc: Box;
  readonly subnets: readonly PlacedSubnet[];
  readonly gateways: readonly PlacedGateway[];
  readonly targets: readonly PlacedTarget[];
  readonly paths: readonly DrawnPath[];
}

const MARGIN = 16;
const HEADING = 34;
const LINE = 17;
const GAP = 14;
const NAT_HEIGHT = 26;
const SUBNET_LINES = 3;
const GATEWAY_HEIGHT = 44;
const TARGET = { height: 42, gap: 6 };

/** Columns beside each other, with room for the paths between them; or below each other, with the paths on their left. */
const SHAPES = {
  wide: {
    width: 960,
    subnet: { x: 32, width: 320 },
    gateway: { x: 404, width: 244 },
    target: { x: 716, width: 228 },
  },
  tall: {
    width: 326,
    subnet: { x: 48, width: 262 },
    gateway: { x: 48, width: 262 },
    target: { x: 48, width: 262 },
  },
} as const;

export type Shape = keyof typeof SHAPES;

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

export function layOut(
  report: Report,
  network: DrawnNetwork,
  rows: readonly Row[] = rowsOf(report),
  shape: Shape = 'wide',
): Layout {
  const { runs } = report;
  const subnets = placeSubnets(network, runs, shape);
  const inside = subnets.flatMap((subnet) => natGatewaysIn(subnet, network.gateways));
  const others = network.gateways.filter(({ id }) => inside.every((gateway) => gateway.id !== id));
  const top = HEADING + MARGIN;
  const { gateways, targets } =
    shape === 'wide'
      ? besideEachOther(subnets, others, rows)
      : belowEachOther(bottomOf(subnets, top), others, rows);
  const all = [...inside, ...gateways];
  const height = bottomOf([...subnets, ...gateways, ...targets], 120) + 2 * MARGIN;
  return {
    shape,
    width: SHAPES[shape].width,
    height,
    vpc: vpcBox(shape, shape === 'wide' ? height - 2 * MARGIN : bottomOf(subnets, top) - MARGIN + GAP),
    subnets,
    gateways: all,
    targets,
    paths: pathsOf(runs, { ...placesOf(subnets, all, targets), shape }),
  };
}

function vpcBox(shape: Shape, height: number): Box {
  const { subnet, gateway } = SHAPES[shape];
  const x = subnet.x - MARGIN + (shape === 'wide' ? 0 : 6);
  const width = shape === 'wide' ? gateway.x + gateway.width / 2 - x : subnet.width + MARGIN;
  return { x, y: MARGIN, width, height };
}

function bottomOf(boxes: readonly Box[], least: number): number {
  return boxes.reduce((bottom, { y, height }) => Math.max(bottom, y + height), least);
}

interface Columns {
  readonly gateways: PlacedGateway[];
  readonly targets: PlacedTarget[];
}

function besideEachOther(
  subnets: readonly Box[],
  gateways: readonly DrawnGateway[],
  rows: readonly Row[],
): Columns {
  const targets = placeTargets(rows, HEADING + MARGIN, 'wide');
  return { gateways: spreadGateways(gateways, bottomOf([...subnets, ...targets], 120)), targets };
}

function belowEachOther(top: number, gateways: readonly DrawnGateway[], rows: readonly Row[]): Columns {
  const placed = gateways.map(({ id }, index) => ({
    ...{ id, ...SHAPES.tall.gateway, height: GATEWAY_HEIGHT },
    y: top + 2 * MARGIN + index * (GATEWAY_HEIGHT + GAP),
  }));
  return { gateways: placed, targets: placeTargets(rows, bottomOf(placed, top) + 2 * MARGIN, 'tall') };
}

function placeTargets(rows: readonly Row[], top: number, shape: Shape): PlacedTarget[] {
  return rows.map((row, index) => ({
    ...{ ...row, ...SHAPES[shape].target, height: TARGET.height },
    y: top + index * (TARGET.height + TARGET.gap),
  }));
}

function placeSubnets(
  { subnets, gateways }: DrawnNetwork,
  runs: readonly Run[],
  shape: Shape,
): PlacedSubnet[] {
  let y = HEADING + MARGIN;
  const runsOf = Map.groupBy(runs.keys(), (index) => runs[index]?.network.subnetId);
  return subnets.map((subnet) => {
    const inside = gateways.filter(({ subnetId }) => subnetId === subnet.id).length;
    const lines = SUBNET_LINES + Math.max(1, subnet.routes?.length ?? 1);
    const height = LINE * lines + GAP + inside * (NAT_HEIGHT + GAP / 2);
    const placed = { subnet, runs: runsOf.get(subnet.id) ?? [], ...SHAPES[shape].subnet, y, height };
    y += height + GAP;
    return placed;
  });
}

/** Below the subnet's lines. */
function natGatewaysIn(subnet: PlacedSubnet, gateways: readonly DrawnGateway[]): PlacedGateway[] {
  const own = gateways.filter(({ subnetId }) => subnetId === subnet.subnet.id);
  const step = NAT_HEIGHT + GAP / 2;
  return own.map(({ id }, index) => ({
    ...{ id, x: subnet.x + 8, width: subnet.width - 16, height: NAT_HEIGHT },
    y: subnet.y + subnet.height - (own.length - index) * step,
  }));
}

/** Spread over the height, on the VPC's edge. */
function spreadGateways(gateways: readonly DrawnGateway[], bottom: number): PlacedGateway[] {
  const room = Math.max(bottom - HEADING, gateways.length * (GATEWAY_HEIGHT + GAP));
  return gateways.map(({ id }, index) => ({
    ...{ id, ...SHAPES.wide.gateway, height: GATEWAY_HEIGHT },
    y: HEADING + (room * (index + 0.5)) / gateways.length - GATEWAY_HEIGHT / 2,
  }));
}

/** Where to find each by what a path knows of it. */
interface Places {
  readonly subnetOfRun: ReadonlyMap<number, PlacedSubnet>;
  readonly targetById: ReadonlyMap<string, PlacedTarget>;
  readonly gatewayById: ReadonlyMap<string, PlacedGateway>;
  /** The first gateway of each kind, by the prefix of its id. */
  readonly gatewayOfKind: ReadonlyMap<string | undefined, PlacedGateway>;
  /** The subnet that a NAT gateway stands in, by the gateway's id. */
  readonly subnetAround: ReadonlyMap<string, DrawnSubnet>;
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
    subnetAround: new Map(
      gateways.flatMap((gateway) =>
        subnets.filter((each) => isInside(gateway, each)).map(({ subnet }) => [gateway.id, subnet]),
      ),
    ),
    gatewayOfKind: firstBy(gateways, ({ id }) => KINDS.find((prefix) => id.startsWith(prefix))),
  };
}

function isInside(inner: Box, { x, y, width, height }: Box): boolean {
  return inner.x > x && inner.x < x + width && inner.y > y && inner.y < y + height;
}

function firstBy<Key, Item>(items: Iterable<Item>, keyOf: (item: Item) => Key): Map<Key, Item> {
  const first = new Map<Key, Item>();
  for (const item of items) {
    const key = keyOf(item);
    if (!first.has(key)) first.set(key, item);
  }
  return first;
}

interface Drawing extends Places {
  readonly shape: Shape;
}

function pathsOf(runs: readonly Run[], drawing: Drawing): DrawnPath[] {
  return runs.flatMap((run, index) => {
    const from = drawing.subnetOfRun.get(index);
    if (!from) return [];
    const carried = new Set(run.controls.filter(isWayOut).map(({ id }) => id));
    return run.targets.flatMap((target) => {
      const to = drawing.targetById.get(target.id);
      if (!to) return [];
      const ends = { run, from, to, drawing };
      const today = carried.has(target.id) ? wayOfToday(target.id, index, ends) : [];
      return [...today, drawPath(target, index, ends)];
    });
  });
}

interface Ends {
  readonly run: Run;
  readonly from: PlacedSubnet;
  readonly to: PlacedTarget;
  readonly drawing: Drawing;
}

function drawPath(target: Target, run: number, { run: { network }, from, to, drawing }: Ends): DrawnPath {
  const { shape } = drawing;
  const start = exit(from, shape);
  const gateway = gatewayOf(target, declaredGateway(from.subnet, network.route.gateway), drawing);
  const through = gateway ? [entry(gateway, shape), exit(gateway, shape)] : [];
  const base = { target: target.id, run, look: lookOf(target).name };
  if (target.path === 'none') {
    const at = gateway && wasSent(target) ? before(entry(gateway, shape)) : after(start, shape);
    return { ...base, points: [start, at], broken: { at, cause: target.cause?.code ?? '' } };
  }
  return { ...base, points: [start, ...through, entry(to, shape)], broken: null };
}

/** What answers over IPv4 went through the NAT gateway of the route, and on by the routes of that one's subnet. */
function wayOfToday(target: string, run: number, { from, to, drawing }: Ends): DrawnPath[] {
  const nat = gatewayBehind(from.subnet, drawing);
  if (!nat?.id.startsWith('nat-')) return [];
  const { shape } = drawing;
  const next = gatewayBehind(drawing.subnetAround.get(nat.id), drawing);
  const stops = next ? [nat, next] : [nat];
  const through = stops.flatMap((stop) => [
    stop === nat ? exit(nat, shape) : entry(stop, shape),
    exit(stop, shape),
  ]);
  return [
    {
      target,
      run,
      look: 'today',
      points: [exit(from, shape), ...through, entry(to, shape)],
      broken: null,
    },
  ];
}

/** The gateway of the route 0.0.0.0/0. */
function gatewayBehind(subnet: DrawnSubnet | undefined, { gatewayById }: Places): PlacedGateway | undefined {
  const route = subnet?.routes?.find(({ destination }) => destination === '0.0.0.0/0');
  return route && gatewayById.get(route.gatewayId);
}

/** Whether a packet left at all: if so the drawn path ends at the gateway, else at the subnet. */
function wasSent({ attempts }: Target): boolean {
  const error = attempts.find(({ mode }) => mode === 'ipv6')?.operations.at(-1)?.error;
  return error?.phase !== 'resolve' && error?.code !== 'ENETUNREACH';
}

function before([x, y]: Point): Point {
  return [x - GAP, y];
}

function after([x, y]: Point, shape: Shape): Point {
  return [shape === 'wide' ? x + GAP : x - GAP, y];
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

/** Where paths arrive. */
function entry({ x, y, height }: Box, shape: Shape): Point {
  return [x, y + height / (shape === 'wide' ? 2 : 3)];
}

/** Where paths leave: on the right or, where the paths are on the left, below those that arrive. */
function exit({ x, y, width, height }: Box, shape: Shape): Point {
  return shape === 'wide' ? [x + width, y + height / 2] : [x, y + (2 * height) / 3];
}
