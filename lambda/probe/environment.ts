/** What the stack passes to the probe in its environment. Unknown values are null. */
import { parseBlock } from '../report/addresses.ts';
import { endpointVariablesOf, TARGET_IDS } from '../report/built-in-targets.ts';
import { ENV, LAB_ADDRESSES, LAB_OTHERS_VPC } from '../report/stack-contract.ts';
import type { Family } from '../report/vocabulary.ts';

export interface ProbeEnvironment {
  readonly region: string;
  readonly vpcId: string | null;
  /** Empty where they are unknown. */
  readonly vpcIpv6CidrBlocks: readonly string[];
  readonly vpcIpv4CidrBlocks: readonly string[];
  readonly subnetId: string | null;
  readonly subnetIpv6CidrBlock: string | null;
  readonly availabilityZone: string | null;
  readonly gatewayId: string | null;
  readonly bucketName: string | null;
  readonly tableName: string | null;
  readonly tableArn: string | null;
  readonly vectorIndexArn: string | null;
  readonly iamWitness: boolean;
  readonly eventTargets: boolean;
  /** The TCP ports that the security group lets out; null where unknown. */
  readonly openPorts: readonly number[] | null;
  /** The services that the stack gave a VPC endpoint, by EC2's names. */
  readonly vpcEndpoints: readonly string[];
  readonly bedrockRuntime: boolean;
  /** In the account's own ECR, as `repository:tag`. */
  readonly image: string | null;
  /** Those that would send the targets' SDK clients elsewhere. */
  readonly endpointVariables: readonly string[];
  /** Whether this is the lab, whose internet has addresses that are for documentation. */
  readonly inLab: boolean;
  /** Whether the lab emulates another project's VPC, whose endpoints the user's targets may lead to. */
  readonly inOthersVpc: boolean;
}

export function readEnvironment(variables: NodeJS.ProcessEnv): ProbeEnvironment {
  const read = (name: string) => variables[name] || null;
  const readList = (name: string) => read(name)?.split(',') ?? [];
  return {
    region: read('AWS_REGION') ?? 'us-east-1',
    vpcId: read(ENV.vpcId),
    vpcIpv6CidrBlocks: blocksOf('IPv6', readList(ENV.vpcIpv6CidrBlock)),
    vpcIpv4CidrBlocks: blocksOf('IPv4', readList(ENV.vpcIpv4CidrBlock)),
    subnetId: read(ENV.subnetId),
    subnetIpv6CidrBlock: read(ENV.subnetIpv6CidrBlock),
    availabilityZone: read(ENV.availabilityZone),
    gatewayId: read(ENV.gatewayId),
    bucketName: read(ENV.bucketName),
    tableName: read(ENV.tableName),
    tableArn: read(ENV.tableArn),
    vectorIndexArn: read(ENV.vectorIndexArn),
    iamWitness: read(ENV.iamWitness) === 'true',
    eventTargets: read(ENV.eventTargets) !== 'false',
    openPorts: read(ENV.openPorts)?.split(',').map(Number) ?? null,
    vpcEndpoints: readList(ENV.vpcEndpoints),
    image: read(ENV.image),
    bedrockRuntime: read(ENV.bedrockRuntime) !== 'false',
    endpointVariables: endpointVariablesIn(variables),
    inLab: read(LAB_ADDRESSES) === 'true',
    inOthersVpc: read(LAB_ADDRESSES) === 'true' && read(LAB_OTHERS_VPC) === 'true',
  };
}

/** None where the SDK ignores them anyway. */
function endpointVariablesIn(variables: NodeJS.ProcessEnv): string[] {
  if (variables.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS === 'true') return [];
  const known = new Set(TARGET_IDS.flatMap(endpointVariablesOf));
  return [...known].filter((name) => Boolean(variables[name]));
}

/** A report holds nothing else, and neither does a grant's condition. */
function blocksOf(family: Family, texts: readonly string[]): string[] {
  return texts.filter((text) => parseBlock(text)?.family === family);
}

/** The account that the stack is in, from the ARN of its table; null where there is no table. */
export function accountIn({ tableArn }: Pick<ProbeEnvironment, 'tableArn'>): string | null {
  return tableArn?.split(':')[4] || null;
}

/** A value that a target cannot do without. @throws an error that names the variable */
export function requireValue(value: string | null, variable: string): string {
  if (value !== null) return value;
  throw Object.assign(new Error(`the environment variable ${variable} is not set: the stack sets it`), {
    code: 'NotConfigured',
  });
}
