/** Decides about what could not be read: an error where a packet that is asked about would meet it, else a notice. */
import { OWN_BLOCKS } from '../../../lambda/report/addresses.ts';
import type { UserError } from '../../user-error.ts';
import { contains, parseCidr } from './cidr.ts';
import { joinErrors } from './missing-values.ts';
import type { Forwarder, LambdaFunction, Model, Subnet } from './model.ts';
import { sideId } from './security-groups.ts';
import type { Unread } from './stack.ts';
import { routesOfSubnet } from './subnets.ts';

/** Whether a name, or one that fits a pattern, will be looked up. */
export type IsAsked = (pattern: string) => boolean;

/**
 * The model as it is once its functions are known: without what could not be read, and with what that hides.
 * @throws UserError for what is on the way of their packets, all missing values together
 */
export function requireReadableWay(model: Model, isAsked: IsAsked): Model {
  const ids = idsOnTheWay(model, isAsked);
  const met = model.unread.filter((each) => isMet(each, ids, isAsked));
  const error = joinErrors(met.filter(({ isHarmless }) => !isHarmless).map(errorOf));
  if (error) throw error;
  const rest = model.unread.filter((each) => !met.includes(each) && !each.isHarmless);
  const hidden = [...rest.flatMap(({ hides = [] }) => hides), ...namesBehindUnread(model)];
  return {
    ...model,
    hiddenNames: [...new Set([...model.hiddenNames, ...hidden])],
    notices: [
      ...model.notices,
      ...leavingNotices(model, ids),
      ...met.map(({ error }) => error.message),
      ...leftOutNotices(rest),
    ],
    unread: [],
  };
}

/** The private names of interface endpoints whose groups could not be read: only those that are not asked for are left. */
function namesBehindUnread({ endpoints, unread }: Model): string[] {
  const sides = new Set(unread.flatMap(({ affects }) => affects));
  return endpoints
    .filter(({ securityGroupIds }) => securityGroupIds.some((id) => sides.has(sideId(id, 'ingress'))))
    .flatMap(({ privateDnsNames }) => privateDnsNames);
}

/** Routes of public addresses that lead to networks which the lab does not have. */
function leavingNotices({ routeTables, forwarders }: Model, ids: ReadonlySet<string>): string[] {
  return routeTables
    .filter(({ id }) => ids.has(id))
    .flatMap(({ routes }) => routes)
    .filter(
      ({ toOtherNetworkBy, destinationCidrBlock }) => toOtherNetworkBy && !isPrivate(destinationCidrBlock),
    )
    .map(
      ({ logicalId, destinationCidrBlock, gatewayId }) =>
        `${logicalId} sends "${destinationCidrBlock}" to ${leavingWords(forwarders.find(({ id }) => id === gatewayId) ?? { id: gatewayId })}`,
    );
}

/** What the packets meet, and how to supply that it is a NAT instance. */
function leavingWords({ id, ...forwarder }: Pick<Forwarder, 'id'> & Partial<Forwarder>): string {
  const { logicalId = null, type = null, isNat = false } = forwarder;
  const name = logicalId === null ? id : `${logicalId} (${type}, ${id})`;
  if (isNat)
    return `the NAT instance ${name}, which the lab does not emulate, so what becomes of these packets is unknown`;
  const unknown = `${name}: the lab does not have that network, so what becomes of these packets is unknown`;
  if (logicalId === null) return unknown;
  return `${unknown}; its SourceDestCheck is not known to be false: if it is a NAT instance, add --value ${logicalId}.SourceDestCheck=false`;
}

function isPrivate(destination: string): boolean {
  return OWN_BLOCKS.flatMap(([, ...blocks]) => blocks).some((block) =>
    contains(parseCidr(block), parseCidr(destination)),
  );
}

/** With more, only their names. */
const EXPLAINED = 5;

