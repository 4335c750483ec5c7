/** A described VPC with workloads behind a NAT gateway. */
import type { VpcFile } from '../../lib/vpc-file/vpc-file.ts';
import { vpcFile } from '../vpc-file/small-vpc.ts';

const any = (cidrBlock: string) => ({ protocol: '-1', fromPort: null, toPort: null, peer: { cidrBlock } });

/** One function and one instance behind a NAT gateway, in groups and an ACL that let IPv4 out. */
export function withWorkloads(changes: Partial<VpcFile> = {}): VpcFile {
  const base = vpcFile();
  const [subnet] = base.subnets;
  const [acl] = base.networkAcls ?? [];
  const [group] = base.securityGroups ?? [];
  const placed = { subnetIds: [subnet?.id ?? ''], securityGroupIds: [group?.id ?? ''] };
  const entry = {
    ruleNumber: 100,
    action: 'allow',
    protocol: '-1',
    cidrBlock: '0.0.0.0/0',
    ports: null,
  } as const;
  return {
    ...base,
    networkAcls: acl
      ? [{ ...acl, entries: [true, false].map((egress) => ({ ...entry, egress, icmp: null })) }]
      : [],
    securityGroups: group ? [{ ...group, egress: [any('0.0.0.0/0')] }] : [],
    workloads: {
      ...{ services: [], taskDefinitions: [] },
      functions: [
        { name: 'orders', ...placed, ipv6: false, role: null, runtime: null, urls: [], unclear: [] },
      ],
      instances: [
        {
          ...{ id: 'i-0123456789abcdef0', name: null, networkInterfaceId: 'eni-0123456789abcdef0' },
          ...{ subnetId: placed.subnetIds[0] ?? '', securityGroupIds: placed.securityGroupIds },
          ...{ ipv6: false, publicIpv4: false, instanceProfile: null, forwardingInterfaceIds: [] },
        },
      ],
    },
    ...changes,
  };
}
