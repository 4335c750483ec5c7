/** CloudFormation's intrinsic functions, conditions and parameters. */
import { describe, expect, test } from 'vitest';
import { createEvaluator } from '../../../lib/lab/template/evaluate.ts';
import type { Template } from '../../../lib/lab/template/template.ts';

const IDENTITY = { region: 'us-west-2', accountId: '111122223333', stackName: 'Natless' };

/** A template without resources, whose references say who asked. */
function evaluator(template: Partial<Template> = {}, parameters: Readonly<Record<string, string>> = {}) {
  return createEvaluator({
    ...IDENTITY,
    parameters,
    template: { Resources: {}, ...template },
    refResource: (logicalId) => {
      if (logicalId === 'Missing') throw new Error('there is no resource "Missing"');
      return `ref-${logicalId}`;
    },
    attribute: (logicalId, attribute) => `${attribute} of ${logicalId}`,
    importValue: (name) => `import of ${name}`,
  });
}

function evaluate(value: unknown, template?: Partial<Template>): unknown {
  return evaluator(template).evaluate(value);
}

describe('intrinsic functions', () => {
  test.each<[string, unknown, unknown]>([
    ['Ref to a resource', { Ref: 'Vpc' }, 'ref-Vpc'],
    ['Ref to a pseudo parameter', { Ref: 'AWS::Region' }, 'us-west-2'],
    ['GetAtt as a list', { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] }, 'CidrBlock of Vpc'],
    ['GetAtt as a string', { 'Fn::GetAtt': 'Vpc.CidrBlock' }, 'CidrBlock of Vpc'],
    ['ImportValue', { 'Fn::ImportValue': { 'Fn::Join': ['-', ['a', { Ref: 'B' }]] } }, 'import of a-ref-B'],
    ['Join', { 'Fn::Join': ['-', ['a', 1, { Ref: 'B' }]] }, 'a-1-ref-B'],
    ['Split', { 'Fn::Split': ['/', '10.1.0.0/16'] }, ['10.1.0.0', '16']],
    ['Select', { 'Fn::Select': ['1', ['a', 'b']] }, 'b'],
    ['Cidr of IPv4', { 'Fn::Cidr': ['10.1.0.0/16', 2, 8] }, ['10.1.0.0/24', '10.1.1.0/24']],
    ['Cidr of IPv4 without bits', { 'Fn::Cidr': ['10.1.0.0/16', 1] }, ['10.1.0.0/24']],
    ['Cidr of IPv6', { 'Fn::Cidr': ['2001:db8::/56', '2', '64'] }, ['2001:db8::/64', '2001:db8:0:1::/64']],
    ['GetAZs', { 'Fn::GetAZs': '' }, [...'abcdef'].map((zone) => `us-west-2${zone}`)],
    ['GetAZs of nothing', { 'Fn::GetAZs': null }, [...'abcdef'].map((zone) => `us-west-2${zone}`)],
    ['GetAZs of a Region', { 'Fn::GetAZs': 'eu-west-1' }, [...'abcdef'].map((zone) => `eu-west-1${zone}`)],
    ['Base64', { 'Fn::Base64': 'AWS' }, 'QVdT'],
    [
      'Sub',
      { 'Fn::Sub': `\${AWS::AccountId}/\${Vpc}/\${Vpc.Arn}/\${!x}` },
      `111122223333/ref-Vpc/Arn of Vpc/\${x}`,
    ],
    ['Sub with variables', { 'Fn::Sub': [`\${A}-\${B}`, { A: { Ref: 'X' } }] }, 'ref-X-ref-B'],
    [
      'values within values',
      { a: [{ b: { Ref: 'C' } }, 7, true, null] },
      { a: [{ b: 'ref-C' }, 7, true, null] },
    ],
  ])('%s', (_, value, expected) => {
    expect(evaluate(value)).toEqual(expected);
  });

  test('finds in mappings', () => {
    const Mappings = { Regions: { 'us-west-2': { Zones: ['a', 'b'] } } };
    const lookup = (region: unknown) => ({ 'Fn::FindInMap': ['Regions', region, 'Zones'] });
    expect(evaluate(lookup({ Ref: 'AWS::Region' }), { Mappings })).toEqual(['a', 'b']);
    expect(() => evaluate(lookup('eu-west-1'), { Mappings })).toThrow(
      'Fn::FindInMap finds nothing at "Regions", "eu-west-1", "Zones"',
    );
  });

  test('leaves out AWS::NoValue', () => {
    const none = { Ref: 'AWS::NoValue' };
    expect(evaluate({ a: none, b: [1, none], c: 2 })).toEqual({ b: [1], c: 2 });
    expect(evaluate(none)).toBeUndefined();
  });

  test.each<[string, unknown, string]>([
    [
      'Select past the end',
      { 'Fn::Select': [0, []] },
      'Fn::Select cannot select nonexistent value at index 0',
    ],
    ['Select without an index', { 'Fn::Select': ['x', ['a']] }, '"x" should be a whole number'],
    ['Select without a list', { 'Fn::Select': [0, 'a'] }, '"a" should be a list'],
    ['Join of a list in a list', { 'Fn::Join': ['', [['a']]] }, '["a"] should be a string'],
    ['Cidr that does not fit', { 'Fn::Cidr': ['10.1.0.0/24', 2, 8] }, 'holds 1 blocks of 8 host bits, not 2'],
    ['Cidr with too many', { 'Fn::Cidr': ['10.1.0.0/16', 257, 4] }, 'the count is from 1 to 256'],
    ['Cidr of nonsense', { 'Fn::Cidr': ['10.1/16', 1, 8] }, '"10.1/16" is not a CIDR block'],
    ['Cidr of IPv6 without bits', { 'Fn::Cidr': ['2001:db8::/56', 1] }, 'nothing should be a whole number'],
    ['an unknown function', { 'Fn::Transform': {} }, 'the lab does not know the function "Fn::Transform"'],
    ['an unknown pseudo parameter', { Ref: 'AWS::Nothing' }, 'there is no pseudo parameter "AWS::Nothing"'],
    ['a missing resource', { Ref: 'Missing' }, 'there is no resource "Missing"'],
  ])('refuses %s', (_, value, message) => {
    expect(() => evaluate(value)).toThrow(message);
  });
});

