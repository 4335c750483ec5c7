/** The network of a picture as tables: what a box has no room for, and for readers who do not see the picture. */
import type { DrawnNetwork, DrawnSubnet } from '../inputs/network.ts';
import { html, type Markup } from './markup.ts';
import { gatewayKind } from './picture/words.ts';

interface Titled {
  readonly title: string;
  readonly network: DrawnNetwork;
}

export function networkInWords(networks: readonly Titled[]): Markup[] {
  return networks.map(({ title, network }) => {
    const blocks = [...network.ipv4CidrBlocks, ...network.ipv6CidrBlocks].join(', ');
    return html`<h2>${title}, in words</h2>
${blocks === '' ? null : html`<p class="soft">The VPC has ${blocks}.</p>`}
<div class="scroll" tabindex="0" role="region" aria-label="${title}, subnets"><table>
<thead><tr><th scope="col">Subnet</th><th scope="col">Zone</th><th scope="col">Blocks</th><th scope="col">Routes</th></tr></thead>
<tbody>${network.subnets.map(subnetRow)}</tbody></table></div>
${network.gateways.length === 0 ? null : html`<ul>${network.gateways.map((each) => gatewayItem(each, network))}</ul>`}`;
  });
}

function subnetRow({ id, name, availabilityZone, cidrBlocks, routes }: DrawnSubnet): Markup {
  return html`<tr><th scope="row">${name}${id === name ? null : html`<br><span class="whose">${id}</span>`}</th><td>${availabilityZone}</td><td>${lines(cidrBlocks)}</td><td>${routesOf(routes)}</td></tr>`;
}

function routesOf(routes: DrawnSubnet['routes']): Markup {
  if (routes === null) return html`route table unknown`;
  if (routes.length === 0) return html`no route out of the VPC`;
  return lines(routes.map(({ destination, gatewayId }) => `${destination} → ${gatewayId}`));
}

function lines(texts: readonly string[]): Markup {
  return html`${texts.map((text, index) => html`${index === 0 ? null : html`<br>`}${text}`)}`;
}

function gatewayItem(
  { id, subnetId, serviceName }: DrawnNetwork['gateways'][number],
  { subnets }: DrawnNetwork,
): Markup {
  const around = subnets.find((subnet) => subnet.id === subnetId)?.name ?? subnetId;
  return html`<li>${gatewayKind(id)} <code>${id}</code>${serviceName === undefined ? null : `, ${serviceName}`}${around === undefined ? null : `, in the subnet ${around}`}</li>`;
}
