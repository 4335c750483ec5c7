/** IAM's decisions with two of everything, in both orders, and what the evaluator refuses among things that it knows. */
import { describe, expect, test } from 'vitest';
import { endpointPolicies } from '../../../../../lib/lab/services/aws/iam/endpoint-policy.ts';
import { evaluate } from '../../../../../lib/lab/services/aws/iam/evaluate.ts';
import {
  matchesAction,
  matchesArn,
  matchesPattern,
} from '../../../../../lib/lab/services/aws/iam/matching.ts';
import { parsePolicy, parseResourcePolicy } from '../../../../../lib/lab/services/aws/iam/policy.ts';
import { UnknownPolicyElement } from '../../../../../lib/lab/services/aws/iam/unknown-policy-element.ts';
import type { VpcEndpoint } from '../../../../../lib/lab/template/model.ts';

const RESOURCE = 'arn:aws:s3:::b/k';
const ALLOW = { Effect: 'Allow', Action: 's3:GetObject', Resource: RESOURCE };
const DENIED = 'implicit-deny';

/** A list in both orders. */
const bothWays = <Item>(items: readonly Item[]): Item[][] => [[...items], items.toReversed()];

const contextOf = (keys: Record<string, readonly string[]>) =>
  new Map(Object.entries(keys).map(([key, values]) => [key.toLowerCase(), values]));

function decideIf(Condition: unknown, keys: Record<string, readonly string[]> = {}, change = {}) {
  const statements = parsePolicy('test', { Statement: [{ ...ALLOW, ...change, Condition }] });
  return evaluate(statements, { action: 's3:GetObject', resource: RESOURCE, context: contextOf(keys) })
    .decision;
}

const refusal = (Condition: unknown) => {
  try {
    decideIf(Condition);
  } catch (error) {
    if (error instanceof UnknownPolicyElement) return error.message;
    throw error;
  }
  return 'taken';
};

describe('matching', () => {
  test.each([
    ['abc', 'abc', true],
    ['abc', 'ab', false],
    ['abc', 'bc', false],
    ['abc', 'a*', true],
    ['abc', '*c', true],
    ['abc', 'a*c', true],
    ['abc', 'a*b', false],
    ['abc', '*', true],
    ['', '*', true],
    ['', '?', false],
    ['ac', 'a*c', true],
    ['abc', 'a?c', true],
    ['ac', 'a?c', false],
    ['abbc', 'a?c', false],
    ['a\nc', 'a?c', true],
    ['a\nb\nc', 'a*c', true],
    ['abc', 'a??*', true],
    ['abc', 'a???*', false],
    ['ABC', 'abc', false],
    // What a regular expression means by these, a policy does not.
    ['my-bucket', 'my.bucket', false],
    ['my.bucket', 'my.bucket', true],
    ['aa', 'a+', false],
    ['a+', 'a+', true],
    ['a', '(a)', false],
    ['(a)', '(a)', true],
    ['a', '[a]', false],
    ['[a]', '[a]', true],
    ['aa', 'a{2}', false],
    ['a{2}', 'a{2}', true],
    ['a', 'a|b', false],
    ['a|b', 'a|b', true],
    ['a', '^a$', false],
    ['^a$', '^a$', true],
    ['\\a', '\\a', true],
    ['7', '\\d', false],
  ])('of %j with %j is %s', (value, pattern, matches) => {
    expect(matchesPattern(value, pattern)).toBe(matches);
  });

  test('ignores the case of an action, on either side, and of nothing else', () => {
    expect(matchesAction('s3:GetObject', 'S3:GETOBJECT')).toBe(true);
    expect(matchesAction('S3:GETOBJECT', 's3:get*')).toBe(true);
    expect(matchesAction('s3:GetObject', 's3:PutObject')).toBe(false);
    expect(matchesArn('arn:aws:s3:::B/k', RESOURCE)).toBe(false);
  });

  const LAMBDA = 'arn:aws:lambda:us-west-2:111122223333:function:a';
  test.each([
    [LAMBDA, LAMBDA, true],
    [LAMBDA, 'arn:aws:lambda:*:*:function:*', true],
    [LAMBDA, 'arn:*:*:*:*:*', true],
    [LAMBDA, 'arn:aws:lambda:us-west-2:111122223333:function:b', false],
    [LAMBDA, 'arn:aws:lambda:us-east-1:111122223333:function:a', false],
    [LAMBDA, 'arn:aws:lambda:us-west-2:444455556666:function:a', false],
    [LAMBDA, 'arn:aws:sts:us-west-2:111122223333:function:a', false],
    [LAMBDA, 'arn:aws-cn:lambda:us-west-2:111122223333:function:a', false],
    // A wildcard crosses a colon in the last part only.
    [LAMBDA, 'arn:aws:lambda:*:a', false],
    [LAMBDA, 'arn:aws:*:111122223333:function:a', false],
    [LAMBDA, 'arn:aws:lambda:us-west-2:111122223333:f*a', true],
    ['arn:aws:s3:::b', 'arn:aws:s3:::b', true],
    ['arn:aws:s3:::b', 'arn:aws:s3:::b:c', false],
    // With fewer than six parts neither side is an ARN.
    [LAMBDA, 'arn:aws:lambda', false],
    [LAMBDA, 'arn:aws:lambda:us-west-2:111122223333', false],
    [LAMBDA, '*', false],
    ['*', 'arn:*:*:*:*:*', false],
    ['arn:aws:lambda', 'arn:aws:lambda', false],
    ['arn:aws:lambda:us-west-2:1', 'arn:aws:lambda:us-west-2:1:*', false],
    ['arn:aws:lambda:us-west-2:1', 'arn:aws:lambda:us-west-2:1', false],
  ])('of the ARN %s with %s is %s', (arn, pattern, matches) => {
    expect(matchesArn(arn, pattern)).toBe(matches);
  });
});

