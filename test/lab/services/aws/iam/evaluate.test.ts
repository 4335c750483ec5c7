/** How IAM decides a call: statements, wildcards, conditions, principals, and what the evaluator refuses. */
import { describe, expect, test } from 'vitest';
import { evaluate } from '../../../../../lib/lab/services/aws/iam/evaluate.ts';
import { parsePolicy, parseResourcePolicy } from '../../../../../lib/lab/services/aws/iam/policy.ts';
import { UnknownPolicyElement } from '../../../../../lib/lab/services/aws/iam/unknown-policy-element.ts';

const RESOURCE = 'arn:aws:s3:::lab-bucket/folder/key';
const ALLOW = { Effect: 'Allow', Action: 's3:GetObject', Resource: RESOURCE };

interface Call {
  readonly action?: string;
  readonly resource?: string;
  readonly keys?: Readonly<Record<string, readonly string[]>>;
}

function decide(statements: unknown, { action = 's3:GetObject', resource = RESOURCE, keys = {} }: Call = {}) {
  const parsed = parsePolicy('test', { Version: '2012-10-17', Statement: statements });
  const context = new Map(Object.entries(keys).map(([key, values]) => [key.toLowerCase(), values]));
  return evaluate(parsed, { action, resource, context });
}

function decideIf(condition: unknown, keys: Call['keys'] = {}) {
  return decide({ ...ALLOW, Condition: condition }, { keys }).decision;
}

describe('a decision', () => {
  test('denies what nothing allows', () => {
    expect(decide([])).toEqual({ decision: 'implicit-deny', statement: null });
    expect(decide(ALLOW, { action: 's3:PutObject' }).decision).toBe('implicit-deny');
    expect(decide(ALLOW, { resource: 'arn:aws:s3:::lab-bucket/other' }).decision).toBe('implicit-deny');
  });

  test('allows what a statement allows, and names it', () => {
    const { decision, statement } = decide([{ ...ALLOW, Sid: 'Read' }]);
    expect(decision).toBe('allow');
    expect(statement?.label).toBe('policy "test", statement 0 (Read)');
  });

  test('denies what a statement denies, wherever it stands', () => {
    const deny = { Effect: 'Deny', Action: 's3:*', Resource: '*' };
    expect(decide([ALLOW, deny]).decision).toBe('explicit-deny');
    expect(decide([deny, ALLOW]).decision).toBe('explicit-deny');
    expect(decide([ALLOW, { ...deny, Action: 's3:Put*' }]).decision).toBe('allow');
  });

  test.each([
    ['s3:*', true],
    ['S3:getobject', true],
    ['*', true],
    ['s3:Get?bject', true],
    ['s3:Get', false],
    ['s3:Get.bject', false],
  ])('matches the action %s: %s', (Action, matches) => {
    expect(decide({ ...ALLOW, Action }).decision).toBe(matches ? 'allow' : 'implicit-deny');
  });

  test.each([
    ['*', true],
    ['arn:aws:s3:::lab-bucket/*', true],
    ['arn:*:s3:::lab-bucket/folder/ke?', true],
    ['arn:aws:s3:::lab-bucket', false],
    ['arn:aws:s3:::LAB-bucket/*', false],
    ['arn:aws:*:lab-bucket/*:::', false],
  ])('matches the resource %s: %s', (Resource, matches) => {
    expect(decide({ ...ALLOW, Resource }).decision).toBe(matches ? 'allow' : 'implicit-deny');
  });

  test('takes lists of actions and resources', () => {
    const statement = {
      ...ALLOW,
      Action: ['s3:PutObject', 's3:GetObject'],
      Resource: ['arn:aws:s3:::x', RESOURCE],
    };
    expect(decide(statement).decision).toBe('allow');
  });

  test('allows an action without a resource only by a statement for every resource', () => {
    const call = { action: 'ec2:DescribeRouteTables', resource: '*' };
    expect(decide({ ...ALLOW, Action: 'ec2:*', Resource: '*' }, call).decision).toBe('allow');
    expect(decide({ ...ALLOW, Action: 'ec2:*', Resource: 'arn:aws:ec2:*:*:*' }, call).decision).toBe(
      'implicit-deny',
    );
  });
});

