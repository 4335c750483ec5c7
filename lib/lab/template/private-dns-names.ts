/** The names of a service that its interface endpoint takes over with private DNS. */
import { lookUp } from '../../../lambda/report/look-up.ts';
import { hostInPartition } from '../../../lambda/report/partitions.ts';

/** Services whose names do not follow from their endpoint's: the names that their clients call. */
const EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  'codeartifact.api': ['codeartifact.{region}.amazonaws.com'],
  'codeartifact.repositories': ['*.d.codeartifact.{region}.amazonaws.com'],
  ec2messages: ['ec2messages.{region}.amazonaws.com'],
  'ecr.dkr': ['*.dkr.ecr.{region}.amazonaws.com'],
  'ecs-agent': ['ecs-a.{region}.amazonaws.com'],
  'ecs-telemetry': ['ecs-t.{region}.amazonaws.com'],
  'eks-auth': ['eks-auth.{region}.api.aws'],
  'email-smtp': ['email-smtp.{region}.amazonaws.com'],
  'execute-api': ['*.execute-api.{region}.amazonaws.com'],
  'git-codecommit': ['git-codecommit.{region}.amazonaws.com'],
  'guardduty-data': ['guardduty-data.{region}.amazonaws.com'],
  'kinesis-firehose': ['firehose.{region}.amazonaws.com'],
  'kinesis-streams': ['kinesis.{region}.amazonaws.com'],
  s3: ['s3.{region}.amazonaws.com', '*.s3.{region}.amazonaws.com'],
  s3vectors: ['s3vectors.{region}.api.aws'],
  ssmmessages: ['ssmmessages.{region}.amazonaws.com'],
};

/** @returns null for a service that is not in the table and has no AWS host of its name: its names cannot be guessed */
export function privateDnsNames(
  service: string,
  region: string,
  awsHosts: readonly string[],
): readonly string[] | null {
  const exception = lookUp(EXCEPTIONS, service);
  if (exception) return exception.map((name) => hostInPartition(name.replace('{region}', region), region));
  // `sagemaker.runtime` has the name `runtime.sagemaker`.
  const host = hostInPartition(`${service.split('.').reverse().join('.')}.${region}.amazonaws.com`, region);
  return awsHosts.includes(host) ? [host] : null;
}

/** A gateway endpoint's service is called by all its names, those with both families too. */
const FURTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  s3: ['s3.dualstack.{region}.amazonaws.com', '*.s3.dualstack.{region}.amazonaws.com'],
  dynamodb: ['dynamodb.{region}.api.aws', '*.ddb.{region}.amazonaws.com', '*.ddb.{region}.api.aws'],
};

/**
 * Every name that an endpoint may have: for one that is left out, these lead to an unknown place.
 * @param serviceName null where it cannot be read: the endpoint may have any name
 */
export function namesOfEndpoint(
  serviceName: string | null,
  region: string,
  awsHosts: readonly string[],
): readonly string[] {
  if (serviceName === null) return ['*'];
  const [, own, service] =
    /^(?:cn\.)?com\.amazonaws\.([a-z]+(?:-[a-z]+)+-\d+)\.(.+)$/.exec(serviceName) ?? [];
  // The owner of a service outside AWS chooses its names.
  if (serviceName.includes('vpce-svc-')) return [];
  if (own === undefined || service === undefined) return ['*'];
  if (own !== region) return [hostInPartition(`*.${own}.amazonaws.com`, own)];
  const guessed = `${service.split('.').reverse().join('.')}.{region}.amazonaws.com`;
  const further = lookUp(FURTHER_NAMES, service) ?? [];
  const known = privateDnsNames(service, region, awsHosts);
  return [...(known ?? [guessed, `*.${guessed}`]), ...further].map((name) =>
    hostInPartition(name.replace('{region}', region), region),
  );
}

/** @param pattern a name, or `*.…` for every name below it, or `*` for every name */
export function fitsPattern(name: string, pattern: string): boolean {
  if (pattern === '*' || name === pattern) return true;
  return pattern.startsWith('*.') && name.endsWith(pattern.slice(1));
}
