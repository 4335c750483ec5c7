/**
 * A dual-stack VPC whose private subnets lead only to an egress-only internet gateway, over IPv6:
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
   * The VPC's Name tag; the egress-only gateway's Name tag ends with it.
   * @default 'dual-stack'
   */
  readonly vpcName?: string;
  /**
   * The part before the Availability Zone in a public subnet's Name tag.
   * @default 'public'
   */
  readonly publicSubnetName?: string;
  /**
   * The part before the Availability Zone in a private subnet's Name tag.
   * @default 'private'
   */
  readonly privateSubnetName?: string;
  /**
   * The VPC's IPv4 block, /16 to /20: the subnets are /24s at fixed places in it. Amazon provides the IPv6 block.
   * @default '10.0.0.0/16'
   */
  readonly ipv4CidrBlock?: string;
  /**
   * The number of Availability Zones with a public and a private subnet, 1 to 6, or their names. It may grow later: no subnet
   * moves, as long as a list grows at its end.
   * @default 2
   */
  readonly availabilityZones?: number | readonly string[];
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
  /** The route `::/0`: everything that runs code in the subnet at deployment must depend on it. */
  readonly egressRoute: Route;
}

const IPV6_BLOCK_NAME = 'AmazonProvidedIpv6';

export class DualStackNetwork extends Construct {
  readonly vpc: VpcV2;
  /** They lead IPv4 to an internet gateway, and have no IPv6 route. */
  readonly publicSubnets: readonly SubnetV2[];
  /** They lead IPv6 to the egress-only internet gateway, and have no IPv4 route. */
  readonly privateSubnets: readonly PrivateSubnet[];
  readonly egressOnlyInternetGateway: EgressOnlyInternetGateway;
  /** The VPC's IPv6 /56. Everything that reads it must depend on {@link ipv6Association}. */
  readonly ipv6CidrBlock: string;
  /**
   * The association that gives the VPC its IPv6 block. CloudFormation does not see that what reads the block depends
   * on it, and may create that first (aws/aws-cdk#36714).
   */
  readonly ipv6Association: CfnVPCCidrBlock;

  /** @throws Error for a block or a count that the address plan does not fit */
  constructor(scope: Construct, id: string, given: DualStackNetworkProps = {}) {
    super(scope, id);
    const props = { ...DEFAULTS, ...given };
    const { availabilityZones: named } = props;
    const count = typeof named === 'number' ? named : named.length;
    requireRoom(props.ipv4CidrBlock, count);
    // cdk.json leaves `useResourceIdForVpcV2Migration` off: it is for a VPC that used to be an `ec2.Vpc`.
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
    const zones = Array.from({ length: count }, (_, zone) => zone);
    this.publicSubnets = this.addPublicSubnets(zones, props);
    this.privateSubnets = zones.map((zone) => this.addPrivateSubnet(zone, props));
  }

  /** The probes do not run in them; they come from the article, and show that an internet gateway is there. */
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
    // An IPv6 route needs a VPC that has its IPv6 block.
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
    // Unless it is asked for, a literal Availability Zone would tie the template to one Region.
    const { availabilityZones: named } = props;
    const availabilityZone = (typeof named === 'number' ? null : named[zone]) ?? Fn.select(zone, Fn.getAzs());
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
    // SubnetV2 does not set its subnetName as the Name tag.
    Tags.of(subnet.node.defaultChild as CfnResource).add('Name', Fn.join('-', [prefix, availabilityZone]));
    return subnet;
  }
}
