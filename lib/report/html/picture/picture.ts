/** Draws a scene as SVG: boxes, and the paths between them. */
import type { WhatIf, WhatIfNetworks } from '../../inputs/what-if.ts';
import { html, type Markup } from '../markup.ts';
import {
  type Layout,
  layOut,
  levelOf,
  type PlacedGateway,
  type PlacedSubnet,
  type PlacedTarget,
} from './layout.ts';
import { curve, type DrawnPath } from './paths.ts';
import type { Scene } from './scene.ts';
import { type Box, FIRST_LINE, LINE, PADDING, type Point, type Shape } from './shapes.ts';
import type { Line } from './text.ts';
import { whatIfScenes } from './what-if-scene.ts';
import { gatewayKind } from './words.ts';

/** For a wide window and, vertical, for a narrow one; the style sheet shows one of them. */
export function picture(scene: Scene): Markup {
  return html`${(['wide', 'tall'] as const).map((shape) => drawing(layOut(scene, shape)))}`;
}

/** Today and tomorrow beside each other, with their targets on one level; below each other in a narrow window. */
export function whatIfPicture(answer: WhatIf, networks: WhatIfNetworks): Markup {
  const { today, tomorrow } = whatIfScenes(answer, networks);
  const pairs = (['half', 'tall'] as const).map((shape) => {
    const level = Math.max(...[today, tomorrow].map((scene) => levelOf(layOut(scene, shape))));
    return [today, tomorrow].map((scene) => drawing(layOut(scene, shape, level)));
  });
  const day = (title: string, index: number) =>
    html`<section><h3>${title}</h3><div class="picture">${pairs.flatMap((pair) => pair[index] ?? [])}</div></section>`;
  return html`<div class="days">${day('Today', 0)}${day('Tomorrow: with IPv6, without NAT gateways', 1)}</div>`;
}

/** @param layout of {@link layOut} */
function drawing(layout: Layout): Markup {
  const { shape, width, height, vpc, subnets, gateways, targets, paths } = layout;
  return html`<svg class="${shape}" viewBox="0 0 ${width} ${Math.ceil(height)}" width="${width}" role="img"
  aria-label="The VPC's subnets first, then its gateways, then the targets; the tables below have the same information">
${rectangle(vpc, 'vpc')}
${textIn(vpc, vpc.lines)}
${subnets.map(subnet)}
${gateways.map(gateway)}
${inOrder(paths.map((path, index) => [path, drawnPath(path, { index, shape, layout })]))}
${targets.map(targetBox)}
</svg>`;
}

/** The ends of paths that break are above the paths that go on. */
function inOrder(drawn: readonly (readonly [path: DrawnPath, markup: Markup])[]): Markup[] {
  const [whole, broken] = [drawn.filter(([{ broken }]) => !broken), drawn.filter(([{ broken }]) => broken)];
  return [...whole, ...broken].map(([, markup]) => markup);
}

function rectangle({ x, y, width, height }: Box, name: string): Markup {
  return html`<rect x="${x}" y="${round(y)}" width="${width}" height="${round(height)}" rx="6" class="${name}"/>`;
}

/** Clipped by an SVG of its own, so that no text leaves its box, whatever its font. */
function textIn({ x, y, width, height }: Box, lines: readonly Line[]): Markup {
  return html`<svg x="${x + PADDING}" y="${round(y)}" width="${width - 2 * PADDING}" height="${round(height)}">${lines.map(
    ({ text, style }, index) =>
      html`<text x="0" y="${FIRST_LINE + index * LINE}" class="${style}">${text}</text>`,
  )}</svg>`;
}

interface Numbered {
  readonly index: number;
  readonly shape: Shape;
  readonly layout: Layout;
}

function drawnPath(path: DrawnPath, { index, shape, layout }: Numbered): Markup {
  const { target, look, points, broken, aside } = path;
  const lines = points.flatMap((from, at) => {
    const to = points[at + 1];
    return at % 2 === 0 && to ? [curve(from, to, { shape, lane: index, aside })] : [];
  });
  const name = `path ${look}${broken ? ' broken' : ''}`;
  const line = lines.join(' ');
  return html`<g data-target="${target}" data-boxes="${boxesOf(path, layout)}" class="${name}">${broken ? halo(broken.at) : null}<path class="near" d="${line}"/><path class="line" d="${line}"/>${broken ? ending(broken.at, look) : null}</g>`;
}

/** Pointing at one of them lights the path. */
function boxesOf({ from, stops }: DrawnPath, { subnets, gateways }: Layout): string {
  const subnetIndex = subnets.findIndex(({ group }) => group.first.id === from);
  const gatewayIndices = stops.map((id) => gateways.findIndex((each) => each.id === id));
  return [`s${subnetIndex}`, ...gatewayIndices.map((each) => `g${each}`)].join(' ');
}

/** What keeps a mark apart from the lines below it. */
function halo([x, y]: Point): Markup {
  return html`<circle class="halo" cx="${round(x)}" cy="${round(y)}" r="7"/>`;
}

/** A cross, or a question mark where it is not known whether it ends there. */
function ending([x, y]: Point, look: DrawnPath['look']): Markup {
  if (look === 'inconclusive') {
    return html`<text class="mark" x="${round(x)}" y="${round(y + 5)}" text-anchor="middle">?</text>`;
  }
  return html`<path class="line cross" d="M ${round(x - 6)} ${round(y - 6)} l 12 12 M ${round(x + 6)} ${round(y - 6)} l -12 12"/>`;
}

function subnet(placed: PlacedSubnet, index: number): Markup {
  const { first, others } = placed.group;
  const names = [first, ...others].map(({ name }) => name).join(', ');
  return html`<g class="${placed.isProbed ? 'subnet probed' : 'subnet'}" data-box="s${index}"><title>${names}</title>${rectangle(placed, 'box')}
${textIn(placed, placed.lines)}</g>`;
}

function gateway(placed: PlacedGateway, index: number): Markup {
  return html`<g class="${placed.isInside ? 'gateway inside' : 'gateway'}" data-box="g${index}"><title>${gatewayKind(placed.id)} ${placed.id}</title>${rectangle(placed, 'box')}
${textIn(placed, placed.lines)}</g>`;
}

function targetBox(placed: PlacedTarget, index: number): Markup {
  const { name, said, look, lines } = placed;
  return html`<g class="target ${look.name}" data-target="${index}"><title>${name}: ${said}</title>${rectangle(placed, 'box')}
${textIn(placed, lines)}</g>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
