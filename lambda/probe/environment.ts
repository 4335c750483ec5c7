/** What the stack passes to the probe in its environment. Unknown values are null. */
import { ENV } from '../report/stack-contract.ts';

export interface ProbeEnvironment {
  readonly region: string;
  readonly vpcId: string | null;
  readonly vpcIpv6CidrBlock: string | null;
  readonly vpcIpv4CidrBlock: string | null;
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
}

export function readEnvironment(variables: NodeJS.ProcessEnv): ProbeEnvironment {
  const read = (name: string) => variables[name] || null;
  return {
    region: read('AWS_REGION') ?? 'us-east-1',
    vpcId: read(ENV.vpcId),
    vpcIpv6CidrBlock: read(ENV.vpcIpv6CidrBlock),
    vpcIpv4CidrBlock: read(ENV.vpcIpv4CidrBlock),
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
    vpcEndpoints: read(ENV.vpcEndpoints)?.split(',') ?? [],
    image: read(ENV.image),
    bedrockRuntime: read(ENV.bedrockRuntime) !== 'false',
  };
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
