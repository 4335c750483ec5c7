/** A case for the reading of the wiring: the fixture's template with changes, its functions placed, and wired. */
import { type Fault, placeInterfaces, type Wiring, wireNetwork } from '../../../../lib/lab/kernel/kernel.ts';
import { buildModel } from '../../../../lib/lab/template/build-model.ts';
import type { Resource } from '../../../../lib/lab/template/template.ts';
import { changed, dualStackTemplate, MODEL_PROPS } from '../../fixtures/dual-stack-template.ts';
import { LabNetwork } from './lab-network.ts';

export type Changes = Readonly<Record<string, Resource | undefined>>;

/** Hosts of the case's internet: two of each family, so that a rule for one differs from a rule for all. */
export const [HOST4, OTHER4] = ['198.18.0.1', '198.18.0.2'] as const;
export const [HOST6, OTHER6] = ['2001:db8:ffff::1', '2001:db8:ffff::2'] as const;

/** The addresses of fn0 in PrivateA and of fn1 in PrivateB. */
export const FN0 = { ipv4: '10.1.2.4', ipv6: '2001:db8:1234:1a02::4' } as const;
export const FN1 = { ipv4: '10.1.3.4', ipv6: '2001:db8:1234:1a03::4' } as const;

export interface CaseProps {
  readonly changes?: Changes;
  readonly faults?: readonly Fault[];
  readonly ipv6AllowedForDualStack?: boolean;
  /** The internet's addresses of services with endpoints. @default - none */
  readonly serviceAddresses?: Readonly<Record<string, readonly string[]>>;
}

export function wire({
  changes = {},
  faults = [],
  ipv6AllowedForDualStack = true,
  serviceAddresses = {},
}: CaseProps = {}): Wiring {
  const model = buildModel(dualStackTemplate(changes), MODEL_PROPS);
  const placements = model.functions.map(({ subnetIds, securityGroupIds }) => ({
    subnetId: subnetIds[0] ?? '',
    securityGroupIds,
    ipv6AllowedForDualStack,
  }));
  return wireNetwork({
    model,
    interfaces: placeInterfaces(model, placements),
    internet: {
      hosts: [HOST4, OTHER4, HOST6, OTHER6],
      ofService: (service) => serviceAddresses[service] ?? [],
    },
    faults,
  });
}

export function networkOf(props: CaseProps = {}): LabNetwork {
  return new LabNetwork(wire(props));
}

/** A route of a table of the fixture, private by default. */
export function route(target: Record<string, unknown>, table = 'PrivateTable'): Resource {
  return { Type: 'AWS::EC2::Route', Properties: { RouteTableId: { Ref: table }, ...target } };
}

/** Rules of the functions' security group, beside those for ports 80 and 443 of the fixture. */
export function groupRules(direction: 'Ingress' | 'Egress', ...rules: Record<string, unknown>[]): Changes {
  return changed('Group', { [`SecurityGroup${direction}`]: rules });
}

/** IPv4 through a NAT gateway in the public subnet, beside IPv6 through the egress-only gateway. */
export const NAT: Changes = {
  Eip: { Type: 'AWS::EC2::EIP' },
  Nat: {
    Type: 'AWS::EC2::NatGateway',
    Properties: { SubnetId: { Ref: 'PublicA' }, AllocationId: { 'Fn::GetAtt': ['Eip', 'AllocationId'] } },
  },
  NatRoute: route({ DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: { Ref: 'Nat' } }),
};

/** The NAT gateway's public address. */
export const NAT_ADDRESS = '203.0.113.1';

/** NAT64 through that gateway too. */
export const NAT64: Changes = {
  ...NAT,
  Nat64Route: route({ DestinationIpv6CidrBlock: '64:ff9b::/96', NatGatewayId: { Ref: 'Nat' } }),
};

/** The internet's first IPv4 host as DNS64 writes it (RFC 6052), and a NAT gateway's address as that host sees it. */
export const HOST64 = '64:ff9b::c612:1';
export const NAT64_ADDRESS = '64:ff9b::cb00:7101';

/** What becomes of a connection that a NAT gateway carries. */
export const BY_NAT = `nat as ${NAT_ADDRESS}`;
export const BY_NAT64 = `nat as ${NAT64_ADDRESS}`;

/** fn0 in the public subnet, whose table then has `::/0` too. */
export const IN_PUBLIC: Changes = {
  ...changed('ProbeA', {
    VpcConfig: {
      Ipv6AllowedForDualStack: true,
      SubnetIds: [{ Ref: 'PublicA' }],
      SecurityGroupIds: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }],
    },
  }),
  PublicIpv6Route: route({ DestinationIpv6CidrBlock: '::/0', GatewayId: { Ref: 'Igw' } }, 'PublicTable'),
};

/** `::/0` through the internet gateway instead of the egress-only one. */
export const VIA_IGW: Changes = {
  PrivateRoute: route({ DestinationIpv6CidrBlock: '::/0', GatewayId: { Ref: 'Igw' } }),
};
