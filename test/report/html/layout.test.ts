import { expect, test } from 'vitest';
import { reportOf } from '../../../lambda/report/judge/summary.ts';
import { layOut } from '../../../lib/report/html/layout.ts';
import { networkInReport } from '../../../lib/report/html/network.ts';
import type { DrawnNetwork } from '../../../lib/report/inputs/network.ts';
import { failing, passing, run } from '../run-builder.ts';

const report = reportOf([run([passing('good'), failing('silent'), failing('unreachable', 'ENETUNREACH')])]);

function network(routes: DrawnNetwork['subnets'][number]['routes']): DrawnNetwork {
  const [subnet] = networkInReport(report).subnets;
  return { ...networkInReport(report), subnets: subnet ? [{ ...subnet, routes }] : [] };
}

function wayTo(target: string, of: DrawnNetwork = networkInReport(report)) {
  const layout = layOut(report, of);
  const way = layout.ways.find((candidate) => candidate.target === target);
  if (!way) throw new Error(`there is no way to ${target}`);
  return { ...way, layout };
}

test('what was reached goes from its subnet through the gateway to the target', () => {
  const { points, broken, layout } = wayTo('good');
  expect(broken).toBeNull();
  expect(points).toHaveLength(4);
  expect(points[1]?.[0]).toBe(layout.gateways[0]?.x);
  expect(points[3]?.[0]).toBe(layout.targets[0]?.x);
});

test('what got no answer ends before the gateway that its route leads to, with its cause', () => {
  const { points, broken, layout } = wayTo('silent');
  expect(points).toHaveLength(2);
  expect(broken?.cause).toBe('ConnectTimeout');
  expect(broken?.at[0]).toBeLessThan(layout.gateways[0]?.x ?? 0);
  expect(broken?.at[0]).toBeGreaterThan((layout.gateways[0]?.x ?? 0) - 30);
});

test.each([
  ['what never left', 'unreachable', networkInReport(report)],
  ['what has no route', 'silent', network([])],
])('%s ends at its subnet', (_, target, of) => {
  const { broken, layout } = wayTo(target, of);
  const [subnet] = layout.subnets;
  expect(broken?.at[0]).toBeLessThan((subnet?.x ?? 0) + (subnet?.width ?? 0) + 20);
});

test('a subnet is tall enough for its lines, also where it has no route', () => {
  const [without] = layOut(report, network([])).subnets;
  const [withOne] = layOut(report, network([{ destination: '::/0', gatewayId: 'eigw-1' }])).subnets;
  expect(without?.height).toBe(withOne?.height);
});
