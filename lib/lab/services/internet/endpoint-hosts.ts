/** What VPC endpoints change on the lab's internet: where services are, which names lead into the VPC, and who serves there. */
import type { EndpointHost } from '../../kernel/kernel.ts';
import type { Model, VpcEndpoint } from '../../template/model.ts';
import type { ServiceAddresses } from '../../template/prefix-lists.ts';
import { TemplateError } from '../../template/template-error.ts';
import type { Host, Internet } from './internet.ts';

/** The stand-ins of services that the lab plays, by the names that EC2 gives their endpoints. */
const STAND_INS: Readonly<Record<string, string>> = {
  s3: 's3',
  dynamodb: 'dynamodb',
  s3vectors: 's3-vectors',
  'bedrock-runtime': 'bedrock-runtime',
  sts: 'sts',
  ec2: 'ec2',
};

/** Whether the lab plays the service; of others it has the way alone, and no policy says anything about that. */
export function isPlayed({ service }: VpcEndpoint): boolean {
  return Object.hasOwn(STAND_INS, service);
}

/** @throws TemplateError for a gateway endpoint of a service whose addresses the lab does not know */
export function refuseUnplayable({ endpoints }: Model): void {
  const unplayable = endpoints.find((endpoint) => endpoint.kind === 'gateway' && !isPlayed(endpoint));
  if (!unplayable) return;
  throw new TemplateError(
    `${unplayable.logicalId} is a gateway endpoint of "${unplayable.service}", which the lab's internet does not have: take it out of the template`,
  );
}

export function serviceAddressesOf({ hosts }: Internet): ServiceAddresses {
  return (serviceName) => {
    const standIn = STAND_INS[serviceName.split('.').slice(3).join('.')];
    return hosts.filter(({ service }) => service === standIn).flatMap(({ ipv4, ipv6 }) => [...ipv4, ...ipv6]);
  };
}

/** As the VPC's resolver answers: an endpoint's private names lead to its interfaces. */
export function resolvedInVpc(
  internet: Internet,
  endpointHosts: readonly EndpointHost[],
  model: Model,
): Internet {
  const inVpc = endpointHosts.map((endpointHost) => hostOf(endpointHost, internet, model));
  const replaced = new Set(inVpc.map(({ name }) => name));
  return { hosts: [...inVpc, ...internet.hosts.filter(({ name }) => !replaced.has(name))] };
}

/** As the servers see it: whoever plays a name plays it at the endpoint's addresses as well. */
export function servedInVpc(
  internet: Internet,
  endpointHosts: readonly EndpointHost[],
  model: Model,
): Internet {
  const inVpc = endpointHosts.map((endpointHost) => hostOf(endpointHost, internet, model));
  const known = internet.hosts.map((host) => {
    const also = inVpc.find(({ name }) => name === host.name);
    return also ? { ...host, ipv4: [...host.ipv4, ...also.ipv4], ipv6: [...host.ipv6, ...also.ipv6] } : host;
  });
  const names = new Set(known.map(({ name }) => name));
  return { hosts: [...known, ...inVpc.filter(({ name }) => !names.has(name))] };
}

function hostOf(
  { name, endpointId, ipv4, ipv6 }: EndpointHost,
  { hosts }: Internet,
  { endpoints }: Model,
): Host {
  const endpoint = endpoints.find(({ id }) => id === endpointId);
  const service =
    hosts.find((host) => host.name === name)?.service ?? STAND_INS[endpoint?.service ?? ''] ?? 'not-played';
  return { name, ipv4, ipv6, dns: 'answer', service };
}
