/** Draws the network and each target's path through it as one SVG. */
import type { Report } from '../../../lambda/report/report-schema.ts';
import type { DrawnNetwork } from '../inputs/network.ts';
import {
  type Box,
  type DrawnPath,
  layOut,
  type PlacedGateway,
  type PlacedSubnet,
  type PlacedTarget,
} from './layout.ts';
import { html, type Markup } from './markup.ts';
import type { Row } from './rows.ts';

const KINDS: readonly (readonly [prefix: string, name: string])[] = [
  ['eigw-', 'egress-only internet gateway'],
  ['igw-', 'internet gateway'],
  ['nat-', 'NAT gateway'],
  ['vpce-', 'VPC endpoint'],
];

/** Text is cut where its box ends; the table below has all of it. */
const CHARACTERS = { subnet: 46, gateway: 28, target: 30 } as const;

export function picture(report: Report, rows: readonly Row[], network: DrawnNetwork): Markup {
  const layout = layOut(report, network, rows);
  const blocks = [...network.ipv4CidrBlocks, ...network.ipv6CidrBlocks].join('  ');
  return html`<svg viewBox="0 0 ${layout.width} ${layout.height}" width="${layout.width}" role="img"
  aria-label="The VPC's subnets on the left, its gateways in the middle, the targets on the right; the table below has the same information">
${rectangle(layout.vpc, 'vpc')}
<text x="${layout.vpc.x + 12}" y="${layout.vpc.y + 20}" class="label">VPC ${cut(blocks, 60)}</text>
${layout.subnets.map(subnet)}
${layout.gateways.map(gateway)}
${layout.paths.map(drawnPath)}
${layout.targets.map(targetBox)}
</svg>`;
}

function rectangle({ x, y, width, height }: Box, name: string): Markup {
  return html`<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6" class="${name}"/>`;
}

function drawnPath({ target, run, points, broken }: DrawnPath): Markup {
  const [[x, y] = [0, 0], ...rest] = points;
  const d = rest.reduce(
    ({ path, from: [fx] }, [tx, ty]) => ({
      path: `${path} C ${(fx + tx) / 2} ${lastY(path)}, ${(fx + tx) / 2} ${ty}, ${tx} ${ty}`,
      from: [tx, ty] as readonly [number, number],
    }),
    { path: `M ${x} ${y}`, from: [x, y] as readonly [number, number] },
  ).path;
  const name = broken ? 'path broken' : 'path';
  return html`<g data-path="${target}" data-run="${run}" class="${name}"><path d="${d}"/>${broken ? breakOf(broken) : null}</g>`;
}

function lastY(path: string): string {
  return path.split(' ').at(-1) ?? '0';
}

/** A cross, with the cause beside it. */
function breakOf({ at: [x, y], cause }: NonNullable<DrawnPath['broken']>): Markup {
  return html`<path d="M ${x - 6} ${y - 6} l 12 12 M ${x + 6} ${y - 6} l -12 12"/><text x="${x - 6}" y="${y + 24}">${cause}</text>`;
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
  return html`<g class="${placed.runs.length === 0 ? 'subnet' : 'subnet probed'}">${rectangle(placed, 'box')}
${lines.map((line, index) => html`<text x="${placed.x + 10}" y="${placed.y + 19 + index * 17}" class="${index === 0 ? 'name' : 'detail'}">${cut(line, CHARACTERS.subnet)}</text>`)}</g>`;
}

function gateway(placed: PlacedGateway): Markup {
  const kind = KINDS.find(([prefix]) => placed.id.startsWith(prefix))?.[1] ?? 'gateway';
  return html`<g class="gateway">${rectangle(placed, 'box')}
<text x="${placed.x + 10}" y="${placed.y + 18}" class="name">${kind}</text>
<text x="${placed.x + 10}" y="${placed.y + 35}" class="detail">${cut(placed.id, CHARACTERS.gateway)}</text></g>`;
}

function targetBox(placed: PlacedTarget, index: number): Markup {
  const all = [...placed.results.values()].every(({ verdict }) => verdict === 'pass');
  return html`<g class="target ${all ? 'pass' : 'fail'}" data-target="${index}" data-path="${placed.id}">${rectangle(placed, 'box')}
<text x="${placed.x + 10}" y="${placed.y + 18}" class="name">${all ? '✓' : '✗'} ${cut(placed.id, CHARACTERS.target)}</text></g>`;
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}
