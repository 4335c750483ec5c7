/**
 * A dual-stack VPC whose private subnets lead nowhere but, over IPv6, to an egress-only internet gateway:
 * no NAT gateway, no Elastic IP, no VPC endpoint.
 */
import './ec2-alpha-compat.ts';
import {
  EgressOnlyInternetGateway,
  InternetGateway,
  IpAddresses,
  IpCidr,
  Route,
  RouteTable,
  SubnetV2,
  VpcV2,
} from '@aws-cdk/aws-ec2-alpha';
import { type CfnVPCCidrBlock, SubnetType } from 'aws-cdk-lib/aws-ec2';
import { type CfnResource, Fn, Tags } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import {
  ipv4SubnetBlock,
  requireRoom,
  SUBNET_BITS,
  SUBNETS_COUNTED,
  type SubnetKind,
  subnetNumber,
} from './address-plan.ts';

export interface DualStackNetworkProps {
  /**
   * The VPC's Name tag, which the egress-only gateway's ends with as well.
   * @default 'dual-stack'
   */
  readonly vpcName?: string;
  /**
   * What stands before the Availability Zone in a public subnet's Name tag.
   * @default 'public'
   */
  readonly publicSubnetName?: string;
  /**
   * What stands before the Availability Zone in a private subnet's Name tag.
   * @default 'private'
   */
  readonly privateSubnetName?: string;
  /**
   * The VPC's IPv4 block, /16 to /20: the subnets are /24s at fixed places in it. The IPv6 block is Amazon's to give.
   * @default '10.0.0.0/16'
   */
  readonly ipv4CidrBlock?: string;
  /**
   * In how many Availability Zones there is a public and a private subnet, 1 to 6. More can be had later: no subnet moves.
   * @default 2
   */
  readonly availabilityZones?: number;
}

const DEFAULTS: Required<DualStackNetworkProps> = {
  vpcName: 'dual-stack',
  publicSubnetName: 'public',
  privateSubnetName: 'private',
  ipv4CidrBlock: '10.0.0.0/16',
  availabilityZones: 2,
};

export interface PrivateSubnet {
  readonly subnet: SubnetV2;
  /** The route `::/0`: whatever runs code in the subnet at deployment must wait for it. */
  readonly egressRoute: Route;
}

const IPV6_BLOCK_NAME = 'AmazonProvidedIpv6';

export class DualStackNetwork extends Construct {
  readonly vpc: VpcV2;
  /** They lead IPv4 to an internet gateway, and IPv6 nowhere. */
  readonly publicSubnets: readonly SubnetV2[];
  /** They lead IPv6 to the egress-only internet gateway, and IPv4 nowhere. */
  readonly privateSubnets: readonly PrivateSubnet[];
  readonly egressOnlyInternetGateway: EgressOnlyInternetGateway;
  /** The VPC's IPv6 /56. Whatever reads it must depend on {@link ipv6Association}. */
  readonly ipv6CidrBlock: string;
  /**
   * The association that gives the VPC its IPv6 block. CloudFormation knows of no dependency between it and
   * those who read the block, and may create them first (aws/aws-cdk#36714).
   */
  readonly ipv6Association: CfnVPCCidrBlock;

  /** @throws Error for a block or a count that the address plan has no room for */
  constructor(scope: Construct, id: string, given: DualStackNetworkProps = {}) {
    super(scope, id);
    const props = { ...DEFAULTS, ...given };
    requireRoom(props.ipv4CidrBlock, props.availabilityZones);
    // cdk.json keeps `useResourceIdForVpcV2Migration` off: it is for a VPC that was an `ec2.Vpc` before.
    this.vpc = new VpcV2(this, 'Vpc', {
      vpcName: props.vpcName,
      primaryAddressBlock: IpAddresses.ipv4(props.ipv4CidrBlock),
      secondaryAddressBlocks: [IpAddresses.amazonProvidedIpv6({ cidrBlockName: IPV6_BLOCK_NAME })],
    });
    this.ipv6Association = this.vpc.node.findChild(IPV6_BLOCK_NAME) as CfnVPCCidrBlock;
    this.ipv6CidrBlock = Fn.select(0, this.vpc.ipv6CidrBlocks);
    this.egressOnlyInternetGateway = new EgressOnlyInternetGateway(this, 'EgressOnlyGateway', {
      vpc: this.vpc,
      egressOnlyInternetGatewayName: `eigw-${props.vpcName}`,
    });
    const zones = Array.from({ length: props.availabilityZones }, (_, zone) => zone);
    this.publicSubnets = this.addPublicSubnets(zones, props);
    this.privateSubnets = zones.map((zone) => this.addPrivateSubnet(zone, props));
  }

  /** Nothing of natless runs in them; they are the article's, and show that an internet gateway is near. */
  private addPublicSubnets(zones: readonly number[], props: Required<DualStackNetworkProps>): SubnetV2[] {
    const gateway = new InternetGateway(this, 'InternetGateway', { vpc: this.vpc });
    const routeTable = new RouteTable(this, 'PublicRouteTable', {
      vpc: this.vpc,
      routeTableName: `rtb-${props.publicSubnetName}`,
    });
    new Route(this, 'PublicIpv4Route', { routeTable, destination: '0.0.0.0/0', target: { gateway } });
    return zones.map((zone) => this.addSubnet('public', zone, routeTable, props));
  }

  private addPrivateSubnet(zone: number, props: Required<DualStackNetworkProps>): PrivateSubnet {
    const routeTable = new RouteTable(this, `PrivateRouteTable${zone}`, {
      vpc: this.vpc,
      routeTableName: `rtb-${props.privateSubnetName}-${zone}`,
    });
    const egressRoute = new Route(this, `PrivateIpv6Route${zone}`, {
      routeTable,
      destination: '::/0',
      target: { gateway: this.egressOnlyInternetGateway },
    });
    // An IPv6 route means nothing in a VPC that has no IPv6 block yet.
    egressRoute.node.addDependency(this.ipv6Association);
    return { subnet: this.addSubnet('private', zone, routeTable, props), egressRoute };
  }

  private addSubnet(
    kind: SubnetKind,
    zone: number,
    routeTable: RouteTable,
    props: Required<DualStackNetworkProps>,
  ): SubnetV2 {
    const number = subnetNumber(kind, zone);
    const blocks = Fn.cidr(this.ipv6CidrBlock, SUBNETS_COUNTED, String(SUBNET_BITS));
    // A literal or looked-up Availability Zone would tie the template to one account.
    const availabilityZone = Fn.select(zone, Fn.getAzs());
    const isPublic = kind === 'public';
    const subnet = new SubnetV2(this, `${isPublic ? 'Public' : 'Private'}Subnet${zone}`, {
      vpc: this.vpc,
      availabilityZone,
      ipv4CidrBlock: new IpCidr(ipv4SubnetBlock(props.ipv4CidrBlock, number)),
      ipv6CidrBlock: new IpCidr(Fn.select(number, blocks)),
      subnetType: isPublic ? SubnetType.PUBLIC : SubnetType.PRIVATE_ISOLATED,
      routeTable,
      assignIpv6AddressOnCreation: !isPublic,
    });
    const prefix = isPublic ? props.publicSubnetName : props.privateSubnetName;
    // SubnetV2's own subnetName does not become the Name tag.
    Tags.of(subnet.node.defaultChild as CfnResource).add('Name', Fn.join('-', [prefix, availabilityZone]));
    return subnet;
  }
}
