/** Builds the model of a template: its VPC with everything in it, the workload in its subnets, and what that uses. */
import { defaultNetworkAclId } from './attributes.ts';
import { publicAccessBlock, publicAccessOfSubnets } from './block-public-access.ts';
import { requireAmazonResolver } from './dhcp-options.ts';
import { buildEndpoints } from './endpoints.ts';
import { noteNarrowAcls } from './ephemeral-ports.ts';
import { buildFunctions } from './functions.ts';
import { buildGateways } from './gateways.ts';
import { leaveOutUnknownTypes, notePropagatedRoutes } from './known-types.ts';
import { naming } from './missing-in-network.ts';
import type { Forwarder, LambdaFunction, Model, OtherResource, Subnet } from './model.ts';
import { unreadNats } from './nat-gateways.ts';
import { buildForwarders } from './nat-instances.ts';
import { buildNetworkAcls, networkAclOfSubnets } from './network-acls.ts';
import { type IsAsked, requireReadableWay } from './on-the-way.ts';
import { chooseVpc, withoutOtherVpcs } from './one-vpc.ts';
import { openStack } from './open-stack.ts';
import { noteOtherWorkloads } from './other-workloads.ts';
import { placedWorkloads } from './placed-workloads.ts';
import { buildPrefixLists, servicePrefixLists } from './prefix-lists.ts';
import { buildPrivateZones } from './private-zones.ts';
import { buildRouteTables, mainRouteTableId, routeTableOfSubnets } from './route-tables.ts';
import { buildSecurityGroups } from './security-groups.ts';
import type { Stack, StackProps } from './stack.ts';
import { buildTasks } from './tasks.ts';
import type { Template } from './template.ts';
import { noteUnorderedReads } from './unordered-reads.ts';
import { type BareSubnet, buildSubnets, buildVpc } from './vpc.ts';
import type { Workload } from './workload.ts';

export interface ModelProps extends StackProps {
  /** The folder that `aws:asset:path` is relative to. */
  readonly assetRoot: string;
  /** The VPC to build, by its logical id or id, if the template has several. @default - the only one */
  readonly vpc?: string | null;
  /** What runs in the subnets. @default - nothing: the model has no functions */
  readonly workload?: Workload;
  /** Whether a name will be looked up. @default - every name may be */
  readonly isAsked?: IsAsked;
  /** The host names of AWS's services in a Region, some of which endpoints take over. @default - none is known */
  readonly awsHostsIn?: (region: string) => readonly string[];
}

/** The stand-ins of AWS services are made from these. Other types are never evaluated. */
const USED_BY_SERVICES = [
  'AWS::S3::Bucket',
  'AWS::DynamoDB::Table',
  'AWS::IAM::Role',
  'AWS::IAM::Policy',
  'AWS::S3Vectors::VectorBucket',
  'AWS::S3Vectors::Index',
];

/**
 * @returns a model whose functions meet nothing that could not be read; one without functions lists what could not be read
 * @throws UserError for what CloudFormation or EC2 would refuse, and for what the lab does not model, on the functions' way
 */
export function buildModel(template: Template, props: ModelProps): Model {
  const model = readModel(openStack(template, props), props);
  return model.functions.length === 0 ? model : requireReadableWay(model, props.isAsked ?? (() => true));
}

function readModel(whole: Stack, props: ModelProps): Model {
  const chosen = chooseVpc(whole, props.vpc ?? null);
  const stack = withoutOtherVpcs(whole, chosen);
  const vpc = naming(stack, () => buildVpc(stack, chosen));
  noteUnorderedReads(stack);
  leaveOutUndescribed(stack, vpc);
  leaveOutUnknownTypes(stack, vpc);
  notePropagatedRoutes(stack);
  requireAmazonResolver(stack, vpc);
  const gateways = buildGateways(stack, vpc);
  const prefixLists = buildPrefixLists(stack);
  const sources = { unreadNats: unreadNats(stack), prefixLists };
  const routeTables = buildRouteTables(stack, vpc, gateways, sources);
  const networkAcls = buildNetworkAcls(stack, vpc);
  const routeTableOf = routeTableOfSubnets(stack, allSubnets(stack), routeTables);
  const subnets = associateSubnets(stack, buildSubnets(stack, vpc), { vpc, routeTableOf, networkAcls });
  noteNarrowAcls(stack, { networkAcls, subnets });
  const securityGroups = buildSecurityGroups(stack, vpc);
  const endpoints = buildEndpoints(stack, { vpc, subnets, routeTables, securityGroups }, props.awsHostsIn);
  const forwarders = buildForwarders(stack, routeTables);
  const functions = buildWorkload(stack, props, { subnets, securityGroups });
  if (functions.length === 0) noteOtherWorkloads(stack, subnets);
  return {
    region: stack.region,
    accountId: stack.accountId,
    vpc,
    subnets,
    routeTables,
    gateways,
    forwarders,
    networkAcls,
    publicAccessBlock: publicAccessBlock(stack),
    endpoints,
    prefixLists: [...prefixLists, ...servicePrefixLists(endpoints)],
    privateZones: buildPrivateZones(stack, vpc),
    securityGroups,
    functions,
    // Where the template has a probe of its own, the others' places are not needed.
    ...(functions.length > 0
      ? NO_WORKLOADS
      : withoutForwarders(placedWorkloads({ stack, vpc, subnets }), forwarders)),
    // Without a workload no role is used, and no service is called.
    others: functions.length > 0 ? buildOthers(stack) : [],
    notices: stack.notices(),
    unread: stack.unread(),
    unreadSubnetTables: unreadSubnetTables(stack, routeTableOf),
    hiddenNames: [],
  };
}

