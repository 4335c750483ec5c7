/** Which network ACL dropped packets: the first on the way that does not let all of a connection pass. Pure. */
import { isInside, NAT64_PREFIX } from '../../../lambda/report/addresses.ts';
import type { LabDrop } from '../../../lambda/report/judge/facts.ts';
import { routeTo } from '../../../lambda/report/route-table.ts';
import type { Drop } from '../kernel/kernel.ts';
import { isIpv6 } from '../template/cidr.ts';
import type { Model, NetworkAcl, NetworkAclEntry, Subnet } from '../template/model.ts';
import { named } from './lab-resource.ts';
import type { Member } from './start/members.ts';
import { subnetRoutes } from './subnet-routes.ts';

export type Blamed = Pick<LabDrop, 'resources' | 'detail'>;

/** Clients take their ports from these (VPC User Guide, "Ephemeral ports"): replies must come back to any of them. */
const REPLIES = { from: 1_024, to: 65_535 };

const OUT = 'on the way out';
const BACK = 'on the way back: replies come to ports 1024 to 65535';

/** What must pass one ACL: packets to or from these ports, at a far end. */
interface Step {
  readonly acl: NetworkAcl;
  readonly direction: 'ingress' | 'egress';
  readonly far: string;
  readonly ports: { readonly from: number; readonly to: number };
  readonly detail: string;
}

export function blamedAcl(drop: Drop, member: Member, model: Model): Blamed {
  const steps = stepsOf(drop, member, model);
  const guilty = steps.find((step) => !admits(step));
  if (guilty) return { resources: named([guilty.acl]), detail: guilty.detail };
  return { resources: named([...new Set(steps.map(({ acl }) => acl))]), detail: null };
}

function stepsOf({ peerAddress: far, peerPort }: Drop, member: Member, model: Model): Step[] {
  const { subnet, networkInterface } = member;
  const near = (isIpv6(far) ? networkInterface.ipv6Address : networkInterface.ipv4Address) ?? far;
  const beyond = subnetBeyond(far, subnet, model);
  const request = { ports: { from: peerPort, to: peerPort }, detail: OUT };
  const reply = { ports: REPLIES, detail: BACK };
  const at = (where: Subnet | undefined, step: Omit<Step, 'acl'>): Step[] => {
    const acl = model.networkAcls.find(({ id }) => id === where?.networkAclId);
    return acl ? [{ acl, ...step }] : [];
  };
  return [
    ...at(subnet, { direction: 'egress', far, ...request }),
    ...at(beyond, { direction: 'ingress', far: near, ...request }),
    ...at(beyond, { direction: 'egress', far: near, ...reply }),
    ...at(subnet, { direction: 'ingress', far, ...reply }),
  ];
}

/** Another subnet that the packets cross: of the endpoint at the address, or of the NAT gateway on the way. */
function subnetBeyond(address: string, own: Subnet, model: Model): Subnet | undefined {
  const at = model.subnets.find(({ ipv4CidrBlock, ipv6CidrBlock }) =>
    [ipv4CidrBlock, ipv6CidrBlock].some((block) => isInside(address, block)),
  );
  const gatewayId = routeTo(address, subnetRoutes(own, model).routes ?? [])?.gateway;
  const gateway = model.gateways.find(({ id }) => id === gatewayId);
  const beyond = at ?? model.subnets.find(({ id }) => id === gateway?.subnetId);
  return beyond === own ? undefined : beyond;
}

/** Whether all the ports pass: the first entry that has any of them decides, as the first that matches a packet does. */
function admits({ acl, direction, far, ports }: Step): boolean {
  const first = acl[direction].find(
    (entry) =>
      ['all', 'tcp', '6'].includes(entry.protocol) &&
      covers(entry.cidrBlock, far) &&
      (entry.ports === null || (entry.ports.from <= ports.to && entry.ports.to >= ports.from)),
  );
  return first?.action === 'allow' && hasAll(first, ports);
}

function hasAll({ ports }: NetworkAclEntry, wanted: Step['ports']): boolean {
  return ports === null || (ports.from <= wanted.from && ports.to >= wanted.to);
}

/** What a gateway translates has an address that no entry need name. */
function covers(cidrBlock: string, far: string): boolean {
  if (!cidrBlock.endsWith('/0')) return isInside(far, cidrBlock);
  return isIpv6(cidrBlock) === isIpv6(far) || isInside(far, NAT64_PREFIX);
}
