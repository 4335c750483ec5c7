/** The picture's geometry, from its numbers: no line crosses a box, none runs on past its end, no text is cut that fits. */
import { describe, expect, test } from 'vitest';
import { type Layout, layOut } from '../../../../lib/report/html/picture/layout.ts';
import { curve } from '../../../../lib/report/html/picture/paths.ts';
import { type Box, type Point, SHAPES, type Shape } from '../../../../lib/report/html/picture/shapes.ts';
import { CLASSIC, EVERY_WAY, SCENES } from './scenes.ts';

const CASES = (Object.keys(SHAPES) as Shape[]).flatMap((shape) =>
  SCENES.map(([name, scene]) => ({ shape, name, layout: layOut(scene, shape) })),
);

/** Points along a line, as SVG draws it (SVG 2, "Paths": absolute M, H and C). */
function pointsAlong(d: string): Point[] {
  const [x1 = 0, y1 = 0, ...rest] = [...d.matchAll(/-?[\d.]+/g)].map(([number]) => Number(number));
  const [c1x = 0, c1y = 0, c2x = 0, c2y = 0, x2 = 0, y2 = 0] =
    rest.length === 1 ? [x1, y1, rest[0], y1, rest[0], y1] : rest;
  return Array.from({ length: 101 }, (_, step) => {
    const t = step / 100;
    const [a, b, c, e] = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t ** 2 * (1 - t), t ** 3];
    return [a * x1 + b * c1x + c * c2x + e * x2, a * y1 + b * c1y + c * c2y + e * y2];
  });
}

interface DrawnLine {
  readonly points: readonly Point[];
  readonly path: Layout['paths'][number];
}

function linesOf({ paths, shape }: Layout): DrawnLine[] {
  return paths.flatMap((path, lane) =>
    path.points.flatMap((from, at) => {
      const to = path.points[at + 1];
      return at % 2 === 0 && to
        ? [{ points: pointsAlong(curve(from, to, { shape, lane, aside: path.aside })), path }]
        : [];
    }),
  );
}

/** Within a box by more than what rounding does. */
function isIn([x, y]: Point, box: Box, border = 0.2): boolean {
  return (
    x > box.x + border &&
    x < box.x + box.width - border &&
    y > box.y + border &&
    y < box.y + box.height - border
  );
}

/** A line to a gateway in a subnet passes the margin beside the gateway, where no text is. */
function crossed({ points, path }: DrawnLine, { subnets, gateways, targets }: Layout): Box[] {
  const inside = gateways.filter((each) => each.isInside && path.stops.includes(each.id));
  const beside = (subnet: Box) => inside.find((each) => isIn([each.x, each.y], subnet));
  const isAllowed = ([x]: Point, subnet: Box) => {
    const gateway = beside(subnet);
    return gateway !== undefined && (x <= gateway.x || x >= gateway.x + gateway.width);
  };
  return [
    ...subnets.filter((each) => points.some((point) => isIn(point, each) && !isAllowed(point, each))),
    ...[...gateways, ...targets].filter((each) => points.some((point) => isIn(point, each))),
  ];
}