describe('a decision with two of everything', () => {
  const decide = (statements: readonly unknown[]) => {
    const parsed = parsePolicy('test', { Statement: statements });
    return evaluate(parsed, { action: 's3:GetObject', resource: RESOURCE, context: new Map() });
  };
  const other = { ...ALLOW, Action: 's3:PutObject', Sid: 'Other' };
  const mine = { ...ALLOW, Sid: 'Mine' };
  const deny = { ...ALLOW, Effect: 'Deny', Sid: 'Deny' };
  const foreignDeny = { ...other, Effect: 'Deny' };

  test('takes the statement that applies, and names it', () => {
    for (const statements of bothWays([other, mine])) {
      const { decision, statement } = decide(statements);
      expect([decision, statement?.label]).toEqual(['allow', expect.stringContaining('(Mine)')]);
    }
    for (const statements of bothWays([mine, deny])) {
      const { decision, statement } = decide(statements);
      expect([decision, statement?.label]).toEqual(['explicit-deny', expect.stringContaining('(Deny)')]);
    }
    for (const statements of bothWays([mine, foreignDeny])) expect(decide(statements).decision).toBe('allow');
    for (const statements of bothWays([other, foreignDeny]))
      expect(decide(statements)).toEqual({ decision: DENIED, statement: null });
  });

  test('one action and one resource of several are enough', () => {
    for (const Action of bothWays(['s3:PutObject', 's3:GetObject']))
      expect(decide([{ ...ALLOW, Action }]).decision).toBe('allow');
    for (const Resource of bothWays(['arn:aws:s3:::other', RESOURCE]))
      expect(decide([{ ...ALLOW, Resource }]).decision).toBe('allow');
    const neither = { ...ALLOW, Action: ['s3:PutObject', 's3:List*'] };
    expect(decide([neither]).decision).toBe(DENIED);
    expect(decide([{ ...ALLOW, Resource: ['arn:aws:s3:::other', 'arn:aws:s3:::b'] }]).decision).toBe(DENIED);
  });

  test('the label of a statement is its place, and its Sid where it has one', () => {
    const labels = parsePolicy('p', { Statement: [ALLOW, mine] }).map(({ label }) => label);
    expect(labels).toEqual(['policy "p", statement 0', 'policy "p", statement 1 (Mine)']);
    expect(parsePolicy('p', { Version: '2012-10-17', Id: 'x', Statement: ALLOW })).toMatchObject([
      { effect: 'Allow', actions: ['s3:GetObject'], resources: [RESOURCE], conditions: [], principals: null },
    ]);
  });
});

