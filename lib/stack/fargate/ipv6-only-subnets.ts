/**
 * IPv6-only subnets beside the private ones: Fargate pulls without IPv4 there. CDK's own subnet construct cannot create
 * them (aws/aws-cdk#34569). They have route tables of their own, which lead to the same egress-only internet gateway: a
 * dual-stack gateway endpoint takes only route tables whose subnets have both families, so none is ever in these.
 */
import { Route, RouteTable } from '@aws-cdk/aws-ec2-alpha';
import { CfnSubnet, CfnSubnetRouteTableAssociation } from 'aws-cdk-lib/aws-ec2';
import { Fn, Tags } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { SUBNET_BITS, subnetNumber } from '../network/address-plan.ts';
import type { DualStackNetwork, PrivateSubnet } from '../network/dual-stack-network.ts';

/** `Fn::Cidr` must count past the last of them. */
const SUBNETS_COUNTED = 32;

interface Ipv6OnlySubnetsProps {
  readonly network: DualStackNetwork;
  /** The part before the Availability Zone in a subnet's Name tag. */
  readonly subnetName: string;
}

export class Ipv6OnlySubnets extends Construct {
  readonly subnetIds: readonly string[];
  /** What everything that runs code in the subnets must depend on. */
  readonly ready: readonly Construct[];

  constructor(scope: Construct, id: string, { network, subnetName }: Ipv6OnlySubnetsProps) {
    super(scope, id);
    const made = network.privateSubnets.map((beside, zone) => {
      const subnet = this.addSubnet(zone, beside, network, subnetName);
      return { subnet, association: this.addRoute(zone, subnet, network, subnetName) };
    });
    this.subnetIds = made.map(({ subnet }) => subnet.ref);
    this.ready = made.map(({ association }) => association);
  }

  private addSubnet(
    zone: number,
    { subnet: { availabilityZone } }: PrivateSubnet,
    { vpc, ipv6CidrBlock, ipv6Association }: DualStackNetwork,
    subnetName: string,
  ): CfnSubnet {
    const blocks = Fn.cidr(ipv6CidrBlock, SUBNETS_COUNTED, String(SUBNET_BITS));
    const subnet = new CfnSubnet(this, `Subnet${zone}`, {
      vpcId: vpc.vpcId,
      availabilityZone,
      ipv6CidrBlock: Fn.select(subnetNumber('ipv6-only', zone), blocks),
      ipv6Native: true,
      assignIpv6AddressOnCreation: true,
      enableDns64: false,
      privateDnsNameOptionsOnLaunch: { EnableResourceNameDnsAAAARecord: true, HostnameType: 'resource-name' },
    });
    // CloudFormation does not see the dependency on the VPC's IPv6 block (aws/aws-cdk#36714).
    subnet.node.addDependency(ipv6Association);
    Tags.of(subnet).add('Name', Fn.join('-', [subnetName, availabilityZone]));
    return subnet;
  }

  private addRoute(
    zone: number,
    subnet: CfnSubnet,
    { vpc, egressOnlyInternetGateway, ipv6Association }: DualStackNetwork,
    subnetName: string,
  ): CfnSubnetRouteTableAssociation {
    const routeTableName = `rtb-${subnetName}-${zone}`;
    const routeTable = new RouteTable(this, `RouteTable${zone}`, { vpc, routeTableName });
    const egressRoute = new Route(this, `Ipv6Route${zone}`, {
      routeTable,
      destination: '::/0',
      target: { gateway: egressOnlyInternetGateway },
    });
    // An IPv6 route needs a VPC that has its IPv6 block.
    egressRoute.node.addDependency(ipv6Association);
    const association = new CfnSubnetRouteTableAssociation(this, `Association${zone}`, {
      subnetId: subnet.ref,
      routeTableId: routeTable.routeTableId,
    });
    association.node.addDependency(egressRoute);
    return association;
  }
}
