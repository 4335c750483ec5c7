/** Where everything is in the picture: subnets on the left, gateways in the middle, targets on the right. Pure. */

import type { Report, Run, Target } from '../../../lambda/report/report-schema.ts';
import type { Path } from '../../../lambda/report/vocabulary.ts';
import type { DrawnGateway, DrawnNetwork, DrawnSubnet } from '../inputs/network.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedSubnet extends Box {
  readonly subnet: DrawnSubnet;
  /** The index of its run in the report; null where nothing was probed from it. */
  readonly run: number | null;
}

export interface PlacedGateway extends Box {
  readonly id: string;
}

interface PlacedTarget extends Box {
  readonly id: string;
}

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

export function layOut({ runs }: Report, network: DrawnNetwork): Layout {
  const subnets = placeSubnets(network.subnets, runs);
  const ids = [...new Set(runs.flatMap(({ targets }) => targets.map(({ id }) => id)))];
  const targets = ids.map((id, index) => ({
    id,
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
    paths: runs.flatMap((run, index) => pathsOf(run, index, { subnets, gateways, targets })),
  };
}

function placeSubnets(subnets: readonly DrawnSubnet[], runs: readonly Run[]): PlacedSubnet[] {
  let y = HEADING + MARGIN;
  return subnets.map((subnet) => {
    const height = LINE * (SUBNET.lines + Math.max(1, subnet.routes?.length ?? 1)) + GAP;
    const run = runs.findIndex(({ network }) => network.subnetId === subnet.id);
    const placed = { subnet, run: run < 0 ? null : run, x: SUBNET.x, width: SUBNET.width, y, height };
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

type Places = Pick<Layout, 'subnets' | 'gateways' | 'targets'>;

function pathsOf(run: Run, index: number, places: Places): DrawnPath[] {
  const from = places.subnets.find((subnet) => subnet.run === index);
  if (!from) return [];
  return run.targets.flatMap((target) => {
    const to = places.targets.find(({ id }) => id === target.id);
    return to ? [drawPath(target, index, { run, from, to, gateways: places.gateways })] : [];
  });
}

interface Ends {
  readonly run: Run;
  readonly from: PlacedSubnet;
  readonly to: PlacedTarget;
  readonly gateways: readonly PlacedGateway[];
}

function drawPath(target: Target, run: number, { run: { network }, from, to, gateways }: Ends): DrawnPath {
  const start = right(from);
  const gateway = gatedrawPath(target, declaredGateway(from.subnet, network.route.gateway), gateways);
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

function gatedrawPath(
  { path }: Target,
  declared: string | null,
  gateways: readonly PlacedGateway[],
): PlacedGateway | undefined {
  const prefix = PREFIXES[path];
  const own = gateways.find(({ id }) => id === declared);
  if (prefix === null || own?.id.startsWith(prefix)) return own;
  return gateways.find(({ id }) => id.startsWith(prefix));
}

function left({ x, y, height }: Box): readonly [number, number] {
  return [x, y + height / 2];
}

function right({ x, y, width, height }: Box): readonly [number, number] {
  return [x + width, y + height / 2];
}