describe('a condition with two of everything', () => {
  test('of addresses takes the blocks and single addresses of either family', () => {
    const blocks = ['2001:db8::/32', '10.1.0.0/16', '192.0.2.7', '2001:db9::7'];
    const from = (source: string) => ({ 'aws:SourceIp': [source] });
    for (const values of bothWays(blocks)) {
      for (const [source, inside] of [
        ['2001:db8:ffff::1', true],
        ['2001:db7::1', false],
        ['2001:db9::7', true],
        ['2001:db9::6', false],
        ['2001:db9::8', false],
        ['10.1.255.255', true],
        ['10.2.0.0', false],
        ['192.0.2.7', true],
        ['192.0.2.6', false],
        ['192.0.2.8', false],
      ] as const) {
        expect(decideIf({ IpAddress: { 'aws:SourceIp': values } }, from(source)), source).toBe(
          inside ? 'allow' : DENIED,
        );
        expect(decideIf({ NotIpAddress: { 'aws:SourceIp': values } }, from(source)), source).toBe(
          inside ? DENIED : 'allow',
        );
      }
    }
  });

  test('of one IPv4 block says nothing about an IPv6 address, and the reverse', () => {
    expect(
      decideIf({ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }, { 'aws:SourceIp': ['2001:db8::1'] }),
    ).toBe(DENIED);
    expect(decideIf({ IpAddress: { 'aws:SourceIp': '::/0' } }, { 'aws:SourceIp': ['10.1.2.3'] })).toBe(
      DENIED,
    );
    expect(decideIf({ IpAddress: { 'aws:SourceIp': '::/0' } }, { 'aws:SourceIp': ['2001:db8::1'] })).toBe(
      'allow',
    );
  });

  test.each(['ArnEquals', 'ArnLike'])('of ARNs (%s) takes any of them', (operator) => {
    const arn = (name: string) => `arn:aws:lambda:us-west-2:111122223333:function:${name}`;
    const condition = (names: string[]) => ({ [operator]: { 'lambda:SourceFunctionArn': names.map(arn) } });
    for (const names of bothWays(['a', 'b'])) {
      expect(decideIf(condition(names), { 'lambda:SourceFunctionArn': [arn('a')] })).toBe('allow');
      expect(decideIf(condition(names), { 'lambda:SourceFunctionArn': [arn('c')] })).toBe(DENIED);
    }
    expect(
      decideIf(
        { [operator]: { 'lambda:SourceFunctionArn': 'arn:aws:lambda' } },
        { 'lambda:SourceFunctionArn': [arn('a')] },
      ),
    ).toBe(DENIED);
  });

  test.each([
    ['StringEquals', 'allow', DENIED, DENIED],
    ['StringNotEquals', DENIED, 'allow', 'allow'],
  ])('of strings (%s) with one of them, another, and none', (operator, one, another, none) => {
    for (const values of bothWays(['vpce-1', 'vpce-2'])) {
      const condition = { [operator]: { 'aws:SourceVpce': values } };
      for (const value of ['vpce-1', 'vpce-2'])
        expect(decideIf(condition, { 'aws:SourceVpce': [value] })).toBe(one);
      expect(decideIf(condition, { 'aws:SourceVpce': ['vpce-3'] })).toBe(another);
      expect(decideIf(condition)).toBe(none);
    }
  });

  test.each([
    [['a'], 'allow'],
    [['b', 'a'], 'allow'],
    [['a', 'c'], DENIED],
    [['c', 'a'], DENIED],
    [[], 'allow'],
  ])('of every value of a key (%j) is %s', (present, decision) => {
    const condition = { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['a', 'b'] } };
    expect(decideIf(condition, { 'dynamodb:LeadingKeys': present })).toBe(decision);
  });

  test('of a key with two values is decided by either of them', () => {
    const lambda = (name: string) => `arn:aws:lambda:us-west-2:111122223333:function:${name}`;
    for (const [operator, key, value, present, decision] of [
      ['IpAddress', 'aws:SourceIp', '10.1.0.0/16', ['10.1.2.3', '10.2.2.3'], 'allow'],
      ['NotIpAddress', 'aws:SourceIp', '10.1.0.0/16', ['10.1.2.3', '10.2.2.3'], DENIED],
      ['StringEquals', 'aws:SourceVpce', 'vpce-1', ['vpce-1', 'vpce-2'], 'allow'],
      ['StringNotEquals', 'aws:SourceVpce', 'vpce-1', ['vpce-1', 'vpce-2'], DENIED],
      ['ArnLike', 'lambda:SourceFunctionArn', lambda('a'), [lambda('a'), lambda('b')], 'allow'],
    ] as const)
      for (const values of bothWays<string>(present))
        expect(decideIf({ [operator]: { [key]: value } }, { [key]: values }), operator).toBe(decision);
  });

  test('of absence takes both answers where both are given', () => {
    const absent = (value: unknown, keys = {}) => decideIf({ Null: { 'aws:SourceVpce': value } }, keys);
    const present = { 'aws:SourceVpce': ['vpce-1'] };
    expect([absent(true), absent('true'), absent(false), absent('false')]).toEqual([
      'allow',
      'allow',
      DENIED,
      DENIED,
    ]);
    expect([absent(true, present), absent(false, present)]).toEqual([DENIED, 'allow']);
    expect([absent(['true', 'false']), absent(['true', 'false'], present)]).toEqual(['allow', 'allow']);
    expect(decideIf({ Null: { 'dynamodb:LeadingKeys': 'true' } })).toBe('allow');
  });

  test('must hold for each key and each operator, in either order', () => {
    const keys = { 'aws:SourceVpce': ['vpce-1'], 'aws:PrincipalAccount': ['111122223333'] };
    const two = (vpce: string, account: string) =>
      bothWays(Object.entries({ 'aws:SourceVpce': vpce, 'aws:PrincipalAccount': account })).map(
        Object.fromEntries,
      );
    for (const tests of two('vpce-1', '111122223333'))
      expect(decideIf({ StringEquals: tests }, keys)).toBe('allow');
    for (const tests of [...two('vpce-2', '111122223333'), ...two('vpce-1', '4')])
      expect(decideIf({ StringEquals: tests }, keys)).toBe(DENIED);
    const operators = { StringEquals: { 'aws:SourceVpce': 'vpce-1' }, Null: { 'aws:SourceVpc': 'false' } };
    for (const condition of bothWays(Object.entries(operators)).map(Object.fromEntries))
      expect(decideIf(condition, keys)).toBe(DENIED);
  });

  test('compares a boolean as the text of it, and a key in any case', () => {
    expect(decideIf({ StringEquals: { 'AWS:sourceVPCE': 'vpce-1' } }, { 'aws:SourceVpce': ['vpce-1'] })).toBe(
      'allow',
    );
    expect(
      decideIf({ StringEquals: { 'aws:SecureTransport': true } }, { 'aws:SecureTransport': ['true'] }),
    ).toBe('allow');
    expect(
      decideIf({ StringEquals: { 'aws:SecureTransport': false } }, { 'aws:SecureTransport': ['true'] }),
    ).toBe(DENIED);
  });

  test('is none where it is empty or absent', () => {
    for (const condition of [undefined, null, {}, { StringEquals: {} }])
      expect(decideIf(condition)).toBe('allow');
  });
});

