/** The network that the probes are put into: the stack's own, or an existing one. */
import type { ISubnet, IVpc } from 'aws-cdk-lib/aws-ec2';
import type { IDependable } from 'constructs';
import type { DualStackNetwork } from './dual-stack-network.ts';

export interface ProbedNetwork {
  readonly vpc: IVpc;
  /** Null for an existing VPC: the probe finds it in the route table. */
  readonly ipv4CidrBlock: string | null;
  readonly ipv6CidrBlocks: readonly string[];
  /** What everything that reads the IPv6 blocks must depend on. */
  readonly ipv6Ready: readonly IDependable[];
  /** Where `::/0` of the subnets leads; null where only EC2 knows it. */
  readonly gatewayId: string | null;
  readonly subnets: readonly ProbedSubnet[];
}

export interface ProbedSubnet {
  readonly subnet: ISubnet;
  readonly availabilityZone: string | null;
  /** Null where only EC2 knows it. */
  readonly ipv6CidrBlock: string | null;
  /** What everything that runs code in the subnet must depend on. */
  readonly ready: readonly IDependable[];
}

/** The network that the stack builds. */
export function ownNetwork(network: DualStackNetwork): ProbedNetwork {
  return {
    vpc: network.vpc,
    ipv4CidrBlock: network.vpc.vpcCidrBlock,
    ipv6CidrBlocks: [network.ipv6CidrBlock],
    ipv6Ready: [network.ipv6Association],
    gatewayId: network.egressOnlyInternetGateway.routerTargetId,
    subnets: network.privateSubnets.map(({ subnet, egressRoute }) => ({
      subnet,
      availabilityZone: subnet.availabilityZone,
      ipv6CidrBlock: subnet.ipv6CidrBlock ?? null,
      ready: [egressRoute],
    })),
  };
}
