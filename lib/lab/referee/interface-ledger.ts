/** The kernel's ledger of one network interface, and its sums in the report's form. */
import type { LabRecord } from '../../../lambda/report/lab-schema.ts';
import type { Drop, Flow, Ledger, Link } from '../kernel/kernel.ts';

/** The ledger's entries of one network interface. */
export interface InterfaceLedger {
  readonly flows: readonly Flow[];
  readonly drops: readonly Drop[];
  readonly inbound: { readonly droppedAtEgressOnlyGateway: number; readonly arrived: number };
}

export function ledgerOf(networkInterface: string, ledger: Ledger): InterfaceLedger {
  const own = (entry: { networkInterface: string }) => entry.networkInterface === networkInterface;
  return {
    flows: ledger.flows.filter(own),
    drops: ledger.drops.filter(own),
    inbound: ledger.inbound.find(own) ?? { droppedAtEgressOnlyGateway: 0, arrived: 0 },
  };
}

/** Sums of packets by gateway, and by what dropped them. */
export function countersOf({ flows, drops, inbound }: InterfaceLedger): LabRecord['counters'] {
  const across = (link: Link, direction: 'packetsOut' | 'packetsIn') =>
    sum(flows.filter((flow) => flow.link === link).map((flow) => flow[direction]));
  const dropped = (reason: Drop['reason']) =>
    sum(drops.filter((drop) => drop.reason === reason).map(({ packets }) => packets));
  return {
    egressOnlyInternetGateway: {
      out: across('egress-only-internet-gateway', 'packetsOut'),
      in: across('egress-only-internet-gateway', 'packetsIn'),
      inboundDropped: inbound.droppedAtEgressOnlyGateway,
    },
    internetGateway: {
      out: across('internet-gateway', 'packetsOut'),
      in: across('internet-gateway', 'packetsIn'),
    },
    natGateway: { out: across('nat-gateway', 'packetsOut') },
    vpcEndpoint: { out: across('vpc-endpoint', 'packetsOut'), in: across('vpc-endpoint', 'packetsIn') },
    securityGroupDropped: dropped('security-group') + dropped('endpoint-security-group'),
    noRouteDropped: dropped('no-route'),
    networkAclDropped: dropped('network-acl'),
    blockPublicAccessDropped: dropped('block-public-access'),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
