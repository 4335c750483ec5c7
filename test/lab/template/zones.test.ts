/** Availability Zones by name and by id, of the Region that the lab emulates and of others. */
import { describe, expect, test } from 'vitest';
import { buildModel } from '../../../lib/lab/template/build-model.ts';
import type { Resource } from '../../../lib/lab/template/template.ts';
import { TemplateError } from '../../../lib/lab/template/template-error.ts';
import { changed, dualStackTemplate, MODEL_PROPS } from '../fixtures/dual-stack-template.ts';
import { interfaceEndpoint } from '../fixtures/vpc-endpoint.ts';

type Zone = Record<string, unknown>;

/** A subnet in a zone, with or without a second one. */
function model(first: Zone, second: Zone = {}, { region = 'us-west-2', ...more }: Options = {}) {
  const changes = {
    ...changed('PrivateA', { AvailabilityZone: undefined, ...first }),
    ...changed('PrivateB', second),
    ...more.resources,
  };
  return buildModel(dualStackTemplate(changes), { ...MODEL_PROPS, region });
}

interface Options {
  readonly region?: string;
  readonly resources?: Record<string, Resource>;
}

const ENDPOINT = { resources: interfaceEndpoint({ SubnetIds: [{ Ref: 'PrivateA' }, { Ref: 'PrivateB' }] }) };

describe('a zone of another Region', () => {
  test.each<[Zone, string, string]>([
    [{ AvailabilityZone: 'us-east-1a' }, 'us-west-2', 'us-east-1'],
    [{ AvailabilityZone: 'us-west-2a' }, 'us-west-1', 'us-west-2'],
    [{ AvailabilityZone: 'cn-north-1a' }, 'us-west-2', 'cn-north-1'],
    [{ AvailabilityZone: 'us-gov-west-1b' }, 'us-west-1', 'us-gov-west-1'],
    [{ AvailabilityZone: 'us-east-1-bos-1a' }, 'us-west-2', 'us-east-1'],
    [{ AvailabilityZoneId: 'use1-az1' }, 'us-west-2', 'us-east-1'],
    [{ AvailabilityZoneId: 'apne1-az4' }, 'us-west-2', 'ap-northeast-1'],
    [{ AvailabilityZoneId: 'usgw1-az1' }, 'us-west-1', 'us-gov-west-1'],
    [{ AvailabilityZoneId: 'cnnw1-az1' }, 'cn-north-1', 'cn-northwest-1'],
  ])('%j in %s is an error that names the Region to pass', (zone, region, right) => {
    const [[property, value] = []] = Object.entries(zone);
    const build = () => model(zone, { AvailabilityZone: `${region}b` }, { region });
    expect(build).toThrow(
      `PrivateA (AWS::EC2::Subnet): ${property} "${value}" is in ${right}, and the lab emulates ${region}: add --region ${right}`,
    );
    expect(build).toThrow(TemplateError);
  });

  test.each<[Zone, string]>([
    [{ AvailabilityZone: 'us-west-2-lax-1a' }, 'us-west-2'],
    [{ AvailabilityZone: 'us-gov-west-1b' }, 'us-gov-west-1'],
    [{ AvailabilityZoneId: 'usw2-lax1-az1' }, 'us-west-2'],
    [{ AvailabilityZoneId: 'usgw1-az1' }, 'us-gov-west-1'],
    [{ AvailabilityZoneId: 'anything' }, 'eusc-de-east-1'],
  ])('is not what %j in %s is', (zone, region) => {
    expect(() => model(zone, { AvailabilityZone: `${region}b` }, { region })).not.toThrow();
  });
});

test.each<[Zone, RegExp]>([
  [{ AvailabilityZone: 'a' }, /AvailabilityZone "a" is not the name of a zone, like us-west-2a/],
  [{ AvailabilityZone: 'usw2-az1' }, /an id goes into AvailabilityZoneId$/],
  [{ AvailabilityZoneId: 'az1' }, /AvailabilityZoneId "az1" is not a zone's id, like usw2-az1 of us-west-2/],
])('%j is not a zone', (zone, message) => {
  expect(() => model(zone)).toThrow(message);
});

describe('an endpoint in two subnets', () => {
  test.each<[string, Zone, Zone]>([
    [
      'that name two ids',
      { AvailabilityZoneId: 'usw2-az1' },
      { AvailabilityZoneId: 'usw2-az2', AvailabilityZone: undefined },
    ],
    ['that name an id and a name, which may be another zone', { AvailabilityZoneId: 'usw2-az1' }, {}],
    ['whose zones EC2 chooses', {}, { AvailabilityZone: undefined }],
    ['one of whose zones EC2 chooses', {}, { AvailabilityZone: 'us-west-2a' }],
  ])('%s is taken', (_, first, second) => {
    expect(model(first, second, ENDPOINT).endpoints).toHaveLength(1);
  });

  test.each<[string, Zone, Zone]>([
    [
      'that name one id',
      { AvailabilityZoneId: 'usw2-az1' },
      { AvailabilityZoneId: 'usw2-az1', AvailabilityZone: undefined },
    ],
    [
      'the second of which reads the zone of the first',
      { AvailabilityZoneId: 'usw2-az1' },
      { AvailabilityZone: { 'Fn::GetAtt': ['PrivateA', 'AvailabilityZone'] } },
    ],
    ['that name one zone', { AvailabilityZone: 'us-west-2b' }, {}],
  ])('%s is refused', (_, first, second) => {
    expect(() => model(first, second, ENDPOINT)).toThrow(/PrivateB is a second one in us/);
  });
});

test('a subnet without a zone is in one that EC2 chooses, and a notice says so', () => {
  const { subnets, notices } = model({});
  expect(subnets.find(({ logicalId }) => logicalId === 'PrivateA')).toMatchObject({
    availabilityZone: 'us-west-2a',
    isZoneAssumed: true,
  });
  expect(notices).toContain(
    'EC2 chooses the Availability Zone of PrivateA, since the template names none: the lab writes us-west-2a',
  );
  expect(model({ AvailabilityZone: 'us-west-2a' }).notices).toEqual([]);
});

describe('a template for another Region', () => {
  test('is seen by the service of an endpoint', () => {
    expect(() =>
      model({}, {}, { resources: interfaceEndpoint({ ServiceName: 'com.amazonaws.us-east-1.sts' }) }),
    ).toThrow(
      'ServiceName "com.amazonaws.us-east-1.sts" is in us-east-1, and the lab emulates us-west-2: add --region us-east-1',
    );
  });

  test('is seen by a map of Regions without the one that the lab emulates', () => {
    const find = { 'Fn::FindInMap': ['Blocks', { Ref: 'AWS::Region' }, 'Vpc'] };
    const template = dualStackTemplate(changed('Vpc', { CidrBlock: find }));
    const build = (Blocks: Record<string, unknown>) =>
      buildModel({ ...template, Mappings: { Blocks } }, MODEL_PROPS);
    expect(() => build({ 'eu-west-1': { Vpc: '10.1.0.0/16' } })).toThrow(
      'finds nothing at "Blocks", "us-west-2", "Vpc": the map has no us-west-2, which the lab emulates, only eu-west-1: add --region eu-west-1',
    );
    expect(() => build({ Small: { Vpc: '10.1.0.0/16' } })).toThrow(/"us-west-2", "Vpc"$/);
    expect(build({ 'us-west-2': { Vpc: '10.1.0.0/16' } }).vpc.ipv4CidrBlocks).toEqual(['10.1.0.0/16']);
  });
});
