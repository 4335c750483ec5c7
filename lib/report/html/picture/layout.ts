/** Where each box of a picture is: subnets, then gateways, then targets, beside or below each other. Pure. */
import type { DrawnGateway, DrawnNetwork } from '../../inputs/network.ts';
import { type FoldedScene, fold, type SubnetGroup } from './fold.ts';
import { type DrawnPath, pathsOf } from './paths.ts';
import type { Scene, SceneTarget } from './scene.ts';
import { type Box, FIRST_LINE, GAP, LINE, MARGIN, PADDING, SHAPES, type Shape } from './shapes.ts';
import type { Line } from './text.ts';
import { gatewayLines, subnetLines, targetLines, vpcLines } from './words.ts';

interface TextBox extends Box {
  readonly lines: readonly Line[];
}

export interface PlacedSubnet extends TextBox {
  readonly group: SubnetGroup;
  readonly isProbed: boolean;
}

export interface PlacedGateway extends TextBox {
  readonly id: string;
  readonly isInside: boolean;
}

export type PlacedTarget = SceneTarget & TextBox;

export interface Layout {
  readonly shape: Shape;
  readonly width: number;
  readonly height: number;
  readonly vpc: TextBox;
  readonly subnets: readonly PlacedSubnet[];
  readonly gateways: readonly PlacedGateway[];
  readonly targets: readonly PlacedTarget[];
  readonly paths: readonly DrawnPath[];
}

/** @param level where the targets begin at the earliest, so that two pictures beside each other agree */
export function layOut(scene: Scene, shape: Shape, level = 0): Layout {
  const folded = fold(scene);
  const { network } = folded;
  const frame = frameOf(network, shape);
  const top = frame.y + frame.height;
  const { subnets, inside } = placeSubnets(folded, { shape, top });
  const free = [
    ...network.gateways.filter((each) => inside.every(({ id }) => id !== each.id)),
    ...unnamed(folded),
  ];
  const columns = SHAPES[shape].flow === 'across' ? besideEachOther : belowEachOther;
  const { gateways, targets } = columns(
    { subnets, gateways: free, targets: scene.targets },
    { shape, top, level },
  );
  const bottom = bottomOf([...subnets, ...gateways, ...targets], top);
  const all = [...inside, ...gateways];
  return {
    ...{ shape, width: SHAPES[shape].width, height: bottom + 2 * MARGIN, subnets, gateways: all, targets },
    vpc: { ...frame, height: vpcBottom(shape, bottom, subnets, top) - MARGIN },
    paths: pathsOf(folded.journeys, { subnets, gateways: all, targets }, shape),
  };
}

/** Where the targets begin, if nothing else has a say. */
export function levelOf({ targets }: Layout): number {
  return targets[0]?.y ?? 0;
}

/** The VPC's border with its label, before it is as high as what is inside. */
function frameOf({ ipv4CidrBlocks, ipv6CidrBlocks }: DrawnNetwork, shape: Shape): TextBox {
  const { subnet, gateway, flow } = SHAPES[shape];
  const x = subnet.x - (flow === 'across' ? MARGIN : 10);
  const width = flow === 'across' ? gateway.x + gateway.width / 2 - x : subnet.width + 20;
  const room = (flow === 'across' ? gateway.x - x : width) - 2 * PADDING;
  const lines = vpcLines([...ipv4CidrBlocks, ...ipv6CidrBlocks], room);
  return { x, y: MARGIN, width, height: heightOf(lines), lines };
}

function vpcBottom(shape: Shape, bottom: number, subnets: readonly Box[], top: number): number {
  return SHAPES[shape].flow === 'across' ? bottom + MARGIN : bottomOf(subnets, top) + GAP;
}

function heightOf(lines: readonly Line[]): number {
  return lines.length === 0 ? 0 : FIRST_LINE + (lines.length - 1) * LINE + 9;
}

function bottomOf(boxes: readonly Box[], least: number): number {
  return boxes.reduce((bottom, { y, height }) => Math.max(bottom, y + height), least);
}

interface Place {
  readonly shape: Shape;
  readonly top: number;
}

