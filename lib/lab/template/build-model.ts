/** Builds the model of a template: its VPC with everything in it, the functions placed there, and what they use. */
import { publicAccessOfSubnets } from './block-public-access.ts';
import { refuseOtherResolvers } from './dhcp-options.ts';
import { buildEndpoints } from './endpoints.ts';
import { buildFunctions } from './functions.ts';
import { buildGateways } from './gateways.ts';
import { refuseUnknownTypes } from './known-types.ts';
import type { Model, OtherResource, Subnet } from './model.ts';
import { buildNetworkAcls, networkAclOfSubnets } from './network-acls.ts';
import { chooseVpc, withoutOtherVpcs } from './one-vpc.ts';
import { openStack } from './open-stack.ts';
import { buildPrefixLists, servicePrefixLists } from './prefix-lists.ts';
import { buildPrivateZones } from './private-zones.ts';
import { buildRouteTables, routeTableOfSubnets } from './route-tables.ts';
import { buildSecurityGroups } from './security-groups.ts';
import type { Stack, StackProps } from './stack.ts';
import { buildTasks } from './tasks.ts';
import type { Template } from './template.ts';
import { type BareSubnet, buildSubnets, buildVpc } from './vpc.ts';

export interface ModelProps extends StackProps {
  /** The folder that `aws:asset:path` is relative to. */
  readonly assetRoot: string;
  /** Of a template with several VPCs, the one to build: its logical id or id. @default - the only one */
  readonly vpc?: string | null;
  /** Whether the probe's Fargate tasks stand in the place of the functions. @default false */
  readonly tasks?: boolean;
}

/** What the stand-ins of AWS services are made from. Other types are never evaluated. */
const USED_BY_SERVICES = [
  'AWS::S3::Bucket',
  'AWS::DynamoDB::Table',
  'AWS::IAM::Role',
  'AWS::IAM::Policy',
  'AWS::S3Vectors::VectorBucket',
  'AWS::S3Vectors::Index',
];

/** @throws TemplateError for what CloudFormation or EC2 would refuse, and for what the lab does not model */
export function buildModel(template: Template, props: ModelProps): Model {
  const whole = openStack(template, props);
  refuseUnknownTypes(whole);
  const chosen = chooseVpc(whole, props.vpc ?? null);
  const stack = withoutOtherVpcs(whole, chosen);
  const vpc = buildVpc(stack, chosen);
  refuseOtherResolvers(stack, vpc);
  const gateways = buildGateways(stack, vpc);
  const routeTables = buildRouteTables(stack, vpc, gateways);
  const networkAcls = buildNetworkAcls(stack, vpc);
  const subnets = associateSubnets(stack, buildSubnets(stack, vpc), { vpc, routeTables, networkAcls });
  const ownPrefixLists = buildPrefixLists(stack);
  const securityGroups = buildSecurityGroups(stack, vpc);
  const build = props.tasks ? buildTasks : buildFunctions;
  const endpoints = buildEndpoints(stack, { vpc, subnets, routeTables, securityGroups });
  const functions = build(stack, { assetRoot: props.assetRoot, subnets, securityGroups });
  return {
    region: stack.region,
    accountId: stack.accountId,
    vpc,
    subnets,
    routeTables,
    gateways,
    networkAcls,
    endpoints,
    prefixLists: [...ownPrefixLists, ...servicePrefixLists(endpoints)],
    privateZones: buildPrivateZones(stack, vpc),
    securityGroups,
    functions,
    // Nobody else's role is played, and so nobody asks for what it may use.
    others: functions.length > 0 ? buildOthers(stack) : [],
  };
}

function associateSubnets(
  stack: Stack,
  subnets: readonly BareSubnet[],
  { vpc, routeTables, networkAcls }: Pick<Model, 'vpc' | 'routeTables' | 'networkAcls'>,
): Subnet[] {
  const routeTableOf = routeTableOfSubnets(stack, subnets, routeTables);
  const networkAclOf = networkAclOfSubnets(stack, subnets, networkAcls);
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
