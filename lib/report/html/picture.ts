/** Draws the network and each target's path through it as two SVGs: one for a wide window, one for a narrow one. */
import type { Report, Target } from '../../../lambda/report/report-schema.ts';
import type { DrawnNetwork } from '../inputs/network.ts';
import { outcomeInWords } from '../outcome-in-words.ts';
import {
  type Box,
  type DrawnPath,
  layOut,
  type PlacedGateway,
  type PlacedSubnet,
  type PlacedTarget,
  type Point,
  type Shape,
} from './layout.ts';
import { worstLook } from './look.ts';
import { html, type Markup } from './markup.ts';
import type { Row } from './rows.ts';

const KINDS: readonly (readonly [prefix: string, name: string])[] = [
  ['eigw-', 'egress-only internet gateway'],
  ['igw-', 'internet gateway'],
  ['nat-', 'NAT gateway'],
  ['vpce-', 'VPC endpoint'],
];

export function picture(report: Report, rows: readonly Row[], network: DrawnNetwork): Markup {
  return html`${(['wide', 'tall'] as const).map((shape) => drawing(report, rows, network, shape))}`;
}

function drawing(report: Report, rows: readonly Row[], network: DrawnNetwork, shape: Shape): Markup {
  const layout = layOut(report, network, rows, shape);
  const blocks = [...network.ipv4CidrBlocks, ...network.ipv6CidrBlocks].join('  ');
  return html`<svg class="${shape}" viewBox="0 0 ${layout.width} ${layout.height}" width="${layout.width}" role="img"
  aria-label="The VPC's subnets first, then its gateways, then the targets; the table below has the same information">
${rectangle(layout.vpc, 'vpc')}
${textIn({ ...layout.vpc, height: 30 }, [{ text: `VPC ${blocks}`, style: 'label' }])}
${layout.subnets.map(subnet)}
${layout.gateways.map(gateway)}
${layout.paths.map((path, index) => drawnPath(path, index, shape))}
${layout.targets.map(targetBox)}
</svg>`;
}

const LEGEND_LOOKS = [
  ['pass', '✓ reached over IPv6'],
  ['fail', '✗ not reached as it should be; the cross is where the path ends'],
  ['neutral', '• as expected, kept by an endpoint or not reached'],
  ['inconclusive', '? not known'],
  ['today', 'today, over IPv4 through a NAT gateway'],
] as const;

export const LEGEND = html`<p class="legend soft">${LEGEND_LOOKS.map(
  ([look, words]) =>
    html`<span class="key"><svg width="28" height="12" aria-hidden="true"><g class="path ${look} lit"><path d="M 0 6 H 28"/></g></svg> ${words}</span>`,
)}</p>`;

function rectangle({ x, y, width, height }: Box, name: string): Markup {
  return html`<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6" class="${name}"/>`;
}

interface Line {
  readonly text: string;
  readonly style: 'name' | 'detail' | 'label';
}

const PADDING = 10;
const FIRST_LINE = 18;
const LINE = 17;

/** Clipped by an SVG of its own, so that no text leaves its box, whatever its font; cut before that where it would be. */
function textIn({ x, y, width, height }: Box, lines: readonly Line[]): Markup {
  const room = width - 2 * PADDING;
  return html`<svg x="${x + PADDING}" y="${y}" width="${room}" height="${height}">${lines.map(
    ({ text, style }, index) =>
      html`<text x="0" y="${FIRST_LINE + index * LINE}" class="${style}">${cut(text, room)}</text>`,
  )}</svg>`;
}

/** How wide a character is at most, in pixels of the picture: capitals and wide scripts take more. */
function widthOf(character: string): number {
  if (character > '\u02ff') return 13;
  return /[A-Zmw@%]/.test(character) ? 10 : 7.2;
}

function cut(text: string, room: number): string {
  let used = 0;
  const characters = [...text];
  const end = characters.findIndex((character) => {
    used += widthOf(character);
    return used > room;
  });
  return end === -1 ? text : `${characters.slice(0, Math.max(0, end - 2)).join('')}…`;
}

function drawnPath({ target, run, look, points, broken }: DrawnPath, index: number, shape: Shape): Markup {
  const lines = points.flatMap((from, at) => {
    const to = points[at + 1];
    return at % 2 === 0 && to ? [lineBetween(from, to, shape, index)] : [];
  });
  const name = `path ${look}${broken ? ' broken' : ''}`;
  return html`<g data-path="${target}" data-run="${run}" class="${name}"><path d="${lines.join(' ')}"/>${broken ? cross(broken.at) : null}</g>`;
}

/** How far a line between two edges on the same side bends away from them. */
const BEND = 40;
/** Lines on the left of the boxes keep apart from each other. */
const LANES = 8;
const LANE = 4;

function lineBetween([x1, y1]: Point, [x2, y2]: Point, shape: Shape, index: number): string {
  const across = (x1 + x2) / 2;
  const beside = Math.max(x1, x2) + BEND;
  const isSameSide = Math.abs(x1 - x2) < BEND / 2;
  const bend = shape === 'tall' ? (index % LANES) * LANE - LANE : isSameSide ? beside : across;
  return `M ${x1} ${y1} C ${bend} ${y1}, ${bend} ${y2}, ${x2} ${y2}`;
}

function cross([x, y]: Point): Markup {
  return html`<path d="M ${x - 6} ${y - 6} l 12 12 M ${x + 6} ${y - 6} l -12 12"/>`;
}

function subnet(placed: PlacedSubnet): Markup {
  const { name, availabilityZone, id, cidrBlocks, routes } = placed.subnet;
  const lines = [
    `${availabilityZone}  ${name}`,
    id === name ? '' : id,
    cidrBlocks.join('  '),
    ...(routes?.map(({ destination, gatewayId }) => `${destination} → ${gatewayId}`) ?? [
      'route table unknown',
    ]),
    ...(routes?.length === 0 ? ['no route out of the VPC'] : []),
  ].filter((line) => line !== '');
  return html`<g class="${placed.runs.length === 0 ? 'subnet' : 'subnet probed'}"><title>${lines.join(', ')}</title>${rectangle(placed, 'box')}
${textIn(placed, styled(lines))}</g>`;
}

function styled(lines: readonly string[]): Line[] {
  return lines.map((text, index) => ({ text, style: index === 0 ? 'name' : 'detail' }));
}

/** One inside a subnet has a box of one line. */
const TWO_LINES = 40;

function gateway(placed: PlacedGateway): Markup {
  const kind = KINDS.find(([prefix]) => placed.id.startsWith(prefix))?.[1] ?? 'gateway';
  const lines = placed.height < TWO_LINES ? [`${kind} ${placed.id}`] : [kind, placed.id];
  return html`<g class="${placed.height < TWO_LINES ? 'gateway inside' : 'gateway'}"><title>${kind} ${placed.id}</title>${rectangle(placed, 'box')}
${textIn(placed, styled(lines))}</g>`;
}

function targetBox(placed: PlacedTarget, index: number): Markup {
  const { name, mark } = worstLook(placed.results.values());
  const said = [...new Set([...placed.results.values()].map(inWords))].join('; ');
  return html`<g class="target ${name}" data-target="${index}" data-path="${placed.id}"><title>${placed.id}: ${said}</title>${rectangle(placed, 'box')}
${textIn(placed, styled([`${mark} ${placed.id}`, said]))}</g>`;
}

function inWords({ verdict, path, cause }: Target): string {
  return cause ? cause.code : outcomeInWords(verdict, path);
}
