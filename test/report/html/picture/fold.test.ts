/** Many subnets that are alike are drawn once, and only these. */
import { expect, test } from 'vitest';
import { fold } from '../../../../lib/report/html/picture/fold.ts';
import type { Journey, Scene } from '../../../../lib/report/html/picture/scene.ts';
import { subnet } from './scenes.ts';

const way = (from: string, changes: Partial<Journey> = {}): Journey => ({
  ...{ target: 0, from, look: 'pass', stops: ['eigw-1'], broken: null },
  ...changes,
});

const ids = (count: number) => Array.from({ length: count }, (_, index) => `subnet-${index}`);

function scene(count: number, changes: Partial<Scene> = {}): Scene {
  return {
    network: {
      ...{ ipv4CidrBlocks: [], ipv6CidrBlocks: [], gateways: [{ id: 'eigw-1' }] },
      subnets: ids(count).map((id) => subnet(id, { '::/0': 'eigw-1' })),
    },
    ...{ probed: new Set(ids(count)), targets: [], journeys: ids(count).map((id) => way(id)) },
    ...changes,
  };
}

const sizes = (of: Scene) => fold(of).groups.map(({ others }) => others.length + 1);

test('forty alike are one, with each way once; three are three', () => {
  expect(sizes(scene(40))).toEqual([40]);
  expect(fold(scene(40)).journeys).toEqual([way('subnet-0')]);
  expect(sizes(scene(3))).toEqual([1, 1, 1]);
});

test('one from which something goes another way stands apart', () => {
  const journeys = [
    ...ids(6).map((id) => way(id)),
    way('subnet-3', { target: 1, look: 'fail', broken: 'NoRoute' }),
  ];
  expect(sizes(scene(6, { journeys }))).toEqual([5, 1]);
});

test.each([
  ['with other routes', (each: string) => subnet(each, { '::/0': 'igw-1' })],
  ['without a known route table', (each: string) => ({ ...subnet(each, {}), routes: null })],
])('one %s stands apart', (_, other) => {
  const { network, ...rest } = scene(6);
  const subnets = network.subnets.map((each) => (each.id === 'subnet-5' ? other(each.id) : each));
  expect(sizes({ ...rest, network: { ...network, subnets } })).toEqual([5, 1]);
});

test('one with a gateway inside, and one that was not tried, stand apart', () => {
  const { network } = scene(6);
  const gateways = [...network.gateways, { id: 'nat-1', subnetId: 'subnet-0' }];
  expect(sizes(scene(6, { network: { ...network, gateways } }))).toEqual([1, 5]);
  expect(sizes(scene(6, { probed: new Set(ids(5)) }))).toEqual([5, 1]);
});