/** Before the routes are read: one to a NAT gateway that could not be read is not readable either. */
function leaveOutUndescribed(stack: Stack, { logicalId }: Model['vpc']): void {
  const own = {
    routeTableId: mainRouteTableId(logicalId),
    networkAclId: defaultNetworkAclId(logicalId),
  };
  for (const unread of stack.described?.unread(own) ?? []) stack.leaveOut(unread);
  for (const notice of stack.described?.notices ?? []) stack.note(notice);
}

/** A NAT instance is a way of others; what it calls itself is not what their code calls. */
function withoutForwarders(
  { workloads, unplacedWorkloads }: Pick<Model, 'workloads' | 'unplacedWorkloads'>,
  forwarders: readonly Forwarder[],
): Pick<Model, 'workloads' | 'unplacedWorkloads'> {
  const members = forwarders.filter(({ isNat }) => isNat).flatMap((each) => each.members);
  const isOther = ({ logicalId }: { readonly logicalId: string }) => !members.includes(logicalId);
  return { workloads: workloads.filter(isOther), unplacedWorkloads: unplacedWorkloads.filter(isOther) };
}

const NO_WORKLOADS = { workloads: [], unplacedWorkloads: [] };

function buildWorkload(
  stack: Stack,
  { workload, assetRoot }: ModelProps,
  network: Pick<Model, 'subnets' | 'securityGroups'>,
): LambdaFunction[] {
  const context = { assetRoot, ...network };
  if (workload === undefined) return [];
  return workload.kind === 'tasks'
    ? buildTasks(stack, workload, context)
    : buildFunctions(stack, workload, context);
}

/** Those that cannot be read, too: they may be associated all the same. */
function allSubnets(stack: Stack): { id: string; logicalId: string }[] {
  return stack
    .resourcesOfType('AWS::EC2::Subnet')
    .map(({ logicalId }) => ({ logicalId, id: stack.refOf(logicalId) }));
}

function unreadSubnetTables(stack: Stack, tableOf: (id: string) => string): Record<string, string> {
  const unread = stack.unread().filter(({ type }) => type === 'AWS::EC2::Subnet');
  return Object.fromEntries(unread.flatMap(({ affects }) => affects.map((id) => [id, tableOf(id)])));
}

interface AssociationContext extends Pick<Model, 'vpc' | 'networkAcls'> {
  readonly routeTableOf: (subnetId: string) => string;
}

function associateSubnets(
  stack: Stack,
  subnets: readonly BareSubnet[],
  { vpc, routeTableOf, networkAcls }: AssociationContext,
): Subnet[] {
  const networkAclOf = networkAclOfSubnets(stack, allSubnets(stack), networkAcls);
  const publicAccessOf = publicAccessOfSubnets(stack, vpc, subnets);
  return subnets.map((subnet) => ({
    ...subnet,
    routeTableId: routeTableOf(subnet.id),
    networkAclId: networkAclOf(subnet.id),
    publicAccess: publicAccessOf(subnet.id),
  }));
}

function buildOthers(stack: Stack): OtherResource[] {
  return stack.resources
    .filter(({ type }) => USED_BY_SERVICES.includes(type))
    .map((resource) => ({
      logicalId: resource.logicalId,
      type: resource.type,
      id: stack.refOf(resource.logicalId),
      properties: stack.readAll(resource),
    }));
}
