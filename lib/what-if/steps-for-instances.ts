/** The steps that take NAT instances away, after the gateways: routes first, and the instance can be started again. Pure. */
import type { Model } from '../lab/template/model.ts';
import type { WhatIf } from '../report/inputs/what-if.ts';
import { awsCommand } from './aws-commands.ts';
import { type Step, type StepPart, said } from './step.ts';
import { natRoutes } from './steps-by-command.ts';

/** @param account as for `stepsOf` */
export function withoutNatInstances(
  { natInstances = [] }: WhatIf,
  account: Pick<Model, 'routeTables'> | null,
): Step[] {
  if (natInstances.length === 0) return [];
  const ids = natInstances.map(({ id }) => id);
  const routes = (account?.routeTables ?? []).flatMap((table) => natRoutes(table.id, table.routes, ids));
  const named = natInstances.map(({ logicalId }) => logicalId);
  return [
    {
      title: 'take the routes to the NAT instances out, keep the instances',
      what: account ? routes.map(({ part }) => part) : named.map(said),
      watch: 'errors, and NetworkOut of each NAT instance, for as long as your rarest job needs',
      back: {
        text: 'put the routes back: connections work again within seconds',
        commands: routes.map(({ back }) => back),
      },
    },
    {
      title: 'stop the NAT instances, and delete them with what starts them again',
      what: named.map((name) => (account ? stopped(name) : said(name))),
      watch: 'the bill',
      back: said('start them again: a new one has a new address, which partners have to admit first'),
    },
  ];
}

/** An interface by itself cannot be stopped. */
function stopped(name: string): StepPart {
  if (!name.startsWith('i-')) return said(`${name}: what it is attached to`);
  return { text: name, commands: [awsCommand(['ec2', 'stop-instances', '--instance-ids', name])] };
}