describe.each(CASES)('$name, $shape', ({ layout }) => {
  test('no line crosses a box', () => {
    expect(layout.paths.length).toBeGreaterThan(0);
    expect(linesOf(layout).flatMap((line) => crossed(line, layout))).toEqual([]);
  });

  test('no line crosses the label of the VPC', () => {
    const label = { ...layout.vpc, height: layout.vpc.lines.length * 17 };
    const shown = { ...label, x: label.x + 10, width: label.width - 20 };
    expect(linesOf(layout).filter(({ points }) => points.some((point) => isIn(point, shown)))).toEqual([]);
  });

  test('every line is in the picture', () => {
    const picture = { x: 0, y: 0, width: layout.width, height: layout.height };
    const out = linesOf(layout).flatMap(({ points }) => points.filter((point) => !isIn(point, picture)));
    expect(out).toEqual([]);
  });

  test('a path that breaks goes from its box to its cross, and no further', () => {
    for (const { points, path } of linesOf(layout)) {
      if (path.broken === null) continue;
      const [x, y] = path.broken.at;
      const last = points.at(-1);
      expect([Math.round(last?.[0] ?? 0), Math.round(last?.[1] ?? 0)]).toEqual([
        Math.round(x),
        Math.round(y),
      ]);
      if (path.stops.length > 0) continue;
      const xs = points.map(([at]) => at);
      expect(Math.max(...xs) - Math.min(...xs)).toBeLessThanOrEqual(15);
    }
  });

  test('no box overlaps another, but a gateway the subnet that it stands in', () => {
    const boxes: Box[] = [
      ...layout.subnets,
      ...layout.gateways.filter(({ isInside }) => !isInside),
      ...layout.targets,
    ];
    const overlap = (a: Box, b: Box) =>
      a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
    expect(boxes.filter((a, at) => boxes.slice(at + 1).some((b) => overlap(a, b)))).toEqual([]);
    for (const gateway of layout.gateways.filter(({ isInside }) => isInside)) {
      const around = layout.subnets.find((each) => isIn([gateway.x, gateway.y], each));
      expect(around && isIn([gateway.x + gateway.width, gateway.y + gateway.height], around)).toBe(true);
    }
  });

  test('each box is as high as its text', () => {
    for (const { lines, height } of [...layout.subnets, ...layout.gateways, ...layout.targets, layout.vpc]) {
      expect(height).toBeGreaterThanOrEqual(18 + (lines.length - 1) * 17 + 4);
    }
  });
});

test.each(Object.keys(SHAPES) as Shape[])('the ids of all gateways are readable in full: %s', (shape) => {
  const { gateways } = layOut(EVERY_WAY, shape);
  const shown = gateways.map(({ lines }) => lines.map(({ text }) => text).join(''));
  for (const { id } of CLASSIC.gateways) expect(shown.join('\n')).toContain(id);
});

test.each(Object.keys(SHAPES) as Shape[])('a mark stands in the line of its name: %s', (shape) => {
  const first = layOut(EVERY_WAY, shape).targets.map(({ lines }) => lines[0]?.text ?? '');
  expect(first.filter((text) => text.length < 4)).toEqual([]);
});

test.each(Object.keys(SHAPES) as Shape[])(
  'lines of different looks to the same gateway have ends of their own: %s',
  (shape) => {
    const { paths } = layOut(EVERY_WAY, shape);
    const through = paths.filter(({ stops, from }) => from === 'subnet-a' && stops.length > 0);
    const ends = Map.groupBy(through, ({ points }) => JSON.stringify(points[0]));
    for (const [, group] of ends) expect(new Set(group.map(({ look }) => look)).size).toBe(1);
  },
);

test('lines of different looks between the same boxes do not meet, across', () => {
  const { paths, shape } = layOut({ ...EVERY_WAY, journeys: BOTH_LOOKS }, 'wide');
  const [good = [], bad = []] = paths.map(({ points: [from = [0, 0], to = [0, 0]], aside }) =>
    pointsAlong(curve(from, to, { shape, lane: 0, aside })),
  );
  const distance = ([x, y]: Point) => Math.min(...bad.map(([atX, atY]) => Math.hypot(atX - x, atY - y)));
  expect(Math.min(...good.map(distance))).toBeGreaterThan(1.5);
});

const BOTH_LOOKS = (['pass', 'fail'] as const).map((look) => ({
  ...{ look, from: 'subnet-b', target: 0, stops: ['eigw-0b7450bfd4e738b19'], broken: null },
}));

test('these checks can fail: a line through a box is found', () => {
  const layout = layOut(EVERY_WAY, 'wide');
  const [subnet, other] = [layout.subnets[0], layout.targets[0]];
  if (!subnet || !other) throw new Error('the scene has neither');
  const points: Point[] = [
    [subnet.x, subnet.y + 5],
    [other.x + other.width, subnet.y + 5],
  ];
  const through = { ...layout, paths: layout.paths.slice(0, 1).map((path) => ({ ...path, points })) };
  expect(linesOf(through).flatMap((line) => crossed(line, layout))).not.toEqual([]);
});
