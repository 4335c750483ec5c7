/** What keeps the targets that Fargate itself calls: it stays on IPv4, where NAT64 does not help. Pure arithmetic on list prices. */

import { serviceHosts } from '../../../lambda/report/catalogue/dual-stack-name.ts';
import type { Rates } from '../../prices/prices.ts';
import { costOf } from './costs.ts';
import { type EndpointService, endpointFor } from './endpoints.ts';
import type { Way } from './savings.ts';

interface Basis {
  readonly region: string;
  readonly rates: Rates;
  readonly zones: number;
}

/**
 * @param own the ways for what the code itself calls; empty where it needs none
 * @param urls what Fargate calls
 * @returns the cheapest first
 */
export function withFargate(own: readonly Way[], urls: readonly string[], basis: Basis): Way[] {
  const gateways: Way = {
    kind: 'nat-gateway',
    services: [],
    ...costOf('nat-gateway', basis.rates, basis.zones),
  };
  const endpoints = endpointsFor(urls, basis.region);
  if (endpoints === null) return [gateways];
  const base: readonly Way[] =
    own.length === 0 ? [NOTHING] : own.filter(({ kind }) => kind !== 'nat-gateway');
  return [...base.map((way) => beside(way, endpoints, basis)), gateways].sort(
    (a, b) => a.monthUsd - b.monthUsd,
  );
}

const NOTHING: Way = { kind: 'endpoints', services: [], monthUsd: 0, gbUsd: 0 };

/** Endpoints of the same service serve both. */
function beside(way: Way, endpoints: readonly EndpointService[], { rates, zones }: Basis): Way {
  const added = endpoints.filter(({ name }) => !way.services.includes(name));
  const { monthUsd, gbUsd } = costOf('interface-endpoint', rates, zones);
  const interfaces = added.filter(({ kind }) => kind === 'interface').length;
  return {
    kind: way.kind,
    services: [...way.services, ...added.map(({ name }) => name)],
    monthUsd: way.monthUsd + monthUsd * interfaces,
    gbUsd: interfaces > 0 ? gbUsd : way.gbUsd,
  };
}

/** Null where a host has none. */
function endpointsFor(urls: readonly string[], region: string): readonly EndpointService[] | null {
  const hosts = serviceHosts(region);
  const found = urls.map((url) => endpointFor(hostIn(url), hosts));
  if (found.includes(null)) return null;
  return [...new Map(found.flatMap((each) => (each ? [[each.name, each]] : []))).values()];
}

function hostIn(url: string): string {
  return /^\w+:\/\/([^/:?#]+)/.exec(url)?.[1] ?? url;
}
