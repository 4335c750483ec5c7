/** The steps of a deployment in an account without a template: commands of the AWS CLI, and those that take them back. Pure. */
import type { Model, Route } from '../lab/template/model.ts';
import type { PlannedChange, WhatIf } from '../report/inputs/what-if.ts';
import { type Arguments, awsCommand } from './aws-commands.ts';
import { isOfWorkload, type Means, type StepPart } from './step.ts';

/** A subnet gets its block last: until then nothing in it has an IPv6 address that leads nowhere. */
const SAFE_ORDER = [
  ...['vpc-block', 'egress-only-gateway', 'network-acl', 'security-group'],
  ...['default-route', 'subnet-block'],
];

export function meansOfAccount(
  { changes, natGateways }: WhatIf,
  { routeTables }: Pick<Model, 'routeTables'>,
): Means {
  const ids = natGateways.map(({ id }) => id);
  const networkChanges = changes
    .filter((change) => !isOfWorkload(change))
    .toSorted((a, b) => SAFE_ORDER.indexOf(a.kind) - SAFE_ORDER.indexOf(b.kind));
  const routes = routeTables.flatMap(({ id, routes: all }) => natRoutes(id, all, ids));
  return {
    networkChanges,
    networkWatch:
      'each command ends without an error; what has an IPv6 address already goes over IPv6 from now on',
    networkBack: {
      text: 'take the changes back, the last one first: IPv4 and NAT carry everything as before',
      commands: undoOf(networkChanges),
    },
    workloadsBack: {
      text: 'take the change back: connections go over IPv4 and NAT as before',
      commands: undoOf(changes.filter(isOfWorkload)),
    },
    routes: routes.map(({ part }) => part),
    routesBack: {
      text: 'put the routes back: connections work again within seconds',
      commands: routes.map(({ back }) => back),
    },
    gateways: natGateways.map(({ id }) => gatewayPart(id)),
  };
}

function undoOf(changes: readonly PlannedChange[]): string[] {
  return changes.toReversed().flatMap(({ undo = [] }) => undo);
}

/** Each route once: one with a prefix list is in the model for each of its blocks. */
export function natRoutes(
  table: string,
  routes: readonly Route[],
  natIds: readonly string[],
): { readonly part: StepPart; readonly back: string }[] {
  const toNat = routes.filter(({ gatewayId }) => natIds.includes(gatewayId));
  const once = new Map(toNat.map((route) => [destinationOf(route).join(' '), route]));
  return [...once.values()].map((route) => {
    const which = ['--route-table-id', table, ...destinationOf(route)];
    const to = [TARGETS.get(route.gatewayId.split('-')[0]) ?? '--nat-gateway-id', route.gatewayId];
    return {
      part: {
        text: `${table}: the route to ${route.gatewayId}`,
        commands: [awsCommand(['ec2', 'delete-route', ...which])],
      },
      back: awsCommand(['ec2', 'create-route', ...which, ...to]),
    };
  });
}

/** By the prefix of the id: a NAT instance is named by itself or by its interface. */
const TARGETS: ReadonlyMap<string | undefined, string> = new Map([
  ['i', '--instance-id'],
  ['eni', '--network-interface-id'],
]);

function destinationOf({ destinationCidrBlock: block, prefixListId }: Route): Arguments {
  if (prefixListId !== undefined) return ['--destination-prefix-list-id', prefixListId];
  return [block.includes(':') ? '--destination-ipv6-cidr-block' : '--destination-cidr-block', block];
}

/** Once it is deleted, EC2 no longer says which addresses it had. */
function gatewayPart(id: string): StepPart {
  const of = ['--nat-gateway-ids', id];
  const query = ['--query', 'NatGateways[].NatGatewayAddresses[].AllocationId'];
  return {
    text: `${id}: note the ids of its addresses, delete it, and release them`,
    commands: [
      ['ec2', 'describe-nat-gateways', ...of, ...query],
      ['ec2', 'delete-nat-gateway', '--nat-gateway-id', id],
      ['ec2', 'wait', 'nat-gateway-deleted', ...of],
      ['ec2', 'release-address', '--allocation-id', 'each of these ids'],
    ].map(awsCommand),
  };
}