describe('a condition', () => {
  const vpc = { 'aws:SourceIp': ['2001:db8:1234:1a00::/56'] };
  const inside = { 'aws:SourceIp': ['2001:db8:1234:1a02::5'] };
  const outside = { 'aws:SourceIp': ['2001:db8:9999::5'] };
  const mapped = { 'aws:SourceIp': ['10.1.2.3'] };

  test('IpAddress holds inside the block, but not for another family or without an address', () => {
    expect(decideIf({ IpAddress: vpc }, inside)).toBe('allow');
    expect(decideIf({ IpAddress: vpc }, outside)).toBe('implicit-deny');
    expect(decideIf({ IpAddress: vpc }, mapped)).toBe('implicit-deny');
    expect(decideIf({ IpAddress: vpc })).toBe('implicit-deny');
    expect(decideIf({ IpAddress: { 'aws:sourceip': '10.1.2.3' } }, mapped)).toBe('allow');
  });

  test('NotIpAddress is the opposite, and holds without an address', () => {
    expect(decideIf({ NotIpAddress: vpc }, inside)).toBe('implicit-deny');
    expect(decideIf({ NotIpAddress: vpc }, outside)).toBe('allow');
    expect(decideIf({ NotIpAddress: vpc })).toBe('allow');
  });

  test('StringEquals compares exactly, with any of its values', () => {
    const condition = { StringEquals: { 'aws:SourceVpce': ['vpce-1', 'vpce-2'] } };
    expect(decideIf(condition, { 'aws:SourceVpce': ['vpce-2'] })).toBe('allow');
    expect(decideIf(condition, { 'aws:SourceVpce': ['VPCE-2'] })).toBe('implicit-deny');
    expect(decideIf(condition)).toBe('implicit-deny');
  });

  test.each(['ArnEquals', 'ArnLike'])('%s compares part by part, with wildcards', (operator) => {
    const condition = {
      [operator]: { 'lambda:SourceFunctionArn': 'arn:aws:lambda:*:111122223333:function:lab-*' },
    };
    const arn = 'arn:aws:lambda:us-west-2:111122223333:function:lab-probe';
    expect(decideIf(condition, { 'lambda:SourceFunctionArn': [arn] })).toBe('allow');
    expect(decideIf(condition, { 'lambda:SourceFunctionArn': [arn.replace('lab-', '')] })).toBe(
      'implicit-deny',
    );
    expect(decideIf(condition)).toBe('implicit-deny');
  });

  test('StringNotEquals holds for every other value, and without a value', () => {
    const condition = { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } };
    expect(decideIf(condition)).toBe('allow');
    expect(decideIf(condition, { 'aws:SourceVpce': ['vpce-2'] })).toBe('allow');
    expect(decideIf(condition, { 'aws:SourceVpce': ['vpce-1'] })).toBe('implicit-deny');
  });

  test('Null tests whether the key is absent', () => {
    const absent = { Null: { 'lambda:SourceFunctionArn': 'true' } };
    expect(decideIf(absent)).toBe('allow');
    expect(decideIf(absent, { 'lambda:SourceFunctionArn': ['x'] })).toBe('implicit-deny');
    expect(decideIf({ Null: { 'lambda:SourceFunctionArn': false } })).toBe('implicit-deny');
  });

  test('ForAllValues:StringEquals holds if every value of the request matches, and without a value', () => {
    const condition = { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['a', 'b'] } };
    expect(decideIf(condition, { 'dynamodb:LeadingKeys': ['a', 'b'] })).toBe('allow');
    expect(decideIf(condition, { 'dynamodb:LeadingKeys': ['a', 'c'] })).toBe('implicit-deny');
    expect(decideIf(condition)).toBe('allow');
  });

  test('holds only if every operator and key holds', () => {
    const condition = { IpAddress: vpc, Null: { 'aws:SourceVpce': 'true' } };
    expect(decideIf(condition, inside)).toBe('allow');
    expect(decideIf(condition, { ...inside, 'aws:SourceVpce': ['vpce-1'] })).toBe('implicit-deny');
  });
});