describe('a condition is refused with', () => {
  const place = 'policy "test", statement 0';
  const value = (operator: string, key: string, wrong: string) =>
    `${place}, ${operator}, ${key}: the lab cannot evaluate the value ${wrong}`;

  test.each<[string, unknown, string]>([
    ['no value', { StringEquals: { 'aws:SourceVpce': [] } }, value('StringEquals', 'aws:SourceVpce', '[]')],
    ['a number', { StringEquals: { 'aws:SourceVpce': 7 } }, value('StringEquals', 'aws:SourceVpce', '7')],
    [
      'no text',
      { StringEquals: { 'aws:SourceVpce': [null] } },
      value('StringEquals', 'aws:SourceVpce', '[null]'),
    ],
    [
      'an unresolved value among others',
      { StringEquals: { 'aws:SourceVpce': ['vpce-1', { Ref: 'Endpoint' }] } },
      value('StringEquals', 'aws:SourceVpce', '{"Ref":"Endpoint"}'),
    ],
    [
      'a variable among others',
      { StringEquals: { 'aws:SourceVpce': ['vpce-1', `\${aws:username}`] } },
      value('StringEquals', 'aws:SourceVpce', `"\${aws:username}"`),
    ],
    [
      'another answer about absence',
      { Null: { 'aws:SourceVpce': 'maybe' } },
      value('Null', 'aws:SourceVpce', '"maybe"'),
    ],
    [
      'a block that is too long',
      { NotIpAddress: { 'aws:SourceIp': ['10.1.0.0/16', '10.1.0.0/33'] } },
      value('NotIpAddress', 'aws:SourceIp', '"10.1.0.0/33"'),
    ],
    [
      'a name as an address',
      { IpAddress: { 'aws:SourceIp': 'vpc' } },
      value('IpAddress', 'aws:SourceIp', '"vpc"'),
    ],
    [
      'a list for the operators',
      ['StringEquals'],
      `${place}, Condition: ["StringEquals"] should be an object`,
    ],
    ['text for the operators', 'StringEquals', `${place}, Condition: "StringEquals" should be an object`],
    ['a list for the keys', { StringEquals: ['x'] }, `${place}, StringEquals: ["x"] should be an object`],
    ['nothing for the keys', { StringEquals: null }, `${place}, StringEquals: null should be an object`],
    [
      'the name of an object’s method as the operator',
      { toString: { 'aws:SourceVpce': 'x' } },
      `${place}: the lab cannot evaluate the condition operator "toString", only IpAddress, NotIpAddress, StringEquals, StringNotEquals, ArnEquals, ArnLike, Null, ForAllValues:StringEquals: use one of these, or remove the condition`,
    ],
    [
      'several values under a plain operator',
      { StringEquals: { 'DynamoDB:leadingKeys': 'x' } },
      `${place}: the condition key "DynamoDB:leadingKeys" has several values: compare it with ForAllValues:StringEquals, not "StringEquals"`,
    ],
  ])('%s', (_, condition, message) => {
    expect(refusal(condition)).toBe(message);
  });

  test('one wrong key among known ones, in either order', () => {
    for (const tests of bothWays(Object.entries({ 'aws:SourceVpce': 'x', 'aws:PrincipalOrgID': 'o' })))
      expect(refusal({ StringEquals: Object.fromEntries(tests) })).toMatch(
        /the condition key "aws:PrincipalOrgID", only aws:SourceIp, .*dynamodb:LeadingKeys: use one of these/,
      );
  });

  test.each([
    'aws:SourceIp',
    'aws:SourceVpc',
    'aws:SourceVpce',
    'aws:SecureTransport',
    'aws:PrincipalArn',
    'aws:PrincipalAccount',
    'aws:ResourceAccount',
    'lambda:SourceFunctionArn',
  ])('but not for its key: %s', (key) => {
    expect(refusal({ StringNotEquals: { [key]: 'x' } })).toBe('taken');
  });
});

