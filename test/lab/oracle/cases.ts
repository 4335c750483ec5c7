/** Small templates, one for each kind of network that the lab and the oracle must read alike. */
import type { RawTemplate } from './values.ts';
import { readYaml } from './yaml.ts';

/** A dual-stack VPC with a public and a private subnet, and no group. */
const BASE = `
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.7.0.0/16 } }
  Six: { Type: AWS::EC2::VPCCidrBlock, Properties: { VpcId: !Ref Vpc, AmazonProvidedIpv6CidrBlock: true } }
  Door: { Type: AWS::EC2::InternetGateway }
  Hang: { Type: AWS::EC2::VPCGatewayAttachment, Properties: { VpcId: !Ref Vpc, InternetGatewayId: !Ref Door } }
  Out6: { Type: AWS::EC2::EgressOnlyInternetGateway, Properties: { VpcId: !Ref Vpc } }
  Outer: { Type: AWS::EC2::Subnet, DependsOn: Six, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.7.0.0/24, AvailabilityZone: us-west-2a, Ipv6CidrBlock: !Select [0, !Cidr [!Select [0, !GetAtt Vpc.Ipv6CidrBlocks], 4, 64]] } }
  Inner: { Type: AWS::EC2::Subnet, DependsOn: Six, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.7.1.0/24, AvailabilityZone: us-west-2a, Ipv6CidrBlock: !Select [1, !Cidr [!Select [0, !GetAtt Vpc.Ipv6CidrBlocks], 4, 64]] } }
  OuterTable: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc } }
  OuterTie: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { SubnetId: !Ref Outer, RouteTableId: !Ref OuterTable } }
  OuterWay4: { Type: AWS::EC2::Route, DependsOn: Hang, Properties: { RouteTableId: !Ref OuterTable, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Door } }
  OuterWay6: { Type: AWS::EC2::Route, DependsOn: Hang, Properties: { RouteTableId: !Ref OuterTable, DestinationIpv6CidrBlock: '::/0', GatewayId: !Ref Door } }
  Table: { Type: AWS::EC2::RouteTable, Properties: { VpcId: !Ref Vpc } }
  Tie: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { SubnetId: !Ref Inner, RouteTableId: !Ref Table } }
  Way6: { Type: AWS::EC2::Route, Properties: { RouteTableId: !Ref Table, DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: !Ref Out6 } }
`;

const NAT = `
  Eip: { Type: AWS::EC2::EIP }
  Nat: { Type: AWS::EC2::NatGateway, Properties: { SubnetId: !Ref Outer, AllocationId: !GetAtt Eip.AllocationId } }
  Way4: { Type: AWS::EC2::Route, Properties: { RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: !Ref Nat } }
`;

const ACL = `
  Fence: { Type: AWS::EC2::NetworkAcl, Properties: { VpcId: !Ref Vpc } }
  FenceTie: { Type: AWS::EC2::SubnetNetworkAclAssociation, Properties: { SubnetId: !Ref Inner, NetworkAclId: !Ref Fence } }
  FenceOut: { Type: AWS::EC2::NetworkAclEntry, Properties: { NetworkAclId: !Ref Fence, RuleNumber: 10, Egress: true, Protocol: 6, RuleAction: allow, Ipv6CidrBlock: '::/0', PortRange: { From: 443, To: 443 } } }
  FenceIn: { Type: AWS::EC2::NetworkAclEntry, Properties: { NetworkAclId: !Ref Fence, RuleNumber: 10, Protocol: 6, RuleAction: allow, Ipv6CidrBlock: '::/0', PortRange: { From: 32768, To: 60999 } } }
`;