function placeSubnets({ groups, network, probed }: FoldedScene, { shape, top }: Place) {
  const { x, width } = SHAPES[shape].subnet;
  const subnets: PlacedSubnet[] = [];
  const inside: PlacedGateway[] = [];
  let y = top;
  for (const group of groups) {
    const lines = subnetLines(group, width - 2 * PADDING);
    let bottom = y + heightOf(lines);
    for (const gateway of network.gateways.filter(({ subnetId }) => subnetId === group.first.id)) {
      const placed = placeGateway(gateway, { x: x + INSET, y: bottom, width: width - 2 * INSET }, true);
      inside.push(placed);
      bottom += placed.height + GAP / 2;
    }
    subnets.push({ group, isProbed: probed.has(group.first.id), lines, x, y, width, height: bottom - y });
    y = bottom + GAP;
  }
  return { subnets, inside };
}

const INSET = 8;

function placeGateway(gateway: DrawnGateway, box: Omit<Box, 'height'>, isInside: boolean): PlacedGateway {
  const lines = gatewayLines(gateway, box.width - 2 * PADDING);
  return { id: gateway.id, isInside, lines, ...box, height: heightOf(lines) };
}

/** Gateways that something went through, and of which no more is known. */
function unnamed({ network, journeys }: FoldedScene): DrawnGateway[] {
  const known = new Set(network.gateways.map(({ id }) => id));
  const passed = new Set(journeys.flatMap(({ stops }) => stops));
  return [...passed].filter((id) => !known.has(id)).map((id) => ({ id }));
}

interface Column {
  readonly subnets: readonly Box[];
  readonly gateways: readonly DrawnGateway[];
  readonly targets: readonly SceneTarget[];
}

interface Columns {
  readonly gateways: readonly PlacedGateway[];
  readonly targets: readonly PlacedTarget[];
}

/** Each column in the middle of the highest, gateways on the VPC's edge. */
function besideEachOther({ subnets, gateways, targets }: Column, { shape, top }: Place): Columns {
  const columns = {
    gateways: stackGateways(gateways, { shape, top }),
    targets: stackTargets(targets, { shape, top }),
  };
  const bottom = bottomOf([...subnets, ...columns.gateways, ...columns.targets], top);
  return { gateways: spread(columns.gateways, top, bottom), targets: centred(columns.targets, top, bottom) };
}

function belowEachOther(
  { subnets, gateways, targets }: Column,
  { shape, top, level }: Place & { readonly level: number },
): Columns {
  const placed = stackGateways(gateways, { shape, top: bottomOf(subnets, top) + 2 * MARGIN });
  const next = bottomOf(placed, bottomOf(subnets, top) + MARGIN) + 2 * MARGIN;
  return { gateways: placed, targets: stackTargets(targets, { shape, top: Math.max(level, next) }) };
}

function stackGateways(gateways: readonly DrawnGateway[], { shape, top }: Place): PlacedGateway[] {
  const { x, width } = SHAPES[shape].gateway;
  let y = top;
  return gateways.map((gateway) => {
    const placed = placeGateway(gateway, { x, y, width }, false);
    y += placed.height + GAP;
    return placed;
  });
}

function stackTargets(targets: readonly SceneTarget[], { shape, top }: Place): PlacedTarget[] {
  const { x, width } = SHAPES[shape].target;
  let y = top;
  return targets.map((target) => {
    const lines = targetLines(target, width - 2 * PADDING);
    const placed = { ...target, lines, x, y, width, height: heightOf(lines) };
    y += placed.height + GAP / 2;
    return placed;
  });
}

function centred<Placed extends Box>(boxes: readonly Placed[], top: number, bottom: number): Placed[] {
  const shift = (bottom - bottomOf(boxes, top)) / 2;
  return boxes.map((box) => ({ ...box, y: box.y + shift }));
}

/** With the same room around each. */
function spread<Placed extends Box>(boxes: readonly Placed[], top: number, bottom: number): Placed[] {
  const room = (bottom - bottomOf(boxes, top)) / boxes.length;
  return boxes.map((box, index) => ({ ...box, y: box.y + room * (index + 0.5) }));
}