function leftOutNotices(rest: readonly Unread[]): string[] {
  const more = [...new Set(rest.slice(EXPLAINED).map(({ logicalId }) => logicalId))];
  return [
    ...rest
      .slice(0, EXPLAINED)
      .map(({ error }) => `left out, since no packet that is asked about meets it: ${error.message}`),
    ...(more.length === 0 ? [] : [`left out for reasons like these: ${more.join(', ')}`]),
  ];
}

/**
 * @param chosen what the user calls the subnet; null for every private one
 * @throws UserError for a subnet that the probe would be in, and that could not be read
 */
export function requireReadableSubnets(model: Model, chosen: string | null): void {
  const wanted = model.unread.filter(
    ({ type, logicalId, affects: [id] }) =>
      type === 'AWS::EC2::Subnet' &&
      (chosen === null ? isAskedByDefault(model, id) : [logicalId, id].includes(chosen)),
  );
  const error = joinErrors(wanted.map(errorOf));
  if (error) throw error;
}

/** A private subnet, as far as its table is known. */
function isAskedByDefault({ unreadSubnetTables, routeTables, gateways }: Model, id = ''): boolean {
  const table = routeTables.find((each) => each.id === unreadSubnetTables[id]);
  const open = gateways.filter(({ kind }) => kind === 'internet-gateway').map((gateway) => gateway.id);
  return !table?.routes.some(({ gatewayId }) => open.includes(gatewayId));
}

function errorOf({ error }: Unread): UserError {
  return error;
}

function isMet({ affects, hides }: Unread, ids: ReadonlySet<string>, isAsked: IsAsked): boolean {
  const isOnTheWay = affects.some((id) => ids.has(id));
  if (hides === undefined) return isOnTheWay;
  return (affects.length === 0 || isOnTheWay) && hides.some(isAsked);
}

/** The ids of everything that packets of the functions can meet. */
function idsOnTheWay(model: Model, isAsked: IsAsked): ReadonlySet<string> {
  const { vpc, subnets, functions, endpoints } = model;
  const own = subnets.filter(({ id }) => functions.some(({ subnetIds }) => subnetIds.includes(id)));
  const interfaces = endpoints.filter(({ privateDnsNames }) => privateDnsNames.some(isAsked));
  return new Set([
    vpc.id,
    ...functions.flatMap(({ subnetIds }) => subnetIds),
    ...own.flatMap((subnet) => idsFrom(subnet, model)),
    ...functions.flatMap((fn) => idsOfGroups(fn, model)),
    ...subnets
      .filter(({ id }) => interfaces.some(({ subnetIds }) => subnetIds.includes(id)))
      .map(({ networkAclId }) => networkAclId),
    ...interfaces.flatMap(({ securityGroupIds }) => securityGroupIds.map((id) => sideId(id, 'ingress'))),
  ]);
}

/** Its table, its network ACL, the gateways that the table names, and the subnets that those are in. */
function idsFrom(subnet: Subnet, model: Model): string[] {
  const routes = routesOfSubnet(subnet, model);
  const gateways = routes.map(({ gatewayId }) => gatewayId);
  const through = model.gateways.filter(({ id, subnetId }) => gateways.includes(id) && subnetId !== null);
  const further = model.subnets.filter(
    ({ id }) => id !== subnet.id && through.some(({ subnetId }) => subnetId === id),
  );
  return [
    ...[subnet.id, subnet.routeTableId, subnet.networkAclId, ...gateways],
    ...further.flatMap((each) => [each.id, each.routeTableId, each.networkAclId]),
    ...further.flatMap((each) => routesOfSubnet(each, model).map(({ gatewayId }) => gatewayId)),
  ];
}

function idsOfGroups({ securityGroupIds }: LambdaFunction, { securityGroups }: Model): string[] {
  const own = securityGroups.filter(({ id }) => securityGroupIds.includes(id));
  const lists = own.flatMap(({ egress }) =>
    egress.flatMap(({ peer }) => (peer.kind === 'prefix-list' ? [peer.prefixListId] : [])),
  );
  return [...securityGroupIds, ...securityGroupIds.map((id) => sideId(id, 'egress')), ...lists];
}
