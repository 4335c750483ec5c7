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
<div class="scroll" tabindex="0" role="region" aria-label="${title}, subnets"><table class="cards network">
<thead><tr><th scope="col">Subnet</th><th scope="col">Zone</th><th scope="col">Blocks</th><th scope="col">Routes</th></tr></thead>
<tbody>${network.subnets.map(subnetRow)}</tbody></table></div>
${network.gateways.length === 0 ? null : html`<ul>${network.gateways.map((each) => gatewayItem(each, network))}</ul>`}`;
  });
}

function subnetRow({ id, name, availabilityZone, cidrBlocks, routes }: DrawnSubnet): Markup {
  return html`<tr><th scope="row">${name}${id === name ? null : html`<br><span class="whose">${id}</span>`}</th>${cell('Zone', whole(availabilityZone))}${cell('Blocks', lines(cidrBlocks.map(whole)))}${cell('Routes', routesOf(routes))}</tr>`;
}

/** In a narrow window its label stands beside it, in place of the column's head. */
function cell(label: string, text: Markup): Markup {
  return html`<td data-label="${label}"><div>${text}</div></td>`;
}

/** More than the block of any subnet of AWS, and less than the narrowest window: what is longer breaks where it must. */
const LONGEST_WHOLE = 30;

/** A block or a zone is not broken at its hyphens and colons. */
function whole(text: string): Markup {
  return text.length > LONGEST_WHOLE ? html`${text}` : html`<span class="whole">${text}</span>`;
}

function routesOf(routes: DrawnSubnet['routes']): Markup {
  if (routes === null) return html`route table unknown`;
  if (routes.length === 0) return html`no route out of the VPC`;
  return lines(routes.map(({ destination, gatewayId }) => html`${destination} → ${gatewayId}`));
}

function lines(texts: readonly Markup[]): Markup {
  return html`${texts.map((text, index) => html`${index === 0 ? null : html`<br>`}${text}`)}`;
}

function gatewayItem(
  { id, subnetId, serviceName }: DrawnNetwork['gateways'][number],
  { subnets }: DrawnNetwork,
): Markup {
  const around = subnets.find((subnet) => subnet.id === subnetId)?.name ?? subnetId;
  return html`<li>${gatewayKind(id)} <code>${id}</code>${serviceName === undefined ? null : `, ${serviceName}`}${around === undefined ? null : `, in the subnet ${around}`}</li>`;
}
