/** What dropped the packets of an operation, by the lab's counters, and what an expert would change there. Pure. */
import { bareHost, familyOf } from '../addresses.ts';
import type { OperationEvidence } from '../evidence.ts';
import type { JudgeFacts, LabDrop } from './facts.ts';
import { resourceInWords } from './resource-names.ts';

/** The first that dropped packets to any address of the operation's host; undefined where nothing did. */
export function dropOf(
  { host, port, dns, remoteAddress, family }: OperationEvidence,
  { lab }: Pick<JudgeFacts, 'lab'>,
): LabDrop | undefined {
  const answers = family === 'IPv4' ? dns?.a : dns?.aaaa;
  const addresses = [remoteAddress, bareHost(host), ...(answers ?? [])];
  return lab?.drops.find((drop) => drop.port === port && addresses.includes(drop.remoteAddress));
}

/**
 * What keeps packets out of the VPC endpoint that a name without IPv6 leads to: the name has the record that it should have, and only
 * the endpoint's group stands in the way.
 */
export function closedEndpointOf(
  { port, dns }: OperationEvidence,
  { lab }: Pick<JudgeFacts, 'lab'>,
): LabDrop | undefined {
  if ((dns?.aaaa ?? []).length > 0) return undefined;
  return lab?.drops.find(
    (drop) =>
      drop.by === 'endpoint-security-group' && drop.port === port && dns?.a?.includes(drop.remoteAddress),
  );
}

/** Null where the drop is not one that a change of the template would fix. */
export function remedyOfDrop(drop: LabDrop): string | null {
  const { resources, remoteAddress, port, detail } = drop;
  const names = resources.map(resourceInWords).join(' and ');
  const family = familyOf(remoteAddress);
  const everywhere = family === 'IPv4' ? '0.0.0.0/0' : '::/0';
  switch (drop.by) {
    case 'security-group':
      return `the security group ${names} does not let port ${port} out over ${family}: add an egress rule to ${everywhere} for it`;
    case 'endpoint-security-group':
      return `the security group ${names} ${detail ?? 'of the VPC endpoint'} does not let port ${port} in over ${family}: add an ingress rule for the group or the blocks that call it`;
    case 'network-acl':
      return `the network ACL ${names} stops it${detail ? ` ${detail}` : ''}: add ${family} entries for port ${port} out and for ports 1024 to 65535 in`;
    case 'block-public-access':
      return `VPC Block Public Access${names === '' ? '' : ` (${resources.map(({ logicalId }) => logicalId).join(', ')})`} stops it: exclude the subnet, or change its mode`;
    case 'no-route':
      return `the route table ${names} has no route for ${family} that leads to it: add ${everywhere}${family === 'IPv4' ? '' : ' to an egress-only internet gateway'}`;
    case 'port-blocked':
    case 'other-network':
      return null;
  }
}