describe('a document is refused with', () => {
  const message = (document: unknown) => {
    try {
      parsePolicy('p', document);
    } catch (error) {
      if (error instanceof UnknownPolicyElement) return error.message;
      throw error;
    }
    return 'taken';
  };
  const place = 'policy "p", statement 1';

  test.each<[string, unknown, string]>([
    ['text for a document', 'text', 'policy "p": "text" should be an object'],
    ['a list for a document', [ALLOW], /^policy "p": \[.*\] should be an object$/ as never],
    ['nothing for a document', null, 'policy "p": null should be an object'],
    [
      'an element of its own',
      { Statement: ALLOW, Statements: [] },
      'policy "p": the lab cannot evaluate the element "Statements", only Version, Id, Statement: rewrite the policy with these',
    ],
    ['no statement', {}, 'policy "p", statement 0: undefined should be an object'],
  ])('%s', (_, document, expected) => {
    expect(message(document)).toMatch(expected);
  });

  test.each<[string, unknown, string]>([
    ['text', 'Allow', `${place}: "Allow" should be an object`],
    [
      'an unknown element',
      { ...ALLOW, NotResource: '*' },
      `${place}: the lab cannot evaluate the element "NotResource"`,
    ],
    [
      'a principal',
      { ...ALLOW, Principal: '*' },
      `${place}: the lab cannot evaluate the element "Principal"`,
    ],
    [
      'no effect',
      { ...ALLOW, Effect: undefined },
      `${place}: the Effect undefined should be "Allow" or "Deny"`,
    ],
    [
      'the effect in lower case',
      { ...ALLOW, Effect: 'deny' },
      `${place}: the Effect "deny" should be "Allow" or "Deny"`,
    ],
    [
      'no action',
      { ...ALLOW, Action: undefined },
      `${place}: the Action undefined should be a string without`,
    ],
    [
      'an empty list of actions',
      { ...ALLOW, Action: [] },
      `${place}: the Action [] should be a string without`,
    ],
    [
      'one action of several that is not text',
      { ...ALLOW, Action: ['s3:*', 7] },
      `${place}: the Action 7 should be a string`,
    ],
    [
      'one resource of several with a variable',
      { ...ALLOW, Resource: [RESOURCE, `arn:aws:s3:::\${x}/*`] },
      `${place}: the Resource "arn:aws:s3:::\${x}/*" should be a string without policy variables`,
    ],
    [
      'one resource of several that is half an ARN',
      { ...ALLOW, Resource: [RESOURCE, 'arn:aws:s3::'] },
      `${place}: the Resource "arn:aws:s3::" should be "*" or an ARN of six parts`,
    ],
  ])('%s for a statement', (_, statement, expected) => {
    expect(message({ Statement: [ALLOW, statement] })).toContain(expected);
  });
});

