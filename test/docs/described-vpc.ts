/** The described VPC that pages name `vpc.json`: a function `orders` in the subnet `app-a`, behind a NAT gateway. */
import type { VpcFile } from '../../lib/vpc-file/vpc-file.ts';
import { vpcFile } from '../vpc-file/small-vpc.ts';

const IGW = 'igw-0a111111111111111';
const PUBLIC = 'subnet-0b1111111111111b1';

const EVERYTHING = { ruleNumber: 100, action: 'allow', protocol: '-1', ports: null, icmp: null } as const;

export function describedVpc(): VpcFile {
  const { workloads, ...file } = vpcFile();
  const [app] = file.subnets;
  const [main] = file.routeTables ?? [];
  const [nat] = file.natGateways ?? [];
  const [group] = file.securityGroups ?? [];
  const [acl] = file.networkAcls ?? [];
  if (!app || !main || !nat || !group || !acl)
    throw new Error('the small VPC lacks what this one is made of');
  const placed = { subnetIds: [app.id], securityGroupIds: [group.id] };
  const any = { protocol: '-1', fromPort: null, toPort: null, peer: { cidrBlock: '0.0.0.0/0' } };
  const entries = [true, false].map((egress) => ({ ...EVERYTHING, cidrBlock: '0.0.0.0/0', egress }));
  const toInternet = { destination: '0.0.0.0/0', by: 'GatewayId', target: IGW, blackhole: false } as const;
  return {
    ...file,
    subnets: [app, { ...app, id: PUBLIC, name: 'public-a', ipv4CidrBlock: '10.0.0.0/24' }],
    routeTables: [
      main,
      { id: 'rtb-0b111111111111111', main: false, subnetIds: [PUBLIC], routes: [toInternet] },
    ],
    gateways: [{ id: IGW }],
    natGateways: [{ ...nat, subnetId: PUBLIC }],
    networkAcls: [{ ...acl, entries }],
    securityGroups: [{ ...group, egress: [any] }],
    workloads: {
      ...workloads,
      functions: [
        { name: 'orders', ...placed, ipv6: false, role: null, runtime: null, urls: [], unclear: [] },
      ],
    },
  };
}
