/** A VPC with a NAT gateway, in the file's form: one private subnet with the main route table, default ACL and group. */
import type { VpcFile } from '../../lib/vpc-file/vpc-file.ts';

type Routes = NonNullable<VpcFile['routeTables']>[number]['routes'];

const NAT = 'nat-0a11111111111111a';
const SUBNET = 'subnet-0a1111111111111a1';

const TO_NAT: Routes = [{ destination: '0.0.0.0/0', by: 'NatGatewayId', target: NAT, blackhole: false }];

export function vpcFile({ routes = TO_NAT }: { readonly routes?: Routes } = {}): VpcFile {
  const off = 'off' as const;
  return {
    format: 'natless-vpc',
    version: 2,
    region: 'us-west-2',
    accountId: '111122223333',
    describedAt: '2026-11-26T22:00:00.000Z',
    vpc: {
      id: 'vpc-0a111111111111111',
      name: 'main',
      ipv4CidrBlocks: ['10.0.0.0/16'],
      ipv6CidrBlocks: [],
      ...{ dnsSupport: true, dnsHostnames: true, nameServers: null, blockPublicAccess: off },
    },
    subnets: [
      {
        id: SUBNET,
        name: 'app-a',
        availabilityZone: 'us-west-2a',
        ...{ ipv4CidrBlock: '10.0.1.0/24', ipv6CidrBlock: null, mapPublicIpOnLaunch: false },
        ...{ assignIpv6AddressOnCreation: false, dns64: false, blockPublicAccess: off },
      },
    ],
    routeTables: [{ id: 'rtb-0a111111111111111', main: true, subnetIds: [], routes }],
    gateways: [],
    natGateways: [
      { id: NAT, name: 'nat-a', subnetId: SUBNET, public: true, publicIpv4Address: '198.51.100.7' },
    ],
    networkAcls: [{ id: 'acl-0a111111111111111', default: true, subnetIds: [], entries: [] }],
    securityGroups: [{ id: 'sg-0a111111111111111', name: 'default', default: true, ingress: [], egress: [] }],
    vpcEndpoints: [],
    prefixLists: [],
    peering: [],
    workloads: { functions: [], services: [], taskDefinitions: [], instances: [] },
    ...{ roles: [], managedPolicies: [], instanceProfiles: [], hostedZones: [] },
    gaps: [],
  };
}
