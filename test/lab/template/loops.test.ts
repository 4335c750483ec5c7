/** The transform AWS::LanguageExtensions: loops, and the functions that it adds. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readTemplateFile } from '../../../lib/lab/template/assembly.ts';
import { buildModel } from '../../../lib/lab/template/build-model.ts';
import type { Template } from '../../../lib/lab/template/template.ts';
import { changed, dualStackTemplate, MODEL_PROPS } from '../fixtures/dual-stack-template.ts';

const Transform = 'AWS::LanguageExtensions';

const subnetNamed = (id: string, block: string) => ({
  [id]: {
    Type: 'AWS::EC2::Subnet',
    Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: block, AvailabilityZone: { Ref: 'AWS::NoValue' } },
  },
});

function build(loops: Record<string, unknown>, more: Partial<Template> = {}, parameters = {}) {
  const template = { ...dualStackTemplate(), Transform, ...more };
  const Resources = { ...template.Resources, ...loops } as Template['Resources'];
  return buildModel({ ...template, Resources }, { ...MODEL_PROPS, parameters });
}

const blocksOf = ({ subnets }: ReturnType<typeof build>) =>
  subnets
    .filter(({ logicalId }) => logicalId.startsWith('More'))
    .map((each) => [each.logicalId, each.ipv4CidrBlock]);

const LOOP = {
  'Fn::ForEach::Subnets': ['Number', ['8', '9'], subnetNamed(`More\${Number}`, `10.1.\${Number}.0/24`)],
};

const MANY = Array.from({ length: 200 }, (_, index) => String(index));

describe('a loop', () => {
  test('gives a part of the template for each item', () => {
    expect(blocksOf(build(LOOP))).toEqual([
      ['More8', '10.1.8.0/24'],
      ['More9', '10.1.9.0/24'],
    ]);
  });

  test('may take its list from a parameter, and has letters and digits for logical ids', () => {
    const Parameters = { Numbers: { Type: 'CommaDelimitedList' } };
    const loop = {
      'Fn::ForEach::Subnets': ['Name', { Ref: 'Numbers' }, subnetNamed('More&{Name}', `10.1.8.0/2\${Name}`)],
    };
    expect(blocksOf(build(loop, { Parameters }, { Numbers: '-4'.replace('-', '') }))).toEqual([
      ['More4', '10.1.8.0/24'],
    ]);
    expect(() => build(loop, { Parameters })).toThrow('give it one with --parameter Numbers=…');
  });

  test('may stand in another, in properties, and name its item by Ref', () => {
    const inner = {
      'Fn::ForEach::Inner': ['B', ['8'], subnetNamed(`More\${A}\${B}`, `10.1.\${A}\${B}.0/24`)],
    };
    expect(blocksOf(build({ 'Fn::ForEach::Outer': ['A', ['1', '2'], inner] }))).toEqual([
      ['More18', '10.1.18.0/24'],
      ['More28', '10.1.28.0/24'],
    ]);
    const zones = {
      'Fn::ForEach::Zoned': [
        'Zone',
        ['us-west-2c'],
        {
          MoreZone: {
            Type: 'AWS::EC2::Subnet',
            Properties: {
              VpcId: { Ref: 'Vpc' },
              AvailabilityZone: { Ref: 'Zone' },
              'Fn::ForEach::Blocks': ['Name', ['CidrBlock'], { '&{Name}': '10.1.20.0/24' }],
            },
          },
        },
      ],
    };
    const built = build(zones).subnets.find(({ logicalId }) => logicalId === 'MoreZone');
    expect(built).toMatchObject({ availabilityZone: 'us-west-2c', ipv4CidrBlock: '10.1.20.0/24' });
  });

  test.each<[string, Record<string, unknown>, string]>([
    [
      'gives a name twice',
      { 'Fn::ForEach::A': ['X', ['1', '2'], subnetNamed('More', '10.1.8.0/24')] },
      '"More" is there twice',
    ],
    ['has no body', { 'Fn::ForEach::A': ['X', ['1']] }, 'should be a list of 3'],
    [
      'has a body that is a text',
      { 'Fn::ForEach::A': ['X', ['1'], 'x'] },
      'the third item should be an object',
    ],
    [
      'has a list that names a resource',
      { 'Fn::ForEach::A': ['X', { Ref: 'Vpc' }, {}] },
      'the list of a loop names "Vpc": it can name parameters only',
    ],
    [
      'turns too often',
      { 'Fn::ForEach::A': ['X', MANY, { 'Fn::ForEach::B': ['Y', MANY, subnetNamed('More&{X}a&{Y}', '')] }] },
      'more than 10000 turns',
    ],
  ])('is refused that %s', (_, loop, message) => {
    expect(() => build(loop)).toThrow(message);
  });

  test('needs the transform, also in a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'natless-test-'));
    const write = (template: object) => {
      writeFileSync(join(folder, 'template.json'), JSON.stringify(template));
      return readTemplateFile(join(folder, 'template.json'));
    };
    const { Resources } = dualStackTemplate();
    await expect(write({ Transform, Resources: { ...Resources, ...LOOP } })).resolves.toBeDefined();
    await expect(write({ Resources: { ...Resources, ...LOOP } })).rejects.toThrow(
      'is not a CloudFormation template',
    );
  });
});

test('the transform without a use of it changes nothing', () => {
  expect(build({})).toEqual(buildModel(dualStackTemplate(), MODEL_PROPS));
});

test('length, JSON and a default for a map are evaluated', () => {
  const Mappings = { Blocks: { a: { b: '10.1.9.0/24' } } };
  const inMap = (key: string) => ({ 'Fn::FindInMap': ['Blocks', key, 'b', { DefaultValue: '10.1.8.0/24' }] });
  const block = (value: unknown) => {
    const Resources = { ...dualStackTemplate(changed('PrivateA', { CidrBlock: value })).Resources };
    const { subnets } = buildModel({ Resources, Mappings, Transform }, MODEL_PROPS);
    return subnets.find(({ logicalId }) => logicalId === 'PrivateA')?.ipv4CidrBlock;
  };
  expect([block(inMap('a')), block(inMap('c'))]).toEqual(['10.1.9.0/24', '10.1.8.0/24']);
  expect(block({ 'Fn::Join': ['', ['10.1.', { 'Fn::Length': ['x', 'y'] }, '.0/24']] })).toBe('10.1.2.0/24');
  expect(
    block({ 'Fn::Select': [1, { 'Fn::Split': ['"', { 'Fn::ToJsonString': { '10.1.7.0/24': 1 } }] }] }),
  ).toBe('10.1.7.0/24');
});
