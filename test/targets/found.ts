/** Opens templates of a few resources for the tests of what they talk to. */
import { openStack } from '../../lib/lab/template/open-stack.ts';
import type { Resource, Template } from '../../lib/lab/template/template.ts';
import type { FoundTargets } from '../../lib/report/inputs/found-targets.ts';
import { findTargets } from '../../lib/targets/find-targets.ts';

export const VPC_CONFIG = { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] };

export function found(
  resources: Readonly<Record<string, object>>,
  { region = 'us-west-2', ...sections }: Partial<Template> & { readonly region?: string } = {},
): FoundTargets {
  const Resources = { NoRights: { Type: 'AWS::IAM::Role' }, ...resources } as Record<string, Resource>;
  const template = { ...sections, Resources };
  return findTargets(openStack(template, { region, accountId: '111122223333' }));
}

export function urlsOf({ targets }: FoundTargets): string[] {
  return targets.map(({ url }) => url);
}

/** A function in a VPC with these variables, and a role that allows nothing. */
export function withVariables(variables: Readonly<Record<string, unknown>>, more: object = {}): Resource {
  return fn({ Environment: { Variables: variables }, ...more });
}

export function fn(properties: object): Resource {
  const role = { Role: { 'Fn::GetAtt': ['NoRights', 'Arn'] } };
  return { Type: 'AWS::Lambda::Function', Properties: { VpcConfig: VPC_CONFIG, ...role, ...properties } };
}

/** A function `Fn` with the role `Role`, which has these statements in a policy `Policy` of its own. */
export function withStatements(...statements: readonly object[]): Record<string, Resource> {
  return {
    Fn: fn({ Role: { 'Fn::GetAtt': ['Role', 'Arn'] } }),
    Role: { Type: 'AWS::IAM::Role', Properties: {} },
    Policy: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: 'rights',
        PolicyDocument: { Version: '2012-10-17', Statement: statements },
        Roles: [{ Ref: 'Role' }],
      },
    },
  };
}

export function allow(...actions: readonly unknown[]): object {
  return { Effect: 'Allow', Action: actions, Resource: '*' };
}
