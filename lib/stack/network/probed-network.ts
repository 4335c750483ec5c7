/** The network that the probes are put into, whoever built it. */
import type { ISubnet, IVpc } from 'aws-cdk-lib/aws-ec2';
import type { IDependable } from 'constructs';
import type { DualStackNetwork } from './dual-stack-network.ts';

export interface ProbedNetwork {
  readonly vpc: IVpc;
  /** Null where nobody said: the route table knows it as well. */
  readonly ipv4CidrBlock: string | null;
  readonly ipv6CidrBlock: string;
  /** What whoever reads the IPv6 block must wait for. */
  readonly ipv6Ready: readonly IDependable[];
  /** Where `::/0` of the subnets leads; null where only EC2 knows. */
  readonly gatewayId: string | null;
  readonly subnets: readonly ProbedSubnet[];
}

export interface ProbedSubnet {
  readonly subnet: ISubnet;
  readonly availabilityZone: string | null;
  /** Null where only EC2 knows. */
  readonly ipv6CidrBlock: string | null;
  /** What whoever runs code in the subnet must wait for. */
  readonly ready: readonly IDependable[];
}

/** The network of the stack's own. */
export function ownNetwork(network: DualStackNetwork): ProbedNetwork {
  return {
    vpc: network.vpc,
    ipv4CidrBlock: network.vpc.vpcCidrBlock,
    ipv6CidrBlock: network.ipv6CidrBlock,
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