describe('conditions', () => {
  const Conditions = {
    IsWest: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-west-2'] },
    IsEast: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] },
    Both: { 'Fn::And': [{ Condition: 'IsWest' }, { Condition: 'IsEast' }] },
    Either: { 'Fn::Or': [{ Condition: 'IsEast' }, { Condition: 'IsWest' }] },
    Neither: { 'Fn::Not': [{ Condition: 'Either' }] },
    Number: { 'Fn::Equals': [1, '1'] },
    Circle: { 'Fn::Not': [{ Condition: 'Circle' }] },
  };

  test.each([
    ['IsWest', true],
    ['IsEast', false],
    ['Both', false],
    ['Either', true],
    ['Neither', false],
    ['Number', true],
  ])('%s is %s', (name, expected) => {
    expect(evaluator({ Conditions }).condition(name)).toBe(expected);
  });

  test('choose a branch of Fn::If, and the other is never evaluated', () => {
    const choose = (name: string) => ({ 'Fn::If': [name, 'yes', { Ref: 'Missing' }] });
    expect(evaluate(choose('IsWest'), { Conditions })).toBe('yes');
    expect(() => evaluate(choose('IsEast'), { Conditions })).toThrow('there is no resource "Missing"');
  });

  test('are errors if they depend on themselves or do not exist', () => {
    expect(() => evaluator({ Conditions }).condition('Circle')).toThrow(
      'the condition "Circle" depends on itself',
    );
    expect(() => evaluator({ Conditions }).condition('Other')).toThrow('there is no condition "Other"');
  });

  test('of an IAM statement are not an intrinsic', () => {
    const statement = { Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
    expect(evaluate(statement)).toEqual(statement);
  });
});

describe('parameters', () => {
  const Parameters = {
    Name: { Type: 'String', Default: 'develop' },
    Count: { Type: 'Number', Default: 2 },
    Zones: { Type: 'CommaDelimitedList', Default: 'a, b' },
    Version: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/bootstrap/version' },
    Empty: { Type: 'String' },
  };

  test.each<[string, unknown]>([
    ['Name', 'develop'],
    ['Count', '2'],
    ['Zones', ['a', 'b']],
  ])('%s has its default', (name, expected) => {
    expect(evaluate({ Ref: name }, { Parameters })).toEqual(expected);
  });

  test('are errors without a value and a default', () => {
    expect(() => evaluate({ Ref: 'Empty' }, { Parameters })).toThrow(
      'the parameter "Empty" has no value: give it one with --parameter Empty=…, or a Default in the template',
    );
  });

  test('of Systems Manager are errors that name the key and the option', () => {
    expect(() => evaluate({ Ref: 'Version' }, { Parameters })).toThrow(
      'the parameter "Version" has the value that Systems Manager keeps under "/bootstrap/version", which the lab does not have: give it with --parameter Version=…',
    );
  });

  test('have the given value instead of their default, lists split, and that of Systems Manager as it is', () => {
    const given = { Name: 'production', Zones: 'c', Version: '/mine', Empty: '' };
    const refs = evaluator({ Parameters }, given).evaluate(Object.keys(given).map((Ref) => ({ Ref })));
    expect(refs).toEqual(['production', ['c'], '/mine', '']);
  });

  test.each([
    [{ Type: 'Number' }, 'two', 'the parameter "P" is "two": it takes a number'],
    [{ Type: 'String', AllowedValues: [1, 'b'] }, 'c', 'the parameter "P" is "c": it allows 1, b'],
  ])('defined as %j refuse "%s"', (definition, value, message) => {
    const asked = (given: string) =>
      evaluator({ Parameters: { P: definition } }, { P: given }).evaluate({ Ref: 'P' });
    expect(() => asked(value)).toThrow(message);
    expect(asked('1')).toBe('1');
  });
});
