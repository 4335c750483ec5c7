/** The lines of a picture: from the edge of one box to the edge of the next, never across a box. Pure. */
import type { Journey } from './scene.ts';
import { type Box, GAP, type Point, SHAPES, type Shape } from './shapes.ts';

export interface DrawnPath extends Omit<Journey, 'broken'> {
  /** Each two are a line between the edges of two boxes. */
  readonly points: readonly Point[];
  /** Where the path breaks, and why; null where it does not. */
  readonly broken: { readonly at: Point; readonly cause: string } | null;
  /** How far it is apart from lines of other looks. */
  readonly aside: number;
}

interface Boxes {
  readonly subnets: readonly (Box & { readonly group: { readonly first: { readonly id: string } } })[];
  readonly gateways: readonly (Box & { readonly id: string; readonly isInside: boolean })[];
  readonly targets: readonly Box[];
}

export function pathsOf(journeys: readonly Journey[], boxes: Boxes, shape: Shape): DrawnPath[] {
  const subnets = firstBy(boxes.subnets, ({ group }) => group.first.id);
  const gateways = firstBy(boxes.gateways, ({ id }) => id);
  return journeys.flatMap((journey) => {
    const from = subnets.get(journey.from);
    const to = boxes.targets[journey.target];
    const stops = journey.stops.flatMap((id) => gateways.get(id) ?? []);
    return from && to ? [apart(drawn(journey, [from, ...stops, to], shape))] : [];
  });
}

/** How far lines of different looks are apart where they run between the same boxes: one colour does not hide another. */
const SHIFTS: Readonly<Record<Journey['look'], number>> = {
  ...{ today: 0, pass: -3, neutral: 3, inconclusive: 6, fail: -6 },
};

/** All but the ends at the subnet and the target, which have places of their own. */
function apart(path: Omit<DrawnPath, 'aside'>): DrawnPath {
  const { points, broken, look, stops } = path;
  if (stops.length === 0) return { ...path, aside: 0 };
  const aside = SHIFTS[look];
  const shift = ([x, y]: Point): Point => [x, y + aside];
  const last = points.length - 1;
  return {
    ...path,
    aside,
    points: points.map((point, index) => (index === last && !broken ? point : shift(point))),
    broken: broken && { ...broken, at: shift(broken.at) },
  };
}

function firstBy<Key, Item>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item> {
  return new Map(items.toReversed().map((item) => [keyOf(item), item]));
}

type Stop = Box & { readonly isInside?: boolean };

function drawn(
  journey: Journey,
  [from, ...stops]: readonly [Stop, ...Stop[]],
  shape: Shape,
): Omit<DrawnPath, 'aside'> {
  if (journey.broken === null) return { ...journey, points: through(from, stops, shape), broken: null };
  const [next] = stops;
  const isAtSubnet = journey.stops.length === 0 || next === undefined;
  const ends = journey.look === 'inconclusive' ? EXITS.unknown : EXITS.broken;
  const start = leaving(from, shape, isAtSubnet ? ends : EXITS.through);
  const at = isAtSubnet ? beside(start, shape) : shortOf(next, shape);
  return { ...journey, points: [start, at], broken: { at, cause: journey.broken } };
}

function through(from: Box, stops: readonly Stop[], shape: Shape): Point[] {
  return [
    leaving(from, shape, EXITS.through),
    ...stops.flatMap((stop, index) => {
      const isLast = index === stops.length - 1;
      const arrival = stop.isInside ? leaving(stop, shape, MIDDLE) : arriving(stop, shape);
      return isLast ? [arrival] : [arrival, leaving(stop, shape, MIDDLE)];
    }),
  ];
}

/** How far down its edge a path leaves a subnet: what goes on is apart from what ends there. */
const EXITS = { through: 0.42, unknown: 0.65, broken: 0.88 } as const;
/** And a gateway, by the flow: where paths arrive on the same side, they leave below. */
const MIDDLE = { across: 0.5, down: 0.66 } as const;
const ARRIVAL = { across: 0.5, down: 0.34 } as const;

/** On the right or, where the paths are on the left, below those that arrive. */
function leaving({ x, y, width, height }: Box, shape: Shape, where: number | typeof MIDDLE): Point {
  const { flow } = SHAPES[shape];
  const part = typeof where === 'number' ? where : where[flow];
  return [flow === 'across' ? x + width : x, y + height * part];
}

function arriving({ x, y, height }: Box, shape: Shape): Point {
  return [x, y + height * ARRIVAL[SHAPES[shape].flow]];
}

/** Just before where a path would arrive. */
function shortOf(stop: Stop, shape: Shape): Point {
  if (stop.isInside) return beside(leaving(stop, shape, MIDDLE), shape);
  const [x, y] = arriving(stop, shape);
  return [x - GAP, y];
}

function beside([x, y]: Point, shape: Shape): Point {
  return [SHAPES[shape].flow === 'across' ? x + GAP : x - GAP, y];
}

/** How far a line between two edges on the same side bends away from them. */
const BEND = 40;
/** Lines on the left of the boxes keep apart from each other. */
const LANES = 8;
const LANE = 4;

interface Beside {
  readonly shape: Shape;
  /** The index of what tells lines beside each other apart. */
  readonly lane: number;
  readonly aside: number;
}

/** As an SVG path. */
export function curve(from: Point, to: Point, beside: Beside): string {
  const [[x1, y1], [x2, y2]] = [from, to];
  if (y1 === y2) return `M ${round(x1)} ${round(y1)} H ${round(x2)}`;
  const bend = round(bendOf(from, to, beside));
  return `M ${round(x1)} ${round(y1)} C ${bend} ${round(y1)}, ${bend} ${round(y2)}, ${round(x2)} ${round(y2)}`;
}

/** A line that is above another where both are level is on the same side of it where both are steep. */
function bendOf([x1, y1]: Point, [x2, y2]: Point, { shape, lane, aside }: Beside): number {
  if (SHAPES[shape].flow === 'down') return Math.min(x1, x2) - BEND - 12 + (lane % LANES) * LANE;
  const bend = Math.abs(x1 - x2) < BEND / 2 ? Math.max(x1, x2) + BEND : (x1 + x2) / 2;
  return bend + aside * Math.sign(y1 - y2);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
