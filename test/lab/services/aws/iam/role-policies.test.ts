/** The policies of a role: which ones count, and which the lab refuses. */
import { describe, expect, test } from 'vitest';
import { readRole } from '../../../../../lib/lab/services/aws/iam/role-policies.ts';
import type { Model, OtherResource } from '../../../../../lib/lab/template/model.ts';
import { UserError } from '../../../../../lib/user-error.ts';
import { model, role } from '../../loopback-internet.ts';

const document = (Action: string) => ({ Statement: { Effect: 'Allow', Action, Resource: '*' } });

function withResources(roleProperties: Record<string, unknown>, ...others: OtherResource[]): Model {
  const base = role([]);
  return {
    ...model(),
    others: [{ ...base, properties: { ...base.properties, ...roleProperties } }, ...others],
  };
}

function actions(changed: Model): string[] {
  return readRole(changed, 'Role').statements.flatMap((statement) => statement.actions);
}

/** The message of the user's error. */
function messageOf(changed: Model): string {
  try {
    actions(changed);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error('the role has no error');
}

describe("a role's policies", () => {
  test('are its inline policies and those that name it', () => {
    const inline = { Policies: [{ PolicyName: 'own', PolicyDocument: document('s3:GetObject') }] };
    const attached = {
      logicalId: 'Attached',
      type: 'AWS::IAM::Policy',
      id: 'attached',
      properties: { Roles: ['lab-role'], PolicyDocument: document('s3:PutObject') },
    };
    const foreign = { ...attached, properties: { Roles: ['another'], PolicyDocument: document('s3:*') } };
    expect(actions(withResources(inline, attached, foreign))).toEqual(['s3:GetObject', 's3:PutObject']);
  });

  const managed = (id: string, Action: string, properties = {}): OtherResource => ({
    logicalId: id,
    type: 'AWS::IAM::ManagedPolicy',
    id: `arn:aws:iam::111122223333:policy/${id}`,
    properties: { PolicyDocument: document(Action), ...properties },
  });
  const attachedAs = (type: string, Action: string, properties: Record<string, unknown>): OtherResource => ({
    logicalId: type,
    type,
    id: type,
    properties: { PolicyDocument: document(Action), ...properties },
  });

  test('are its own managed policy, and not its neighbour', () => {
    const neighbours = [managed('other', 's3:Other'), managed('mine', 's3:Mine')];
    const mine = { ManagedPolicyArns: ['arn:aws:iam::111122223333:policy/mine'] };
    for (const others of [neighbours, neighbours.toReversed()])
      expect(actions(withResources(mine, ...others))).toEqual(['s3:Mine']);
    const both = { ManagedPolicyArns: [...mine.ManagedPolicyArns, 'arn:aws:iam::111122223333:policy/other'] };
    expect(actions(withResources(both, ...neighbours))).toEqual(['s3:Mine', 's3:Other']);
  });

  test('are not those of another resource with the ARN of a managed policy', () => {
    const arn = 'arn:aws:iam::111122223333:policy/mine';
    const other = { ...managed('mine', 's3:Mine'), type: 'AWS::IAM::Group' };
    expect(messageOf(withResources({ ManagedPolicyArns: [arn] }, other))).toContain(
      `the lab cannot evaluate the managed policy "${arn}"`,
    );
  });

  test('are what a policy, a role policy and a managed policy attach to it, among other roles', () => {
    const others = [
      attachedAs('AWS::IAM::Policy', 's3:Policy', { Roles: ['another', 'lab-role'] }),
      attachedAs('AWS::IAM::RolePolicy', 's3:RolePolicy', { RoleName: 'lab-role' }),
      managed('attached', 's3:Managed', { Roles: ['lab-role', 'another'] }),
      attachedAs('AWS::IAM::GroupPolicy', 's3:Group', { RoleName: 'lab-role' }),
      attachedAs('AWS::IAM::RolePolicy', 's3:Foreign', { RoleName: 'another' }),
      managed('free', 's3:Free'),
    ];
    for (const given of [others, others.toReversed()])
      expect(actions(withResources({}, ...given)).sort()).toEqual([
        's3:Managed',
        's3:Policy',
        's3:RolePolicy',
      ]);
  });

  test('are named by their resource where they have no name', () => {
    const label = (properties: Record<string, unknown>) =>
      readRole(
        withResources({ Policies: undefined }, attachedAs('AWS::IAM::Policy', 's3:X', properties)),
        'Role',
      ).statements[0]?.label;
    expect(label({ Roles: ['lab-role'] })).toBe('policy "AWS::IAM::Policy", statement 0');
    expect(label({ Roles: ['lab-role'], PolicyName: 'mine' })).toBe('policy "mine", statement 0');
  });

  test('are none for a role without policies', () => {
    expect(readRole(withResources({ Policies: undefined }), 'Role')).toEqual({
      name: 'lab-role',
      statements: [],
    });
  });

  test('of the role that a function has, where the template has several roles', () => {
    const base = withResources({ Policies: [{ PolicyName: 'own', PolicyDocument: document('s3:Own') }] });
    const second = { ...role([]), logicalId: 'Second', id: 'second-role' };
    for (const others of [
      [...base.others, second],
      [second, ...base.others],
    ]) {
      expect(actions({ ...base, others })).toEqual(['s3:Own']);
      expect(readRole({ ...base, others }, 'Second')).toEqual({ name: 'second-role', statements: [] });
    }
  });

  test.each(['AWSLambdaBasicExecutionRole', 'AWSLambdaVPCAccessExecutionRole'])(
    'include the logs of %s',
    (name) => {
      const arn = `arn:aws:iam::aws:policy/service-role/${name}`;
      const found = actions(withResources({ ManagedPolicyArns: [arn] }));
      expect(found.slice(0, 3)).toEqual(['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents']);
      expect(found.length).toBe(name === 'AWSLambdaBasicExecutionRole' ? 3 : 9);
    },
  );

  test("include AWS's managed policy for functions in a VPC", () => {
    const arn = 'arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole';
    expect(actions(withResources({ ManagedPolicyArns: [arn] }))).toContain('ec2:CreateNetworkInterface');
  });

  test.each([
    [
      { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] },
      'Role (AWS::IAM::Role): ManagedPolicyArns: the lab cannot evaluate the managed policy "arn:aws:iam::aws:policy/AdministratorAccess", only service-role/AWSLambdaBasicExecutionRole, service-role/AWSLambdaVPCAccessExecutionRole: use one of these, or write its statements into the template',
    ],
    [
      { PermissionsBoundary: 'arn:aws:iam::aws:policy/X' },
      'Role (AWS::IAM::Role): the lab cannot evaluate PermissionsBoundary: remove it from the template',
    ],
  ])('are an error if the lab does not know them: %o', (properties, message) => {
    expect(() => readRole(withResources(properties), 'Role')).toThrow(message);
  });

  describe('with an operator that the lab does not know', () => {
    const denied = {
      Statement: {
        ...document('s3:*').Statement,
        Condition: { StringLikeIfExists: { 'aws:SourceIp': 'x' } },
      },
    };
    const sentence = (resource: string, policy: string) =>
      `${resource}: policy "${policy}", statement 0: the lab cannot evaluate the condition operator "StringLikeIfExists", only IpAddress, NotIpAddress, StringEquals, StringNotEquals, ArnEquals, ArnLike, Null, ForAllValues:StringEquals: use one of these, or remove the condition`;

    test('name the role of an inline policy', () => {
      const inline = { Policies: [{ PolicyName: 'own', PolicyDocument: denied }] };
      expect(messageOf(withResources(inline))).toBe(sentence('Role (AWS::IAM::Role)', 'own'));
    });

    test.each(['AWS::IAM::Policy', 'AWS::IAM::RolePolicy', 'AWS::IAM::ManagedPolicy'])(
      'name the resource of an %s',
      (type) => {
        const properties = { Roles: ['lab-role'], PolicyName: 'attached', PolicyDocument: denied };
        const attached = { logicalId: 'Attached', type, id: 'attached', properties };
        expect(messageOf(withResources({}, attached))).toBe(sentence(`Attached (${type})`, 'attached'));
      },
    );
  });

  test('require a role in the template', () => {
    expect(() => readRole(model(), 'Nowhere')).toThrow(
      '"Nowhere" should be an AWS::IAM::Role of the template',
    );
    expect(() => readRole(model(), 'Bucket')).toThrow('"Bucket" should be an AWS::IAM::Role of the template');
  });
});
