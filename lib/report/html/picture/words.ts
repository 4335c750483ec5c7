/** What stands in each box of a picture. Pure. */
import type { DrawnGateway, DrawnSubnet } from '../../inputs/network.ts';
import type { SubnetGroup } from './fold.ts';
import { GATEWAY_KINDS, prefixOf, type SceneTarget } from './scene.ts';
import { type Line, wrapped } from './text.ts';

/** The table of the network has all of them. */
const ROUTES_SHOWN = 6;

export function subnetLines({ first, others }: SubnetGroup, room: number): Line[] {
  const alike = [first, ...others];
  if (others.length === 0) return [...inBox(first.name, room, 'name'), ...subnetDetails(first, room)];
  return [
    ...inBox(`${alike.length} subnets alike`, room, 'name'),
    ...inBox(alike.map(({ name }) => name).join(', '), room),
    ...inBox(distinct(alike.map(({ availabilityZone }) => availabilityZone)).join(', '), room),
    ...routeLines(first, room),
  ];
}

function subnetDetails(subnet: DrawnSubnet, room: number): Line[] {
  const { id, name, availabilityZone, cidrBlocks } = subnet;
  return [
    ...inBox(id === name ? availabilityZone : `${availabilityZone} ${id}`, room),
    ...(cidrBlocks.length === 0 ? [] : inBox(cidrBlocks.join(' '), room)),
    ...routeLines(subnet, room),
  ];
}

function routeLines({ routes }: DrawnSubnet, room: number): Line[] {
  if (routes === null) return inBox('route table unknown', room);
  if (routes.length === 0) return inBox('no route out of the VPC', room);
  const shown = routes.slice(0, ROUTES_SHOWN);
  const more = routes.length - shown.length;
  return [
    ...shown.flatMap(({ destination, gatewayId }) => inBox(`${destination} → ${gatewayId}`, room)),
    ...(more > 0 ? inBox(`and ${more} more`, room) : []),
  ];
}

export function gatewayLines({ id, serviceName }: DrawnGateway, room: number): Line[] {
  const service = serviceName === undefined ? '' : `: ${shortService(serviceName)}`;
  return [...inBox(`${gatewayKind(id)}${service}`, room, 'name'), ...inBox(gatewayNumber(id), room)];
}

export function gatewayKind(id: string): string {
  const prefix = prefixOf(id);
  return prefix === null ? 'gateway' : GATEWAY_KINDS[prefix];
}

function gatewayNumber(id: string): string {
  return id === '' || id === prefixOf(id) ? 'which one is not known' : id;
}

/** `com.amazonaws.us-west-2.bedrock-runtime` without what all of them begin with. */
function shortService(name: string): string {
  return name.replace(/^(?:cn\.)?com\.amazonaws\.[a-z0-9-]+\./, '');
}

/** A blank at which no line breaks: a mark stands beside its name. */
const STAYS_TOGETHER = '\u00a0';

export function targetLines({ name, look, said }: SceneTarget, room: number): Line[] {
  return [...inBox(`${look.mark}${STAYS_TOGETHER}${name}`, room, 'name'), ...inBox(said, room)];
}

export function vpcLines(blocks: readonly string[], room: number): Line[] {
  return inBox(['VPC', ...blocks].join(' '), room, 'label');
}

const LINES_OF_A_TEXT = 3;

function inBox(text: string, room: number, style: Line['style'] = 'detail'): Line[] {
  return wrapped({ text, style }, room, LINES_OF_A_TEXT);
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