describe('what the evaluator does not know', () => {
  test.each([
    ['a condition operator', { Condition: { StringLike: { 'aws:SourceVpce': 'x' } } }, 'StringLike'],
    [
      'an operator with IfExists',
      { Condition: { IpAddressIfExists: { 'aws:SourceIp': '::/0' } } },
      'IpAddressIfExists',
    ],
    ['a condition key', { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'x' } } }, 'aws:PrincipalOrgID'],
    [
      'several values under a plain operator',
      { Condition: { StringEquals: { 'dynamodb:LeadingKeys': 'x' } } },
      'ForAllValues:StringEquals',
    ],
    ['a wrong address', { Condition: { IpAddress: { 'aws:SourceIp': '10.1.0.0/33' } } }, '10.1.0.0/33'],
    ['a policy variable', { Resource: `arn:aws:s3:::b/\${aws:username}` }, `\${aws:username}`],
    ['an element', { NotAction: 's3:*' }, 'NotAction'],
    ['an effect', { Effect: 'Perhaps' }, 'Perhaps'],
    ['an unresolved value', { Resource: { Ref: 'Bucket' } }, '{"Ref":"Bucket"}'],
    ['a missing resource', { Resource: undefined }, 'Resource'],
    ['half an ARN', { Resource: 'arn:aws:s3*' }, 'arn:aws:s3*'],
  ])('%s is an error that names it', (_, change, named) => {
    const parse = () => parsePolicy('test', { Statement: [ALLOW, { ...ALLOW, ...change }] });
    expect(parse).toThrow(UnknownPolicyElement);
    expect(parse).toThrow('policy "test", statement 1');
    expect(parse).toThrow(named);
  });
});

describe('the policy of a resource', () => {
  const caller = new Map([
    ['aws:principalarn', ['arn:aws:iam::111122223333:role/probe']],
    ['aws:principalaccount', ['111122223333']],
  ]);

  function decideFor(Principal: unknown) {
    const statements = parseResourcePolicy('test', { Statement: { ...ALLOW, Principal } });
    return evaluate(statements, { action: 's3:GetObject', resource: RESOURCE, context: caller }).decision;
  }

  test.each([
    ['*', 'allow'],
    [{ AWS: '*' }, 'allow'],
    [{ AWS: ['arn:aws:iam::111122223333:role/other', 'arn:aws:iam::111122223333:role/probe'] }, 'allow'],
    [{ AWS: 'arn:aws:iam::111122223333:root' }, 'allow'],
    [{ AWS: '111122223333' }, 'allow'],
    [{ AWS: '444455556666' }, 'implicit-deny'],
    [{ AWS: 'arn:aws:iam::444455556666:root' }, 'implicit-deny'],
    [{ AWS: 'arn:aws:iam::111122223333:role/other' }, 'implicit-deny'],
  ])('applies to the principals that it names: %j', (principal, decision) => {
    expect(decideFor(principal)).toBe(decision);
  });

  test.each([
    ['none', undefined],
    ['a service', { Service: 'lambda.amazonaws.com' }],
    ['a service besides', { AWS: '*', Service: 'lambda.amazonaws.com' }],
    ['a pattern', { AWS: 'arn:aws:iam::*:root' }],
    ['an empty list', { AWS: [] }],
  ])('is refused with %s as its principal', (_, principal) => {
    expect(() => decideFor(principal)).toThrow(UnknownPolicyElement);
    expect(() => decideFor(principal)).toThrow('policy "test", statement 0: the Principal');
  });

  test('that is identity-based must not name a principal', () => {
    expect(() => decide({ ...ALLOW, Principal: '*' })).toThrow('"Principal"');
  });
});
