/** Draws many subnets that are alike once: forty boxes with the same lines between them show no more than one. Pure. */
import type { DrawnSubnet } from '../../inputs/network.ts';
import type { Journey, Scene } from './scene.ts';

/** Fewer are drawn one by one: two or three zones are what a reader expects to see. */
const MANY = 4;

/** Subnets with the same routes, without a gateway inside, from which everything goes the same way. */
export interface SubnetGroup {
  readonly first: DrawnSubnet;
  readonly others: readonly DrawnSubnet[];
}

export interface FoldedScene extends Scene {
  readonly groups: readonly SubnetGroup[];
}

/** With each journey once. */
export function fold(scene: Scene): FoldedScene {
  const { network, journeys, probed } = scene;
  const journeysFrom = Map.groupBy(journeys, ({ from }) => from);
  const around = new Set(network.gateways.map(({ subnetId }) => subnetId));
  const keyOf = (subnet: DrawnSubnet) =>
    around.has(subnet.id)
      ? subnet.id
      : JSON.stringify([
          subnet.routes,
          probed.has(subnet.id),
          (journeysFrom.get(subnet.id) ?? []).map(wayOf),
        ]);
  const groups = [...Map.groupBy(network.subnets, keyOf).values()].flatMap(groupsOf);
  const kept = groups.flatMap(({ first }) => distinct(journeysFrom.get(first.id) ?? []));
  return { ...scene, groups: inOrder(groups, network.subnets), journeys: kept };
}

function wayOf({ from: _, ...way }: Journey) {
  return way;
}

function groupsOf(alike: readonly DrawnSubnet[]): SubnetGroup[] {
  const [first, ...others] = alike;
  if (!first) return [];
  return alike.length < MANY ? alike.map((subnet) => ({ first: subnet, others: [] })) : [{ first, others }];
}

function inOrder(groups: readonly SubnetGroup[], subnets: readonly DrawnSubnet[]): SubnetGroup[] {
  const place = new Map(subnets.map((subnet, index) => [subnet, index]));
  return [...groups].sort((a, b) => (place.get(a.first) ?? 0) - (place.get(b.first) ?? 0));
}

function distinct(journeys: readonly Journey[]): Journey[] {
  return [...new Map(journeys.map((journey) => [JSON.stringify(journey), journey])).values()];
}
