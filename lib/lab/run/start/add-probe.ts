/** Adds the project's probe to a template that has none, so that the lab can test any VPC. */

import type { TargetId } from '../../../../lambda/report/built-in-targets.ts';
import { ENV } from '../../../../lambda/report/stack-contract.ts';
import { PROBE_HANDLER } from '../../../probe-code/handler.ts';
import { defaultLogGroup } from '../../template/functions.ts';
import type { LambdaFunction, Model, SecurityGroup } from '../../template/model.ts';
import { ec2Id } from '../../template/physical-ids.ts';
import { ipv6DefaultRoute } from '../../template/subnets.ts';
import { noticesAboutUnplaced } from './known-workloads.ts';
import { mixedSubnets } from './mixed-subnets.ts';
import { type PlaceChoice, type ProbePlace, probePlaces } from './probe-places.ts';

/** The built-in targets that need no resource of the stack, so that a probe can try them in any VPC. */
export const FREE_TARGETS: readonly TargetId[] = ['ifconfig.me', 'checkip', 's3-list-buckets', 'sts', 'ec2'];

/** Lambda's, which the lab's own is: see runtime/node24. */
const RUNTIME = 'nodejs24.x';

const ROLE = 'LabProbeRole';

/** @throws TemplateError for a place that does not exist */
export function withProbe(model: Model, choice: PlaceChoice): Model {
  const places = probePlaces(model, choice);
  const needsOwn = places.some(({ securityGroupIds }) => securityGroupIds === null);
  return {
    ...model,
    securityGroups: needsOwn ? [...model.securityGroups, OWN_GROUP] : model.securityGroups,
    functions: places.map((place, index) => probeIn(place, places.slice(0, index), model)),
    others: [...model.others, role(model)],
    notices: [
      ...model.notices,
      ...noticesAboutUnplaced(model),
      ...noticesAboutTasks(places),
      ...mixedSubnets(model),
    ],
  };
}

function noticesAboutTasks(places: readonly ProbePlace[]): string[] {
  const assumed = places.filter(({ ipv6, subnet }) => ipv6 === 'assumed' && subnet.ipv6CidrBlock !== null);
  const names = [...new Set(assumed.flatMap(({ standsFor }) => standsFor.logicalIds))];
  if (names.length === 0) return [];
  return [
    `${names.join(', ')}: in a dual-stack subnet ECS gives a task an IPv6 address only with the account setting dualStackIPv6, which no template shows: the lab assumes that it is on`,
  ];
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

function probeIn(place: ProbePlace, before: readonly ProbePlace[], model: Model): LambdaFunction {
  const { vpc } = model;
  const { subnet, securityGroupIds, ipv6, publicIpv4, standsFor } = place;
  const gatewayId = ipv6DefaultRoute(subnet, model)?.gatewayId;
  const earlier = before.filter((other) => other.subnet === subnet).length;
  const logicalId = `LabProbe${subnet.logicalId}${earlier === 0 ? '' : earlier + 1}`;
  return {
    codePath: null,
    handler: PROBE_HANDLER,
    runtime: RUNTIME,
    logicalId,
    standsFor,
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
    securityGroupIds: securityGroupIds ?? [OWN_GROUP.id],
    ipv6AllowedForDualStack: ipv6 !== 'no',
    publicIpv4,
    roleLogicalId: ROLE,
  };
}

function role({ accountId }: Model): Model['others'][number] {
  const lookUps = ['DescribeRouteTables', 'DescribePrefixLists', 'GetManagedPrefixListEntries'];
  const Action = ['s3:ListAllMyBuckets', ...lookUps.map((name) => `ec2:${name}`)];
  const PolicyDocument = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] };
  return {
    logicalId: ROLE,
    type: 'AWS::IAM::Role',
    id: `${ROLE}-${accountId}`,
    properties: { Policies: [{ PolicyName: 'Probe', PolicyDocument }] },
  };
}
