/** Resources that read IPv6 blocks before CloudFormation need have associated them. */
import { describe, expect, test } from 'vitest';
import { buildModel } from '../../../lib/lab/template/build-model.ts';
import type { Resource } from '../../../lib/lab/template/template.ts';
import { dualStackTemplate, MODEL_PROPS } from '../fixtures/dual-stack-template.ts';

const { workload: _, ...PROPS } = MODEL_PROPS;

/** The fixture, with DependsOn and properties of some resources replaced. */
function notices(changes: Record<string, Partial<Resource>>, added: Record<string, Resource> = {}) {
  const template = dualStackTemplate(added);
  for (const [logicalId, change] of Object.entries(changes)) {
    const resource = template.Resources[logicalId];
    if (!resource) throw new Error(`the fixture has no ${logicalId}`);
    template.Resources[logicalId] = { ...resource, ...change };
  }
  return buildModel(template, PROPS).notices;
}

const BLOCKS = { 'Fn::GetAtt': ['Vpc', 'Ipv6CidrBlocks'] };
const reading = (value: unknown, DependsOn: string[] = []): Record<string, Resource> => ({
  Reader: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: value }, DependsOn },
});

describe('a notice names what reads the blocks of a VPC', () => {
  test('by its logical id, with the DependsOn to write', () => {
    expect(notices({ PrivateA: { DependsOn: [] } })).toEqual([
      'PrivateA read the IPv6 blocks of Vpc without depending on Ipv6Block, which associates one: CloudFormation may create them first and fail, so write DependsOn: Ipv6Block',
    ]);
  });

  test.each<[string, unknown]>([
    ['Fn::GetAtt with a list', BLOCKS],
    ['Fn::GetAtt with a text', { 'Fn::GetAtt': 'Vpc.Ipv6CidrBlocks' }],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own syntax
    ['Fn::Sub', { 'Fn::Sub': 'x${Vpc.Ipv6CidrBlocks}' }],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own syntax
    ['Fn::Sub with variables', { 'Fn::Sub': ['${x}', { x: BLOCKS }] }],
    ['an intrinsic inside others', { 'Fn::Select': [0, [{ 'Fn::Select': [0, BLOCKS] }]] }],
  ])('by %s', (__, value) => {
    expect(notices({}, reading(value))).toEqual([
      expect.stringMatching(/^Reader read the IPv6 blocks of Vpc/),
    ]);
  });

  test('the first five of many', () => {
    const many = Object.fromEntries(
      Array.from({ length: 7 }, (_each, index) => [`Reader${index}`, reading(BLOCKS).Reader as Resource]),
    );
    expect(notices({}, many)).toEqual([
      expect.stringMatching(/^Reader0, Reader1, Reader2, Reader3, Reader4 and 2 more read the/),
    ]);
  });
});

describe('nothing is noticed', () => {
  test.each<[string, unknown, string[]]>([
    ['where it depends on the association', BLOCKS, ['Ipv6Block']],
    ['where it depends on what depends on it', BLOCKS, ['PrivateA']],
    [
      'where it refers to what depends on it',
      { 'Fn::Join': ['', [{ Ref: 'PrivateA' }, { 'Fn::Select': [0, BLOCKS] }]] },
      [],
    ],
    ['where it reads the association itself', { 'Fn::GetAtt': ['Ipv6Block', 'Ipv6CidrBlock'] }, []],
    ['of another attribute', { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] }, []],
    ['of another owner', { 'Fn::GetAtt': ['PrivateA', 'Ipv6CidrBlocks'] }, []],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own syntax
    ['of a literal', { 'Fn::Sub': '${!Vpc.Ipv6CidrBlocks}' }, []],
  ])('%s', (__, value, DependsOn) => {
    expect(notices({}, reading(value, DependsOn))).toEqual([]);
  });

  test('in the fixture as it is', () => {
    expect(notices({})).toEqual([]);
  });
});

test('a subnet whose block is associated apart is read as late', () => {
  const apart: Record<string, Resource> = {
    Apart: {
      Type: 'AWS::EC2::SubnetCidrBlock',
      Properties: { SubnetId: { Ref: 'Third' }, Ipv6CidrBlock: '2001:db8:1234:1a0f::/64' },
    },
    Third: {
      Type: 'AWS::EC2::Subnet',
      Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.1.9.0/24', AvailabilityZone: 'us-west-2a' },
    },
  };
  const first = { 'Fn::GetAtt': ['Third', 'Ipv6CidrBlocks'] };
  expect(notices({}, { ...apart, ...reading(first) })).toEqual([
    expect.stringMatching(/^Reader read the IPv6 blocks of Third without depending on Apart/),
  ]);
  expect(notices({}, { ...apart, ...reading(first, ['Apart']) })).toEqual([]);
});
