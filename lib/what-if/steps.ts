/** The order of a deployment without an outage: IPv6 first, clients next, NAT last. Pure. */
import type { Model } from '../lab/template/model.ts';
import type { PlannedChange, WhatIf } from '../report/inputs/what-if.ts';
import { isOfWorkload, type Means, type Step, type StepPart, said } from './step.ts';
import { meansOfAccount } from './steps-by-command.ts';
import { withoutNatInstances } from './steps-for-instances.ts';

function meansOfTemplate({ changes, natGateways }: WhatIf): Means {
  const named = natGateways.map(({ logicalId }) => said(logicalId));
  return {
    networkChanges: changes.filter((change) => !isOfWorkload(change)),
    networkWatch:
      'the update of the stack ends without a rollback; what has the flag already goes over IPv6 from now on',
    networkBack: said('deploy the former template: IPv4 and NAT carry everything as before'),
    workloadsBack: said('take the change back: connections go over IPv4 and NAT as before'),
    routes: named,
    routesBack: said('put the routes back: connections work again within seconds'),
    gateways: named,
  };
}

/**
 * Steps that have nothing to do are left out.
 * @param account the network of a described VPC, which is changed by commands; null for a template
 */
export function stepsOf(answer: WhatIf, account: Pick<Model, 'routeTables'> | null): Step[] {
  const { changes, rows, obstacles } = answer;
  const means = account ? meansOfAccount(answer, account) : meansOfTemplate(answer);
  const byHand = (ofWorkload: boolean) =>
    obstacles
      .filter((obstacle) => isOfWorkload(obstacle) === ofWorkload)
      .map(({ logicalId, why }) => said(`${logicalId}: ${why}`));
  const lines = [...new Set(rows.flatMap(({ line }) => line ?? []))];
  const steps: Step[] = [
    {
      title: 'IPv6 beside IPv4',
      what: [...means.networkChanges.map(asPart), ...byHand(false)],
      watch: means.networkWatch,
      back: means.networkBack,
    },
    {
      title: 'IPv6 for the workloads, one after the other',
      what: [...changes.filter(isOfWorkload).map(asPart), ...byHand(true)],
      watch: 'errors and duration of each workload for a day; names with AAAA records now go over IPv6',
      back: means.workloadsBack,
    },
    {
      title: 'the code asks for dual-stack endpoints',
      what: lines.map(said),
      watch: 'BytesOutToDestination of the NAT gateways falls; errors of the AWS clients do not rise',
      back: said('take the line out again'),
    },
    ...withoutNat(means),
    ...withoutNatInstances(answer, account),
  ];
  return steps.filter(({ what }) => what.length > 0);
}

function withoutNat({ routes, routesBack, gateways }: Means): Step[] {
  if (gateways.length === 0) return [];
  return [
    {
      title: 'nothing uses NAT any more, as the account sees it',
      what: [
        said('natless targets --flow-log-group NAME: what still goes through the NAT gateways'),
        said(
          "BytesOutToDestination and ActiveConnectionCount of each NAT gateway stay at 0 for as long as your rarest job's interval",
        ),
      ],
      watch: 'both metrics, a week at least',
      back: said('nothing has changed yet'),
    },
    {
      title: 'take the routes to the NAT gateways out, keep the gateways',
      what: routes,
      watch: 'errors, for as long as your rarest job needs',
      back: routesBack,
    },
    {
      title: 'delete the NAT gateways and release their addresses',
      what: gateways,
      watch: 'the bill',
      back: said(
        'new gateways get new addresses: partners that allow-listed the old ones have to admit the new ones first (natless lab --allow-list)',
      ),
    },
  ];
}

function asPart({ logicalId, what, commands = [] }: PlannedChange): StepPart {
  return { text: `${logicalId}: ${what}`, commands };
}
