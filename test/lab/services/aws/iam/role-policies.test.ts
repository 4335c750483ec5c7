/** The policies of a role: which ones count, and which the lab refuses. */
import { describe, expect, test } from 'vitest';
import { readRole } from '../../../../../lib/lab/services/aws/iam/role-policies.ts';
import type { Model, OtherResource } from '../../../../../lib/lab/template/model.ts';
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

  test("include AWS's managed policy for functions in a VPC", () => {
    const arn = 'arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole';
    expect(actions(withResources({ ManagedPolicyArns: [arn] }))).toContain('ec2:CreateNetworkInterface');
  });

  test.each([
    [
      { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'] },
      'the lab does not know the managed policy "arn:aws:iam::aws:policy/AdministratorAccess"',
    ],
    [{ PermissionsBoundary: 'arn:aws:iam::aws:policy/X' }, 'PermissionsBoundary'],
  ])('are an error if the lab does not know them: %o', (properties, message) => {
    expect(() => readRole(withResources(properties), 'Role')).toThrow(message);
  });

  test('require a role in the template', () => {
    expect(() => readRole(model(), 'Bucket')).toThrow('"Bucket" should be an AWS::IAM::Role of the template');
  });
});
