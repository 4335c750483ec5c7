/** Adds the project's probe to a template that has none, so that the lab can test any VPC. */

import type { TargetId } from '../../../../lambda/report/built-in-targets.ts';
import { ENV } from '../../../../lambda/report/stack-contract.ts';
import { PROBE_HANDLER } from '../../../probe-code/handler.ts';
import type { LabRequest } from '../../session/request.ts';
import { defaultLogGroup } from '../../template/functions.ts';
import type { LambdaFunction, Model, SecurityGroup, Subnet } from '../../template/model.ts';
import { ec2Id } from '../../template/physical-ids.ts';
import { ipv6DefaultRoute, listSubnets, namesOfSubnet, routesOfSubnet } from '../../template/subnets.ts';
import { TemplateError } from '../../template/template-error.ts';

/** The built-in targets that need no resource of the stack, so that a probe can try them in any VPC. */
export const FREE_TARGETS: readonly TargetId[] = ['ifconfig.me', 'checkip', 's3-list-buckets', 'sts', 'ec2'];

/** Lambda's, which the lab's own is: see runtime/node24. */
const RUNTIME = 'nodejs24.x';

const ROLE = 'LabProbeRole';

/** @throws TemplateError if the chosen subnet or security group does not exist, or there is no private subnet */
export function withProbe(model: Model, request: LabRequest): Model {
  const group = securityGroupFor(model, request.securityGroup);
  const subnets = subnetsFor(model, request.subnet);
  return {
    ...model,
    securityGroups: model.securityGroups.includes(group)
      ? model.securityGroups
      : [...model.securityGroups, group],
    functions: subnets.map((subnet) => probeIn(subnet, model, group)),
    others: [...model.others, role(model)],
  };
}

function subnetsFor(model: Model, chosen: string | null): Subnet[] {
  if (model.subnets.length === 0) throw new TemplateError('the template has no subnet to put a probe into');
  const known = listSubnets(model.subnets);
  const wanted = model.subnets.filter((subnet) =>
    chosen === null ? isPrivate(subnet, model) : namesOfSubnet(subnet).includes(chosen),
  );
  if (wanted.length > 0) return wanted;
  throw new TemplateError(
    chosen === null
      ? `the template has no private subnet to put a probe into: name one with --subnet (${known})`
      : `there is no subnet "${chosen}": the subnets are ${known}`,
  );
}

/** No route of its table leads to an internet gateway (VPC User Guide, "Subnet types"). */
function isPrivate(subnet: Subnet, model: Model): boolean {
  const internetGateways = model.gateways
    .filter(({ kind }) => kind === 'internet-gateway')
    .map(({ id }) => id);
  return !routesOfSubnet(subnet, model).some(({ gatewayId }) => internetGateways.includes(gatewayId));
}

/** By default a group of the probe's own that lets everything out, like a VPC's default group. */
function securityGroupFor({ securityGroups }: Model, chosen: string | null): SecurityGroup {
  if (chosen === null) return OWN_GROUP;
  const group = securityGroups.find(({ id, logicalId }) => [id, logicalId].includes(chosen));
  if (group) return group;
  const known = securityGroups.map(({ logicalId }) => logicalId).join(', ') || 'none';
  throw new TemplateError(`there is no security group "${chosen}": the security groups are ${known}`);
}

const OWN_GROUP: SecurityGroup = {
  logicalId: 'LabProbeSecurityGroup',
  id: ec2Id('sg', 'LabProbeSecurityGroup'),
  name: 'LabProbeSecurityGroup',
  ingress: [],
  egress: ['0.0.0.0/0', '::/0'].map((cidrBlock) => ({
    protocol: 'all',
    ports: null,
    peer: { kind: 'cidr', cidrBlock },
  })),
};

function probeIn(subnet: Subnet, model: Model, group: SecurityGroup): LambdaFunction {
  const { vpc } = model;
  const gatewayId = ipv6DefaultRoute(subnet, model)?.gatewayId;
  const logicalId = `LabProbe${subnet.logicalId}`;
  return {
    codePath: null,
    handler: PROBE_HANDLER,
    runtime: RUNTIME,
    logicalId,
    standsFor: { kind: group === OWN_GROUP ? 'open-group' : 'chosen-group', logicalIds: [] },
    name: logicalId,
    logGroupName: defaultLogGroup(logicalId),
    environment: {
      [ENV.vpcId]: vpc.id,
      [ENV.vpcIpv4CidrBlock]: vpc.ipv4CidrBlocks.join(','),
      [ENV.vpcIpv6CidrBlock]: vpc.ipv6CidrBlocks.join(','),
      [ENV.subnetId]: subnet.id,
      ...(subnet.ipv6CidrBlock !== null && { [ENV.subnetIpv6CidrBlock]: subnet.ipv6CidrBlock }),
      [ENV.availabilityZone]: subnet.availabilityZone,
      ...(gatewayId !== undefined && { [ENV.gatewayId]: gatewayId }),
      [ENV.iamWitness]: 'false',
    },
    timeoutSeconds: 60,
    memoryMegabytes: 1024,
    subnetIds: [subnet.id],
    securityGroupIds: [group.id],
    ipv6AllowedForDualStack: subnet.ipv6CidrBlock !== null,
    roleLogicalId: ROLE,
  };
}

function role({ accountId }: Model): Model['others'][number] {
  const Action = ['s3:ListAllMyBuckets', 'ec2:DescribeRouteTables', 'ec2:DescribePrefixLists'];
  const PolicyDocument = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] };
  return {
    logicalId: ROLE,
    type: 'AWS::IAM::Role',
    id: `${ROLE}-${accountId}`,
    properties: { Policies: [{ PolicyName: 'Probe', PolicyDocument }] },
  };
}
