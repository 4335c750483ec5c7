/** Which VPC endpoint can carry an AWS host. Pure. */
import type { ServiceHosts } from '../../../lambda/report/catalogue/dual-stack-name.ts';
import { hostInPartition } from '../../../lambda/report/partitions.ts';
import { lacksEndpoint } from '../../../lambda/report/regions/offers.ts';
import endpointServices from './endpoint-services.json' with { type: 'json' };

export interface EndpointService {
  readonly kind: 'gateway' | 'interface';
  /** For example `com.amazonaws.us-west-2.bedrock-runtime`. */
  readonly name: string;
}

/** They have gateway endpoints, which cost nothing (VPC User Guide, "Gateway endpoints"). */
const GATEWAYS: ReadonlySet<string> = new Set(['s3', 'dynamodb']);

/**
 * Hosts whose part before the Region is not the name of the endpoint service, nor its reverse (`runtime.sagemaker`,
 * `sagemaker.runtime`), nor the name without `.api` (AWS PrivateLink, "AWS services that integrate with AWS PrivateLink").
 */
const EXCEPTIONS: readonly { readonly pattern: RegExp; readonly service: string }[] = [
  { pattern: /^(.+\.)?s3(\.dualstack)?$/, service: 's3' },
  { pattern: /^\d{12}\.ddb$/, service: 'dynamodb' },
  { pattern: /^streams[.-]dynamodb$/, service: 'dynamodb-streams' },
  { pattern: /^\d{12}\.dkr[.-]ecr$/, service: 'ecr.dkr' },
  { pattern: /^[a-z0-9]+\.execute-api$/, service: 'execute-api' },
  { pattern: /^kinesis$/, service: 'kinesis-streams' },
  { pattern: /^firehose$/, service: 'kinesis-firehose' },
  { pattern: /^data-ats\.iot$/, service: 'iot.data' },
];

const SERVICES: ReadonlySet<string> = new Set(endpointServices.services);

/** Null for hosts outside AWS, in another Region, of a service without endpoints, or of one that the Region lacks. */
export function endpointFor(host: string, hosts: ServiceHosts): EndpointService | null {
  const { region } = hosts;
  const name = [host, ...otherNames(host, hosts)]
    .map((each) => serviceOf(each, region))
    .find((service) => service !== null);
  if (name === undefined || !namesServicesPlainly(region) || lacksEndpoint(name, region)) return null;
  return { kind: GATEWAYS.has(name) ? 'gateway' : 'interface', name: `com.amazonaws.${region}.${name}` };
}

/** In other partitions some services' names begin otherwise (`cn.com.amazonaws.…`), and which do is not known here. */
function namesServicesPlainly(region: string): boolean {
  return hostInPartition('.api.aws', region) === '.api.aws';
}

/** Whether it is the name of an AWS service in the Region. */
export function isAwsHost(host: string, { region }: ServiceHosts): boolean {
  return prefixOf(host, region) !== null;
}

/** Whether it is the dual-stack name of a service that also has a default name. */
export function hasDefaultName(host: string, { region, byHost }: ServiceHosts): boolean {
  const prefix = prefixOf(host, region);
  if (prefix === null) return false;
  if (host === hostInPartition(`${prefix}.${region}.amazonaws.com`, region))
    return prefix.endsWith('.dualstack');
  const known = byHost.get(host);
  return known === undefined || known.services.some(({ kind }) => kind === 'dual-stack');
}

/** In the commercial partition. */
const SUFFIXES = ['amazonaws.com', 'api.aws', 'on.aws'] as const;

/** The part before the Region; null where the host is not of AWS, or of another Region. */
function prefixOf(host: string, region: string): string | null {
  const suffix = SUFFIXES.map((each) => hostInPartition(`.${region}.${each}`, region)).find((each) =>
    host.endsWith(each),
  );
  return suffix === undefined ? null : host.slice(0, -suffix.length);
}

function serviceOf(host: string, region: string): string | null {
  const prefix = prefixOf(host, region);
  if (prefix === null) return null;
  const exception = EXCEPTIONS.find(({ pattern }) => pattern.test(prefix));
  const candidates = [exception?.service, prefix, prefix.split('.').reverse().join('.'), `${prefix}.api`];
  return candidates.find((each) => each !== undefined && SERVICES.has(each)) ?? null;
}

/** Other names of the service at a host: the default name of a dual-stack host, and vice versa. */
function otherNames(host: string, { byHost, byService }: ServiceHosts): string[] {
  const services = byHost.get(host)?.services ?? [];
  const names = services.flatMap(({ id }) => byService.get(id)?.map((entry) => entry.host) ?? []);
  return [...new Set(names)].filter((name) => name !== host);
}
