/** The order of a deployment without an outage: IPv6 first, clients next, NAT last. Pure. */
import type { WhatIf } from '../report/inputs/what-if.ts';

export interface Step {
  readonly title: string;
  readonly what: readonly string[];
  /** What shows that it worked. */
  readonly watch: string;
  /** How to go back. */
  readonly back: string;
}

/** Steps that have nothing to do are left out. */
export function stepsOf({ changes, rows, obstacles, natGateways }: WhatIf): Step[] {
  const isFlag = ({ kind }: { readonly kind: string }) => kind === 'workload-flag';
  const inWords = ({ logicalId, what }: WhatIf['changes'][number]) => `${logicalId}: ${what}`;
  const byHand = obstacles.map(({ logicalId, why }) => `${logicalId}: ${why}`);
  const lines = [...new Set(rows.flatMap(({ line }) => line ?? []))];
  const steps: Step[] = [
    {
      title: 'IPv6 beside IPv4',
      what: [...changes.filter((change) => !isFlag(change)).map(inWords), ...byHand],
      watch:
        'the update of the stack ends without a rollback; what has the flag already goes over IPv6 from now on',
      back: 'deploy the former template: IPv4 and NAT carry everything as before',
    },
    {
      title: 'IPv6 for the workloads, one after the other',
      what: changes.filter(isFlag).map(inWords),
      watch: 'errors and duration of each function for a day; names with AAAA records now go over IPv6',
      back: 'take the change back: connections go over IPv4 and NAT as before',
    },
    {
      title: 'the code asks for dual-stack endpoints',
      what: lines,
      watch: 'BytesOutToDestination of the NAT gateways falls; errors of the AWS clients do not rise',
      back: 'take the line out again',
    },
    {
      title: 'nothing uses NAT any more, as the account sees it',
      what: [
        'natless targets --flow-log-group NAME: what still goes through the NAT gateways',
        "BytesOutToDestination and ActiveConnectionCount of each NAT gateway stay at 0 for as long as your rarest job's interval",
      ],
      watch: 'both metrics, a week at least',
      back: 'nothing has changed yet',
    },
    {
      title: 'take the routes 0.0.0.0/0 to the NAT gateways out, keep the gateways',
      what: natGateways.map(({ logicalId }) => logicalId),
      watch: 'errors, for as long as your rarest job needs',
      back: 'put the routes back: connections work again within seconds',
    },
    {
      title: 'delete the NAT gateways and release their addresses',
      what: natGateways.map(({ logicalId }) => logicalId),
      watch: 'the bill',
      back: 'new gateways get new addresses: partners that allow-listed the old ones have to admit the new ones first (natless lab --allow-list)',
    },
  ];
  return steps.filter(({ what }) => what.length > 0);
}