describe('principals with two of everything', () => {
  const caller = contextOf({
    'aws:PrincipalArn': ['arn:aws:iam::111122223333:role/probe'],
    'aws:PrincipalAccount': ['111122223333'],
  });
  const decideFor = (AWS: unknown, context: ReadonlyMap<string, readonly string[]> = caller) => {
    const statements = parseResourcePolicy('test', { Statement: { ...ALLOW, Principal: { AWS } } });
    return evaluate(statements, { action: 's3:GetObject', resource: RESOURCE, context }).decision;
  };

  test('one of several is enough', () => {
    for (const mine of [
      '*',
      '111122223333',
      'arn:aws:iam::111122223333:root',
      'arn:aws:iam::111122223333:role/probe',
    ])
      for (const principals of bothWays(['444455556666', mine]))
        expect(decideFor(principals), mine).toBe('allow');
    expect(decideFor(['444455556666', 'arn:aws:iam::444455556666:root'])).toBe(DENIED);
    expect(decideFor(['arn:aws:iam::111122223333:role/probe2', 'arn:aws:iam::444455556666:role/probe'])).toBe(
      DENIED,
    );
  });

  test('a call without a caller is everyone’s only', () => {
    expect(decideFor('*', new Map())).toBe('allow');
    expect(decideFor('111122223333', new Map())).toBe(DENIED);
    expect(decideFor('arn:aws:iam::111122223333:root', new Map())).toBe(DENIED);
  });

  test('one unknown principal among known ones is refused, in either order', () => {
    for (const wrong of [
      'arn:aws:iam::*:root',
      'arn:aws:iam::111122223333:user/x',
      'arn:aws:sts::111122223333:assumed-role/x/y',
      '11112222333',
      '1111222233334',
      'x111122223333',
      'xarn:aws:iam::111122223333:root',
      'arn:aws:iam::111122223333:rootx',
      7,
      { Ref: 'Role' },
    ])
      for (const principals of bothWays(['111122223333', wrong]))
        expect(() => decideFor(principals), String(wrong)).toThrow(
          `policy "test", statement 0: the Principal ${JSON.stringify({ AWS: principals })} should be "*", or AWS with account ids`,
        );
  });

  test('roles of other partitions and with paths are known', () => {
    expect(decideFor('arn:aws-us-gov:iam::111122223333:role/path/to/role+=,.@-_x')).toBe(DENIED);
  });

  test('a principal that is neither text nor an object is refused', () => {
    for (const Principal of [7, ['*'], 'everyone'])
      expect(() => parseResourcePolicy('test', { Statement: { ...ALLOW, Principal } })).toThrow(
        `policy "test", statement 0, Principal: ${JSON.stringify(Principal)} should be an object`,
      );
  });
});

describe('the policy of an endpoint', () => {
  const endpoint = (id: string, policyDocument: unknown): VpcEndpoint =>
    ({ id, logicalId: `Endpoint${id}`, policyDocument }) as VpcEndpoint;
  const document = (Action: string) => ({ Statement: { ...ALLOW, Action, Principal: '*' } });

  test('is its own, as an object or as text; one without a policy has none', () => {
    const policies = endpointPolicies([
      endpoint('1', document('s3:One')),
      endpoint('2', null),
      endpoint('3', JSON.stringify(document('s3:Three'))),
    ]);
    expect([...policies].map(([id, statements]) => [id, statements.map(({ actions }) => actions)])).toEqual([
      ['1', [['s3:One']]],
      ['3', [['s3:Three']]],
    ]);
    expect(policies.get('1')?.[0]?.label).toBe('policy "Endpoint1", statement 0');
  });

  test('is refused by name where it cannot be read', () => {
    expect(() => endpointPolicies([endpoint('1', null), endpoint('2', '{')])).toThrow(
      /^Endpoint2 \(AWS::EC2::VPCEndpoint\): PolicyDocument: should be JSON \(.+\)$/,
    );
    expect(() => endpointPolicies([endpoint('1', { Statement: ALLOW })])).toThrow(
      'Endpoint1 (AWS::EC2::VPCEndpoint): PolicyDocument: policy "Endpoint1", statement 0: the Principal undefined',
    );
  });
});
