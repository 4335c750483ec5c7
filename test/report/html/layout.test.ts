/** The picture's layout: where a target's path runs, and where it breaks. */
import { expect, test } from 'vitest';
import { reportOf } from '../../../lambda/report/judge/summary.ts';
import { layOut } from '../../../lib/report/html/layout.ts';
import { networkInReport } from '../../../lib/report/html/network.ts';
import type { DrawnNetwork } from '../../../lib/report/inputs/network.ts';
import { control, failing, passing, run } from '../run-builder.ts';

const report = reportOf([run([passing('good'), failing('silent'), failing('unreachable', 'ENETUNREACH')])]);

function network(routes: DrawnNetwork['subnets'][number]['routes']): DrawnNetwork {
  const [subnet] = networkInReport(report).subnets;
  return { ...networkInReport(report), subnets: subnet ? [{ ...subnet, routes }] : [] };
}

function pathTo(target: string, of: DrawnNetwork = networkInReport(report)) {
  const layout = layOut(report, of);
  const path = layout.paths.find((candidate) => candidate.target === target);
  if (!path) throw new Error(`there is no path to ${target}`);
  return { ...path, layout };
}

test('the path to a reached target goes from its subnet through the gateway', () => {
  const { points, broken, layout } = pathTo('good');
  expect(broken).toBeNull();
  expect(points).toHaveLength(4);
  expect(points[1]?.[0]).toBe(layout.gateways[0]?.x);
  expect(points[3]?.[0]).toBe(layout.targets[0]?.x);
});

test('a path without an answer ends before the gateway that its route leads to, with its cause', () => {
  const { points, broken, layout } = pathTo('silent');
  expect(points).toHaveLength(2);
  expect(broken?.cause).toBe('ConnectTimeout');
  expect(broken?.at[0]).toBeLessThan(layout.gateways[0]?.x ?? 0);
  expect(broken?.at[0]).toBeGreaterThan((layout.gateways[0]?.x ?? 0) - 30);
});

test.each([
  ['a packet that never left', 'unreachable', networkInReport(report)],
  ['a packet without a route', 'silent', network([])],
])('the path of %s ends at its subnet', (_, target, of) => {
  const { broken, layout } = pathTo(target, of);
  const [subnet] = layout.subnets;
  expect(broken?.at[0]).toBeLessThan((subnet?.x ?? 0) + (subnet?.width ?? 0) + 20);
});

test('a subnet without a route is tall enough for its lines', () => {
  const [without] = layOut(report, network([])).subnets;
  const [withOne] = layOut(report, network([{ destination: '::/0', gatewayId: 'eigw-1' }])).subnets;
  expect(without?.height).toBe(withOne?.height);
});

const box = { ipv4CidrBlocks: [], ipv6CidrBlocks: [] };

test.each(['wide', 'tall'] as const)('no end of a line is inside a box: %s', (shape) => {
  const { subnets, gateways, targets, paths } = layOut(report, networkInReport(report), undefined, shape);
  const within = paths.flatMap(({ points }) =>
    points.filter(([x, y]) =>
      [...subnets, ...gateways, ...targets].some(
        (each) => x > each.x && x < each.x + each.width && y > each.y && y < each.y + each.height,
      ),
    ),
  );
  expect(within).toEqual([]);
});

test.each([
  [failing('answered'), 'fail'],
  [passing('answered'), 'pass'],
] as const)('a path looks as its result does', (target, look) => {
  const one = reportOf([run([target])]);
  expect(layOut(one, networkInReport(one)).paths.map((path) => path.look)).toEqual([look]);
});

test('a NAT gateway stands in its subnet, with the path of what answered over IPv4', () => {
  const controls = [{ ...control({ id: 'silent', succeeded: true }) }];
  const one = reportOf([run([failing('silent'), failing('other')], { controls })]);
  const subnet = { availabilityZone: 'us-west-2a', cidrBlocks: [], name: '' };
  const drawn: DrawnNetwork = {
    ...box,
    subnets: [
      { ...subnet, id: 'subnet-a', routes: [{ destination: '0.0.0.0/0', gatewayId: 'nat-1' }] },
      { ...subnet, id: 'outer', routes: [{ destination: '0.0.0.0/0', gatewayId: 'igw-1' }] },
    ],
    gateways: [{ id: 'igw-1' }, { id: 'nat-1', subnetId: 'outer' }],
  };
  const { subnets, gateways, paths } = layOut(one, drawn);
  const [nat, igw] = ['nat-1', 'igw-1'].map((id) => gateways.find((each) => each.id === id));
  const outer = subnets.find(({ subnet: { id } }) => id === 'outer');
  expect(nat?.y).toBeGreaterThan(outer?.y ?? 0);
  expect((nat?.y ?? 0) + (nat?.height ?? 0)).toBeLessThan((outer?.y ?? 0) + (outer?.height ?? 0));
  const today = paths.filter(({ look }) => look === 'today');
  expect(today.map(({ target }) => target)).toEqual(['silent']);
  expect(today[0]?.points[3]?.[0]).toBe(igw?.x);
});
