/** What VPC endpoints change on the lab's internet: which names lead into the VPC, and which stand-ins answer there. */
import { lookUp } from '../../../../lambda/report/look-up.ts';
import type { EndpointHost } from '../../kernel/kernel.ts';
import type { Model, VpcEndpoint } from '../../template/model.ts';
import type { ServiceAddresses } from '../../template/prefix-lists.ts';
import { placeOf, TemplateError } from '../../template/template-error.ts';
import type { Host, Internet } from './internet.ts';

/** The stand-ins of the services that the lab emulates, by the names that EC2 gives their endpoints. */
const STAND_INS: Readonly<Record<string, string>> = {
  s3: 's3',
  dynamodb: 'dynamodb',
  s3vectors: 's3-vectors',
  'bedrock-runtime': 'bedrock-runtime',
  sts: 'sts',
  ec2: 'ec2',
};

/** The further stand-ins whose addresses are the service's: ECR keeps layers in a bucket of S3. */
const BUCKETS_OF_OTHERS: Readonly<Record<string, readonly string[]>> = { s3: ['ecr-layers'] };

/** Whether the lab emulates the service. For all others it has the network path only, which no policy governs. */
export function isEmulated({ service }: VpcEndpoint): boolean {
  return Object.hasOwn(STAND_INS, service);
}

/** @throws TemplateError for a gateway endpoint of a service whose addresses the lab does not know */
export function requireEmulatedGateways({ endpoints }: Model): void {
  const unknown = endpoints.find((endpoint) => endpoint.kind === 'gateway' && !isEmulated(endpoint));
  if (!unknown) return;
  throw new TemplateError(
    `${placeOf({ logicalId: unknown.logicalId, type: 'AWS::EC2::VPCEndpoint' })}: the lab does not emulate "${unknown.service}", so it cannot route its gateway endpoint: remove the endpoint from the template`,
  );
}

export function serviceAddressesOf({ hosts }: Internet): ServiceAddresses {
  return (serviceName) => {
    const service = serviceName.split('.').slice(3).join('.');
    const standIns = [lookUp(STAND_INS, service), ...(lookUp(BUCKETS_OF_OTHERS, service) ?? [])];
    return hosts
      .filter(({ standIn }) => standIns.includes(standIn))
      .flatMap(({ ipv4, ipv6 }) => [...ipv4, ...ipv6]);
  };
}

/** The internet as the VPC's resolver shows it: an endpoint's private names lead to its interfaces. */
export function resolvedInVpc(
  internet: Internet,
  endpointHosts: readonly EndpointHost[],
  model: Model,
): Internet {
  const inVpc = endpointHosts.map((endpointHost) => hostOf(endpointHost, internet, model));
  const replaced = new Set(inVpc.map(({ name }) => name));
  return { hosts: [...inVpc, ...internet.hosts.filter(({ name }) => !replaced.has(name))] };
}

/** The internet as the servers see it: a name's stand-in also answers at the endpoint's addresses. */
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
  const standIn =
    hosts.find((host) => host.name === name)?.standIn ??
    lookUp(STAND_INS, endpoint?.service ?? '') ??
    'not-emulated';
  return { name, ipv4, ipv6, dns: 'answer', standIn };
}
