/**
 * AWS's partitions, each with Regions, names and domains of its own. From the endpoint rules of the AWS SDK for
 * JavaScript (`partitions.json` of @aws-sdk/core), with which a test compares this table.
 */

export interface Partition {
  readonly name: string;
  /** How the names of its Regions begin. */
  readonly prefixes: readonly string[];
  /** What `AWS::URLSuffix` gives. */
  readonly urlSuffix: string;
  /** What the dual-stack names of most services end in. */
  readonly dualStackSuffix: string;
  /** Those that were known when the table was written; AWS adds some every year. */
  readonly regions: readonly string[];
}

export const PARTITIONS: readonly Partition[] = [
  {
    name: 'aws',
    prefixes: ['us', 'eu', 'ap', 'sa', 'ca', 'me', 'af', 'il', 'mx'],
    urlSuffix: 'amazonaws.com',
    dualStackSuffix: 'api.aws',
    regions: [
      ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2'],
      ...['eu-central-1', 'eu-central-2', 'eu-north-1', 'eu-south-1', 'eu-south-2'],
      ...['eu-west-1', 'eu-west-2', 'eu-west-3'],
      ...['ap-east-1', 'ap-east-2', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3'],
      ...['ap-south-1', 'ap-south-2', 'ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3'],
      ...['ap-southeast-4', 'ap-southeast-5', 'ap-southeast-6', 'ap-southeast-7'],
      ...['sa-east-1', 'sa-west-1', 'ca-central-1', 'ca-west-1', 'mx-central-1'],
      ...['me-central-1', 'me-south-1', 'me-west-1', 'af-south-1', 'il-central-1'],
    ],
  },
  {
    name: 'aws-cn',
    prefixes: ['cn'],
    urlSuffix: 'amazonaws.com.cn',
    dualStackSuffix: 'api.amazonwebservices.com.cn',
    regions: ['cn-north-1', 'cn-northwest-1'],
  },
  {
    name: 'aws-us-gov',
    prefixes: ['us-gov'],
    urlSuffix: 'amazonaws.com',
    dualStackSuffix: 'api.aws',
    regions: ['us-gov-east-1', 'us-gov-west-1'],
  },
  {
    name: 'aws-eusc',
    prefixes: ['eusc-de'],
    urlSuffix: 'amazonaws.eu',
    dualStackSuffix: 'api.amazonwebservices.eu',
    regions: ['eusc-de-east-1'],
  },
  {
    name: 'aws-iso',
    prefixes: ['us-iso'],
    urlSuffix: 'c2s.ic.gov',
    dualStackSuffix: 'api.aws.ic.gov',
    regions: ['us-iso-east-1', 'us-iso-west-1'],
  },
  {
    name: 'aws-iso-b',
    prefixes: ['us-isob'],
    urlSuffix: 'sc2s.sgov.gov',
    dualStackSuffix: 'api.aws.scloud',
    regions: ['us-isob-east-1', 'us-isob-west-1'],
  },
  {
    name: 'aws-iso-e',
    prefixes: ['eu-isoe'],
    urlSuffix: 'cloud.adc-e.uk',
    dualStackSuffix: 'api.cloud-aws.adc-e.uk',
    regions: ['eu-isoe-west-1'],
  },
  {
    name: 'aws-iso-f',
    prefixes: ['us-isof'],
    urlSuffix: 'csp.hci.ic.gov',
    dualStackSuffix: 'api.aws.hci.ic.gov',
    regions: ['us-isof-east-1', 'us-isof-south-1'],
  },
];

/** After the prefix: a direction and a number. Bounded, since the names become parts of host names. */
const DIRECTION_AND_NUMBER = '-[a-z]{3,15}-[1-9][0-9]?';

/** Made once: a page of the catalogue asks for the partition of its Region hundreds of times. */
const REGION_NAMES = PARTITIONS.map((partition) => ({
  partition,
  pattern: new RegExp(`^(${partition.prefixes.join('|')})${DIRECTION_AND_NUMBER}$`),
}));

/** Undefined for a name that no partition uses. */
export function findPartition(region: string): Partition | undefined {
  return REGION_NAMES.find(({ pattern }) => pattern.test(region))?.partition;
}

/** The partition of a Region; the commercial one for a name that no partition uses, as the SDK has it. */
function partitionNear(region: string): Partition {
  return findPartition(region) ?? COMMERCIAL;
}

export function isCommercial(region: string): boolean {
  return partitionNear(region) === COMMERCIAL;
}

const [COMMERCIAL] = PARTITIONS as readonly [Partition, ...Partition[]];

/**
 * A host's name in the Region's partition, from the name in the commercial one. The names of single resources
 * (`on.aws`) follow the dual-stack ones: `on.amazonwebservices.com.cn` (Amazon ECR User Guide, for China).
 */
export function hostInPartition(host: string, region: string): string {
  const { urlSuffix, dualStackSuffix } = partitionNear(region);
  return host
    .replace(/\.amazonaws\.com$/, `.${urlSuffix}`)
    .replace(/\.api\.aws$/, `.${dualStackSuffix}`)
    .replace(/\.on\.aws$/, `.${resourceSuffix(dualStackSuffix)}`);
}

function resourceSuffix(dualStackSuffix: string): string {
  return dualStackSuffix.replace(/^api\./, 'on.');
}

/** Where the console of a Region is, by partition (AWS General Reference); null where its address is not public. */
export function consoleHost(region: string): string | null {
  const { name } = partitionNear(region);
  if (name === 'aws') return `${region}.console.aws.amazon.com`;
  if (name === 'aws-cn') return `${region}.console.amazonaws.cn`;
  if (name === 'aws-us-gov') return `${region}.console.amazonaws-us-gov.com`;
  return name === 'aws-eusc' ? `${region}.console.amazonaws-eusc.eu` : null;
}

/** Whether the name lies in a domain of AWS's services, in any partition. */
export function isInAwsDomain(host: string): boolean {
  return AWS_DOMAINS.some((domain) => host.endsWith(`.${domain}`));
}

const AWS_DOMAINS = PARTITIONS.flatMap(({ urlSuffix, dualStackSuffix }) => [
  urlSuffix,
  dualStackSuffix,
  resourceSuffix(dualStackSuffix),
]);
