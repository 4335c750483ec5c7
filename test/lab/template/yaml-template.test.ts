/** Templates in YAML with short forms. */
import { describe, expect, test } from 'vitest';
import { parseYamlTemplate } from '../../../lib/lab/template/yaml-template.ts';

describe('a template in YAML', () => {
  test.each<[string, unknown]>([
    ['!Ref Vpc', { Ref: 'Vpc' }],
    ['!Condition IsWest', { Condition: 'IsWest' }],
    ['!GetAtt Vpc.Ipv6CidrBlocks', { 'Fn::GetAtt': 'Vpc.Ipv6CidrBlocks' }],
    ['!GetAtt [Vpc, CidrBlock]', { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] }],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own syntax
    ['!Sub "${AWS::Region}a"', { 'Fn::Sub': '${AWS::Region}a' }],
    ['!GetAZs ""', { 'Fn::GetAZs': '' }],
    [
      '!Select [0, !GetAZs {Ref: AWS::Region}]',
      { 'Fn::Select': [0, { 'Fn::GetAZs': { Ref: 'AWS::Region' } }] },
    ],
    [
      '!Cidr [!Select [0, !GetAtt Vpc.Ipv6CidrBlocks], 4, 64]',
      { 'Fn::Cidr': [{ 'Fn::Select': [0, { 'Fn::GetAtt': 'Vpc.Ipv6CidrBlocks' }] }, 4, 64] },
    ],
    ['!If [Dual, !Ref A, !Ref AWS::NoValue]', { 'Fn::If': ['Dual', { Ref: 'A' }, { Ref: 'AWS::NoValue' }] }],
    ['!Not [!Equals [!Ref A, b]]', { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'A' }, 'b'] }] }],
    ['{ "Fn::Join": ["-", [a, !Ref B]] }', { 'Fn::Join': ['-', ['a', { Ref: 'B' }]] }],
    ['2012-10-17', '2012-10-17'],
    ['10.1.0.0/16', '10.1.0.0/16'],
    ['true', true],
  ])('%s means %j', (text, value) => {
    expect(parseYamlTemplate(`Value: ${text}\n`)).toEqual({ Value: value });
  });

  test('with an unknown tag, or without valid YAML, is refused', () => {
    expect(() => parseYamlTemplate('Value: !Reff Vpc\n')).toThrow('Unresolved tag: !Reff');
    expect(() => parseYamlTemplate('Value: [1\n')).toThrow(/at line/);
    expect(() => parseYamlTemplate('Value: 1\nValue: 2\n')).toThrow('Map keys must be unique');
  });
});
