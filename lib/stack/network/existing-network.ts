/** The user's existing VPC, which is referenced and never changed. */
import { Subnet, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { ProbedNetwork } from './probed-network.ts';

export interface ExistingVpc {
  readonly vpcId: string;
  readonly ipv6CidrBlocks: readonly string[];
  readonly subnets: readonly ExistingSubnet[];
}

interface ExistingSubnet {
  readonly subnetId: string;
  readonly routeTableId: string;
  /** Null where the settings leave it out. */
  readonly availabilityZone: string | null;
}

export function existingNetwork(
  scope: Construct,
  id: string,
  { vpcId, ipv6CidrBlocks, subnets }: ExistingVpc,
): ProbedNetwork {
  const network = new Construct(scope, id);
  return {
    vpc: Vpc.fromVpcAttributes(network, 'Vpc', {
      vpcId,
      // CDK requires some; only subnets that are looked up by kind would use them.
      availabilityZones: subnets.map((_, index) => `zone ${index}`),
    }),
    ipv4CidrBlock: null,
    ipv6CidrBlocks,
    ipv6Ready: [],
    gatewayId: null,
    subnets: subnets.map(({ subnetId, routeTableId, availabilityZone }, index) => ({
      subnet: Subnet.fromSubnetAttributes(network, `Subnet${index}`, { subnetId, routeTableId }),
      availabilityZone,
      ipv6CidrBlock: null,
      ready: [],
    })),
  };
}
