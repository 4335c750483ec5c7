/** The built-in targets: what the probe tries, the judge weighs and the stack alarms on. How each is tried is in lambda/probe. */
import type { JudgedTarget } from './evidence.ts';
import { isOffered, type Offer } from './regions/offers.ts';
import type { Expectation } from './vocabulary.ts';

type BuiltInTarget = Omit<JudgedTarget, 'id'> & {
  /** The VPC endpoint service that would carry it, by EC2's name; absent where AWS has none. */
  readonly endpointService?: string;
  /** Its dual-stack name, where AWS documents that for some Regions only. Elsewhere neither result is wrong. */
  readonly offer?: Offer;
};

const AWS_SERVICE = { expect: 'reached', echoes: false, sdk: true, conditioned: true } as const;
const ECHO = { expect: 'reached', echoes: true, sdk: false, conditioned: false } as const;

/** In the order in which reports list them. */
const TABLE = {
  'ifconfig.me': { ...ECHO, service: 'ifconfig.me' },
  checkip: { ...ECHO, service: 'AWS checkip' },
  s3: { ...AWS_SERVICE, service: 'S3', endpointService: 's3' },
  's3-list-buckets': {
    ...AWS_SERVICE,
    service: 'S3 ListBuckets',
    endpointService: 's3',
    conditioned: 'through-endpoint',
  },
  dynamodb: {
    ...AWS_SERVICE,
    service: 'DynamoDB',
    endpointService: 'dynamodb',
    offer: 'dynamodbDualStack',
  },
  'dynamodb-account-id': {
    ...AWS_SERVICE,
    service: 'DynamoDB by account id',
    endpointService: 'dynamodb',
    offer: 'dynamodbAccountId',
  },
  's3-vectors': { ...AWS_SERVICE, service: 'S3 Vectors', endpointService: 's3vectors' },
  // AWS's pages contradict one another on its IPv6: every run asks again, and no answer is wrong.
  'bedrock-runtime': {
    ...AWS_SERVICE,
    service: 'Bedrock Runtime',
    endpointService: 'bedrock-runtime',
    expect: 'any',
  },
  sts: { ...AWS_SERVICE, service: 'STS', endpointService: 'sts', conditioned: false },
  ec2: {
    ...AWS_SERVICE,
    service: 'EC2',
    endpointService: 'ec2',
    conditioned: false,
    offer: 'ec2DualStack',
  },
} as const satisfies Readonly<Record<string, BuiltInTarget>>;

export type TargetId = keyof typeof TABLE;

export const TARGET_IDS = Object.keys(TABLE) as readonly TargetId[];

export function builtInTarget(id: TargetId, region: string): JudgedTarget {
  const { service, echoes, sdk, conditioned } = TABLE[id];
  return { id, service, expect: expectationIn(region, id), echoes, sdk, conditioned };
}

/** What to expect of a target in a Region. @param region null for one that has all that AWS has */
export function expectationIn(region: string | null, id: TargetId): Expectation {
  const { expect, offer }: BuiltInTarget = TABLE[id];
  return offer === undefined || region === null || isOffered(offer, region) === true ? expect : 'any';
}

export function isBuiltIn(id: string): id is TargetId {
  return Object.hasOwn(TABLE, id);
}

/** The variables by which the SDK client of a target would take another endpoint (AWS SDKs and Tools Reference Guide). */
export function endpointVariablesOf(id: TargetId): readonly string[] {
  const { endpointService, sdk }: BuiltInTarget = TABLE[id];
  if (!sdk || endpointService === undefined) return [];
  return [ENDPOINT_VARIABLE, `${ENDPOINT_VARIABLE}_${endpointService.toUpperCase().replaceAll('-', '_')}`];
}

const ENDPOINT_VARIABLE = 'AWS_ENDPOINT_URL';

/** Whether the grant for the target holds only for requests from the VPC's IPv6 block, so that IAM vouches for it. */
export function isConditioned(id: string): boolean {
  return isBuiltIn(id) && TABLE[id].conditioned === true;
}

/** The targets that the VPC endpoint of a service carries, by the name that EC2 gives the service. */
export function targetsThrough(endpointService: string): readonly TargetId[] {
  return TARGET_IDS.filter((id) => (TABLE[id] as BuiltInTarget).endpointService === endpointService);
}

/** A host that is known to have no AAAA record, tried over IPv4 only: reaching it shows that IPv4 has a way out. */
export const CONTROL_HOST = 'checkip.amazonaws.com';
