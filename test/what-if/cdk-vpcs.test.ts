/** The plan for VPCs as CDK makes them: once changed, every private subnet has a way out over IPv6, and no change is left. */
import { App, Stack } from 'aws-cdk-lib';
import { Template as Assertions } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { describe, expect, test } from 'vitest';
import { withEdits } from '../../lib/lab/template/edits.ts';
import type { Model } from '../../lib/lab/template/model.ts';
import { ipv6DefaultRoute } from '../../lib/lab/template/subnets.ts';
import type { Template } from '../../lib/lab/template/template.ts';
import { withoutNat } from '../../lib/lab/template/without-nat.ts';
import { cdkCode } from '../../lib/what-if/cdk-code.ts';
import { editsOf, planChanges, subnetsToOpen } from '../../lib/what-if/plan-changes.ts';
import { writeTemplate } from '../../lib/what-if/write-template.ts';
import { classicTemplate, modelOf } from './classic.ts';

function templateWith(props: ec2.VpcProps, more: (vpc: ec2.Vpc) => void = () => {}): Template {
  const stack = new Stack(new App({ analyticsReporting: false }), 'Theirs', {
    env: { account: '111122223333', region: 'us-west-2' },
  });
  const vpc = new ec2.Vpc(stack, 'Vpc', { availabilityZones: ['us-west-2a', 'us-west-2b'], ...props });
  const fn = new lambda.Function(stack, 'Api', {
    ...{ vpc, runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler' },
    code: lambda.Code.fromInline('exports.handler = async () => {};'),
  });
  fn.node.addMetadata('aws:asset:path', '.');
  more(vpc);
  return Assertions.fromStack(stack).toJSON() as Template;
}

const CASES: Readonly<Record<string, Template>> = {
  "ec2.Vpc's default, with a NAT gateway in each zone": templateWith({}),
  'three zones and one NAT gateway': templateWith({
    availabilityZones: ['us-west-2a', 'us-west-2b', 'us-west-2c'],
    natGateways: 1,
  }),
  'NAT instances': templateWith({
    natGatewayProvider: ec2.NatProvider.instanceV2({ instanceType: new ec2.InstanceType('t4g.nano') }),
  }),
  'interface and gateway endpoints': templateWith({}, (vpc) => {
    vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 });
    vpc.addInterfaceEndpoint('Sqs', { service: ec2.InterfaceVpcEndpointAwsService.SQS });
  }),
};

function changed(template: Template): Template {
  return withEdits(template, editsOf(planChanges({ template, model: modelOf(template) }).changes));
}

/** The subnets that had a NAT gateway, and have no way out over IPv6. */
function withoutWayOut(before: Model, after: Model): string[] {
  return subnetsToOpen(before).flatMap(({ logicalId }) => {
    const subnet = after.subnets.find((each) => each.logicalId === logicalId);
    const route = subnet && ipv6DefaultRoute(subnet, withoutNat(after));
    const isOut = after.gateways.some(
      ({ id, kind }) => id === route?.gatewayId && kind === 'egress-only-internet-gateway',
    );
    return isOut && subnet?.ipv6CidrBlock !== null ? [] : [logicalId];
  });
}

describe.each(Object.entries(CASES))('%s', (_, template) => {
  const before = modelOf(template);
  const after = changed(template);

  test('gives every subnet behind NAT a way out over IPv6, and the function an address', () => {
    expect(subnetsToOpen(before).length).toBeGreaterThan(1);
    expect(withoutWayOut(before, modelOf(after))).toEqual([]);
    expect(withoutWayOut(before, before)).toEqual(subnetsToOpen(before).map(({ logicalId }) => logicalId));
    expect(modelOf(after).workloads.every(({ ipv6 }) => ipv6 === 'yes')).toBe(true);
  });

  test('leaves no change for a second plan', () => {
    expect(planChanges({ template: after, model: modelOf(after) })).toEqual({ changes: [], obstacles: [] });
  });

  test('can be written into the JSON that CDK synthesized', () => {
    const edits = editsOf(planChanges({ template, model: before }).changes);
    expect(JSON.parse(writeTemplate(JSON.stringify(template, null, 1), edits))).toEqual(after);
  });
});

test('a VPC with IPv6 in half of its subnets gets it in the other half, with free numbers', () => {
  const template = changed(templateWith({}));
  const [half] = subnetsToOpen(modelOf(template));
  delete template.Resources[half?.logicalId ?? '']?.Properties?.Ipv6CidrBlock;
  const { changes } = planChanges({ template, model: modelOf(template) });
  expect(changes.map(({ kind, logicalId }) => [kind, logicalId])).toEqual([
    ['subnet-block', half?.logicalId],
  ]);
  const blocks = modelOf(changed(template)).subnets.flatMap(({ ipv6CidrBlock }) => ipv6CidrBlock ?? []);
  expect(new Set(blocks).size).toBe(blocks.length);
});

test('the changes of a CDK app are also there as TypeScript, by the paths of its constructs', () => {
  const template = templateWith({});
  for (const [logicalId, resource] of Object.entries(template.Resources))
    Object.assign(resource, { Metadata: { 'aws:cdk:path': `Theirs/${logicalId}/Resource` } });
  const { changes } = planChanges({ template, model: modelOf(template) });
  const code = cdkCode(changes, template) ?? '';
  expect(code).toContain('ipProtocol: ec2.IpProtocol.DUAL_STACK');
  expect(code).toContain('ipv6AllowedForDualStack: true');
  expect(code).toContain('allowAllIpv6Outbound: true');
  expect(cdkCode(changes, templateWith({}))).toBeNull();
});

test('a group that lets out one port is not opened wider in TypeScript', () => {
  const template = classicTemplate();
  for (const [logicalId, resource] of Object.entries(template.Resources))
    Object.assign(resource, { Metadata: { 'aws:cdk:path': `Theirs/${logicalId}/Resource` } });
  const code = cdkCode(planChanges({ template, model: modelOf(template) }).changes, template) ?? '';
  expect(code).toContain('group.addEgressRule(ec2.Peer.anyIpv6(), ec2.Port.tcpRange(443, 443));');
  expect(code).not.toContain('allowAllIpv6Outbound');
});
