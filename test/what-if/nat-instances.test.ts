/** NAT instances: found by the default route and SourceDestCheck, gone with NAT, and no workload of their own. */
import { describe, expect, test } from 'vitest';
import { buildModel } from '../../lib/lab/template/build-model.ts';
import type { Forwarder } from '../../lib/lab/template/model.ts';
import type { Template } from '../../lib/lab/template/template.ts';
import { natIdsOf, withoutNat } from '../../lib/lab/template/without-nat.ts';
import { templateOf } from '../../lib/vpc-file/template-of.ts';
import { planChanges } from '../../lib/what-if/plan-changes.ts';
import { vpcFile } from '../vpc-file/small-vpc.ts';
import { classicTemplate, modelOf } from './classic.ts';
import { withWorkloads } from './described.ts';

type Resources = Template['Resources'];

/** The classic VPC, whose private subnets leave by something else than its NAT gateway. */
function template(target: Readonly<Record<string, unknown>>, resources: Resources): Template {
  const { Nat: _, Address: __, ...rest } = classicTemplate().Resources;
  const Properties = { RouteTableId: { Ref: 'PrivateTable' }, DestinationCidrBlock: '0.0.0.0/0', ...target };
  return { Resources: { ...rest, PrivateRoute: { Type: 'AWS::EC2::Route', Properties }, ...resources } };
}

function instance(properties: Readonly<Record<string, unknown>>): Resources[string] {
  const Properties = { ImageId: 'ami-1', SubnetId: { Ref: 'Public' }, ...properties };
  return { Type: 'AWS::EC2::Instance', Properties };
}

const ENI = {
  Type: 'AWS::EC2::NetworkInterface',
  Properties: { SubnetId: { Ref: 'Public' }, SourceDestCheck: 'false' },
};

function forwarderIn(given: Template): Forwarder | undefined {
  return modelOf(given).forwarders[0];
}

const BY_INSTANCE = { InstanceId: { Ref: 'Hop' } };
const BY_INTERFACE = { NetworkInterfaceId: { Ref: 'Eni' } };

describe('a NAT instance is', () => {
  test.each([false, 'false', 'False'])('an instance whose SourceDestCheck is %j', (SourceDestCheck) => {
    const found = forwarderIn(template(BY_INSTANCE, { Hop: instance({ SourceDestCheck }) }));
    expect(found).toMatchObject({ logicalId: 'Hop', isNat: true, members: ['Hop'] });
  });

  test('not one whose SourceDestCheck is on, unset, or not known', () => {
    const Parameters = { Check: { Type: 'String' } };
    for (const check of [{ SourceDestCheck: true }, {}, { SourceDestCheck: { Ref: 'Check' } }]) {
      const given = { ...template(BY_INSTANCE, { Hop: instance(check) }), Parameters };
      expect(forwarderIn(given)).toMatchObject({ logicalId: 'Hop', isNat: false });
    }
  });

  test('not one that only a narrower route leads to, nor one that no route leads to', () => {
    const Hop = instance({ SourceDestCheck: false });
    const narrow = { ...BY_INSTANCE, DestinationCidrBlock: '198.51.100.0/24' };
    expect(modelOf(template(narrow, { Hop })).forwarders).toEqual([]);
    expect(modelOf({ Resources: { ...classicTemplate().Resources, Hop } }).forwarders).toEqual([]);
  });

  test('not what another stack has', () => {
    const found = forwarderIn(template({ InstanceId: 'i-0123456789abcdef0' }, {}));
    expect(found).toMatchObject({ logicalId: null, id: 'i-0123456789abcdef0', isNat: false });
  });

  test('an interface, with the instance that has it', () => {
    const NetworkInterfaces = [{ DeviceIndex: '0', NetworkInterfaceId: { Ref: 'Eni' } }];
    const resources = { Eni: ENI, Hop: instance({ SubnetId: undefined, NetworkInterfaces }) };
    const found = forwarderIn(template(BY_INTERFACE, resources));
    expect(found).toMatchObject({ logicalId: 'Eni', isNat: true, members: ['Hop'] });
    expect(forwarderIn(template(BY_INSTANCE, resources))).toMatchObject({ logicalId: 'Hop', isNat: true });
  });

  test('an interface, with the group whose instances attach it, as fck-nat does', () => {
    const UserData = { 'Fn::Base64': { 'Fn::Join': ['', ['eni_id=', { Ref: 'Eni' }]] } };
    const LaunchTemplate = { LaunchTemplateId: { Ref: 'Launch' }, Version: '1' };
    const resources = {
      Eni: ENI,
      Launch: { Type: 'AWS::EC2::LaunchTemplate', Properties: { LaunchTemplateData: { UserData } } },
      Group1: {
        Type: 'AWS::AutoScaling::AutoScalingGroup',
        Properties: { LaunchTemplate, VPCZoneIdentifier: [{ Ref: 'Public' }] },
      },
    };
    expect(forwarderIn(template(BY_INTERFACE, resources))?.members).toEqual(['Launch', 'Group1']);
  });

  test('not an instance that only reads the address of the interface', () => {
    const UserData = { 'Fn::GetAtt': ['Eni', 'PrimaryPrivateIpAddress'] };
    const found = forwarderIn(template(BY_INTERFACE, { Eni: ENI, Hop: instance({ UserData }) }));
    expect(found?.members).toEqual([]);
  });
});