/** What a case has besides the base; a resource of the same name replaces the base's. */
const MORE: Readonly<Record<string, string>> = {
  'a dual-stack VPC': '',
  'a NAT gateway': NAT,
  'a NAT gateway without a way out': NAT.replace('SubnetId: !Ref Outer', 'SubnetId: !Ref Inner'),
  'a NAT gateway behind a narrow ACL': `${NAT}${ACL.replace('SubnetId: !Ref Inner', 'SubnetId: !Ref Outer')}`,
  'an ACL that lets in a part of the replies': ACL,
  'a subnet without a table, beside one with': `
  Tie: { Type: AWS::EC2::SubnetRouteTableAssociation, Properties: { SubnetId: !Ref Outer, RouteTableId: !Ref OuterTable } }
  OuterTie: { Type: AWS::SSM::Parameter }`,
  'a default route to a transit gateway': `
  Hub: { Type: AWS::EC2::TransitGateway }
  Way4: { Type: AWS::EC2::Route, Properties: { RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, TransitGatewayId: !Ref Hub } }`,
  'a default route to an interface': `
  Leg: { Type: AWS::EC2::NetworkInterface, Properties: { SubnetId: !Ref Inner } }
  Way6: { Type: AWS::EC2::Route, Properties: { RouteTableId: !Ref Table, DestinationIpv6CidrBlock: '::/0', NetworkInterfaceId: !Ref Leg } }`,
  'a default route in another form': `
  Way6: { Type: AWS::EC2::Route, Properties: { RouteTableId: !Ref Table, DestinationIpv6CidrBlock: '0::/0', EgressOnlyInternetGatewayId: !Ref Out6 } }`,
  'zones by id': `
  Inner: { Type: AWS::EC2::Subnet, DependsOn: Six, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.7.1.0/24, AvailabilityZoneId: usw2-az2, Ipv6CidrBlock: !Select [1, !Cidr [!GetAtt Six.Ipv6CidrBlock, 4, 64]] } }`,
  'a block that is associated apart': `
  Inner: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.7.1.0/24, AvailabilityZone: us-west-2a } }
  InnerSix: { Type: AWS::EC2::SubnetCidrBlock, DependsOn: Six, Properties: { SubnetId: !Ref Inner, Ipv6CidrBlock: !Select [1, !Cidr [!Select [0, !GetAtt Vpc.Ipv6CidrBlocks], 4, 64]] } }
  Grp: { Type: AWS::EC2::SecurityGroup, DependsOn: InnerSix, Properties: { VpcId: !Ref Vpc, GroupDescription: d, SecurityGroupEgress: [{ IpProtocol: '-1', CidrIpv6: !Select [0, !GetAtt Inner.Ipv6CidrBlocks] }, { IpProtocol: tcp, FromPort: 80, ToPort: 443, CidrIpv6: '::/0' }] } }`,
  'a VPC where the internet of the lab usually is': `
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 198.18.0.0/16 } }
  Outer: { Type: AWS::EC2::Subnet, DependsOn: Six, Properties: { VpcId: !Ref Vpc, CidrBlock: 198.18.0.0/24, AvailabilityZone: us-west-2a } }
  Inner: { Type: AWS::EC2::Subnet, DependsOn: Six, Properties: { VpcId: !Ref Vpc, CidrBlock: !Select [1, !Cidr [!GetAtt Vpc.CidrBlock, 4]], AvailabilityZone: us-west-2a, Ipv6CidrBlock: !Select [1, !Cidr [!Select [0, !GetAtt Vpc.Ipv6CidrBlocks], 4, 64]] } }${NAT}`,
  'an IPv4-only subnet of a dual-stack VPC': `
  Inner: { Type: AWS::EC2::Subnet, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.7.1.0/24, AvailabilityZone: us-west-2a } }${NAT}`,
  'an IPv6-only subnet': `
  Inner: { Type: AWS::EC2::Subnet, DependsOn: Six, Properties: { VpcId: !Ref Vpc, Ipv6Native: true, AvailabilityZone: us-west-2a, Ipv6CidrBlock: !Select [1, !Cidr [!Select [0, !GetAtt Vpc.Ipv6CidrBlocks], 4, 64]] } }`,
  'a private IPv6 block': `
  Six: { Type: AWS::EC2::VPCCidrBlock, Properties: { VpcId: !Ref Vpc, Ipv6CidrBlock: 'fd26:1::/56' } }`,
  'two IPv6 blocks': `
  Seven: { Type: AWS::EC2::VPCCidrBlock, DependsOn: Six, Properties: { VpcId: !Ref Vpc, AmazonProvidedIpv6CidrBlock: true } }
  Inner: { Type: AWS::EC2::Subnet, DependsOn: Seven, Properties: { VpcId: !Ref Vpc, CidrBlock: 10.7.1.0/24, AvailabilityZone: us-west-2a, Ipv6CidrBlock: !Select [0, !Cidr [!Select [1, !GetAtt Vpc.Ipv6CidrBlocks], 1, 64]] } }`,
  'prefix lists in routes and groups': `
  Near: { Type: AWS::EC2::PrefixList, Properties: { PrefixListName: near, AddressFamily: IPv6, MaxEntries: 3, Entries: [{ Cidr: '2001:db8:ffff::/48' }, { Cidr: '::/0' }] } }
  Far: { Type: AWS::EC2::PrefixList, Properties: { PrefixListName: far, AddressFamily: IPv4, MaxEntries: 2, Entries: [{ Cidr: 198.18.0.0/16 }, { Cidr: 10.99.0.0/16 }] } }
  ByList6: { Type: AWS::EC2::Route, DependsOn: Hang, Properties: { RouteTableId: !Ref Table, DestinationPrefixListId: !Ref Near, GatewayId: !Ref Door } }
  ByList4: { Type: AWS::EC2::Route, Properties: { RouteTableId: !Ref Table, DestinationPrefixListId: !GetAtt Far.PrefixListId, VpcPeeringConnectionId: pcx-1 } }
  Listed: { Type: AWS::EC2::SecurityGroup, Properties: { VpcId: !Ref Vpc, GroupDescription: d, SecurityGroupEgress: [{ IpProtocol: tcp, FromPort: 443, ToPort: 443, DestinationPrefixListId: !Ref Near }] } }`,
  'a block of a prefix list that the table routes by itself': `
  All: { Type: AWS::EC2::PrefixList, Properties: { PrefixListName: all, AddressFamily: IPv6, MaxEntries: 1, Entries: [{ Cidr: '::/0' }] } }
  ByList6: { Type: AWS::EC2::Route, DependsOn: Hang, Properties: { RouteTableId: !Ref Table, DestinationPrefixListId: !Ref All, GatewayId: !Ref Door } }`,
  'groups of all kinds': `
  Shut: { Type: AWS::EC2::SecurityGroup, Properties: { VpcId: !Ref Vpc, GroupDescription: d, SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: 0.0.0.0/0 }] } }
  Bare: { Type: AWS::EC2::SecurityGroup, Properties: { VpcId: !Ref Vpc, GroupDescription: d } }
  Ssh: { Type: AWS::EC2::SecurityGroup, Properties: { VpcId: !Ref Vpc, GroupDescription: d, SecurityGroupEgress: [{ IpProtocol: tcp, FromPort: '22', ToPort: '22', CidrIpv6: '::/0' }] } }
  More: { Type: AWS::EC2::SecurityGroupEgress, Properties: { GroupId: !GetAtt Ssh.GroupId, IpProtocol: 6, FromPort: 400, ToPort: 500, CidrIpv6: '2001:db8::/32' } }`,
  'public access blocked, with one exclusion': `${NAT}
  Block: { Type: AWS::EC2::VPCBlockPublicAccessOptions, Properties: { InternetGatewayBlockMode: block-bidirectional } }
  Spare: { Type: AWS::EC2::VPCBlockPublicAccessExclusion, Properties: { SubnetId: !Ref Outer, InternetGatewayExclusionMode: allow-egress } }`,
  'ingress blocked': `${NAT}
  Block: { Type: AWS::EC2::VPCBlockPublicAccessOptions, Properties: { InternetGatewayBlockMode: block-ingress } }`,
  'a narrower route to another gateway': `${NAT}
  Narrow6: { Type: AWS::EC2::Route, DependsOn: Hang, Properties: { RouteTableId: !GetAtt Table.RouteTableId, DestinationIpv6CidrBlock: '2001:db8:ffff::1/128', GatewayId: !Ref Door } }
  Narrow4: { Type: AWS::EC2::Route, DependsOn: Hang, Properties: { RouteTableId: !Ref Table, DestinationCidrBlock: 198.18.0.0/15, VpcPeeringConnectionId: pcx-1 } }`,
};

export const CASES: readonly (readonly [name: string, template: RawTemplate])[] = Object.entries(MORE).map(
  ([name, more]) => [name, readYaml(`Resources:${BASE}${more}`)],
);