describe('in a described VPC a NAT instance is', () => {
  const interfaceId = 'eni-0123456789abcdef0';
  const routes = [
    { destination: '0.0.0.0/0', by: 'NetworkInterfaceId', target: interfaceId, blackhole: false },
  ] as const;
  const found = (sourceDestCheck?: boolean) => {
    const file = withWorkloads({ routeTables: vpcFile({ routes: [...routes] }).routeTables });
    const [one] = file.workloads.instances ?? [];
    const instances = one ? [{ ...one, ...(sourceDestCheck !== undefined && { sourceDestCheck }) }] : [];
    const read = templateOf({ ...file, workloads: { ...file.workloads, instances } });
    const place = { assetRoot: '/', region: file.region, accountId: file.accountId };
    return buildModel(read.template, { ...place, described: read.described }).forwarders;
  };

  test('the one whose interface the route names, and whose check is off', () => {
    const [logicalId] = ['i-0123456789abcdef0'];
    expect(found(false)).toMatchObject([{ logicalId, id: interfaceId, isNat: true, members: [logicalId] }]);
    expect(found(true)).toMatchObject([{ logicalId, isNat: false }]);
    expect(found()).toMatchObject([{ logicalId, isNat: false }]);
  });
});

describe('a VPC with a NAT instance', () => {
  const given = template(BY_INSTANCE, { Hop: instance({ SourceDestCheck: false }) });
  const model = modelOf(given);

  test('gets IPv6 in the subnets behind it', () => {
    const changes = planChanges({ template: given, model }).changes;
    expect(changes.map(({ kind, logicalId }) => `${kind} ${logicalId}`)).toEqual(
      expect.arrayContaining(['subnet-block Private', 'default-route PrivateTable', 'workload-flag Worker']),
    );
    const off = template(BY_INSTANCE, { Hop: instance({ SourceDestCheck: true }) });
    expect(planChanges({ template: off, model: modelOf(off) }).changes).toEqual([]);
  });

  test('has no route to it once NAT is gone', () => {
    const isLeft = (one: typeof model) =>
      one.routeTables.some(({ routes }) =>
        routes.some(({ gatewayId }) => natIdsOf(model).includes(gatewayId)),
      );
    expect(isLeft(model)).toBe(true);
    expect(isLeft(withoutNat(model))).toBe(false);
    expect(withoutNat(model).forwarders).toEqual([]);
  });

  test('is not asked what the instance itself can reach', () => {
    expect(model.workloads.map(({ logicalId }) => logicalId)).toEqual(['Worker']);
    const off = template(BY_INSTANCE, { Hop: instance({ SourceDestCheck: true }) });
    expect(modelOf(off).workloads.map(({ logicalId }) => logicalId)).toContain('Hop');
  });
});
