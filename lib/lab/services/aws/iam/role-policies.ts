/** Collects the identity-based policies of a role from a template's resources. */
import type { Model, OtherResource } from '../../../template/model.ts';
import { MANAGED_POLICIES } from './managed-policies.ts';
import { parsePolicy, type Statement } from './policy.ts';
import { UnknownPolicyElement } from './unknown-policy-element.ts';

export interface Role {
  readonly name: string;
  readonly statements: readonly Statement[];
}

/** @throws UnknownPolicyElement for what would change a decision and is not known */
export function readRole(model: Model, roleLogicalId: string): Role {
  const role = model.others.find(({ logicalId }) => logicalId === roleLogicalId);
  if (role?.type !== 'AWS::IAM::Role') {
    throw new UnknownPolicyElement(`"${roleLogicalId}" should be an AWS::IAM::Role of the template`);
  }
  if (role.properties.PermissionsBoundary !== undefined) {
    throw new UnknownPolicyElement(`role "${roleLogicalId}": the lab does not know "PermissionsBoundary"`);
  }
  return {
    name: role.id,
    statements: [
      ...inlinePolicies(role).flatMap(({ PolicyName, PolicyDocument }) =>
        parsePolicy(String(PolicyName), PolicyDocument),
      ),
      ...attachedResources(model, role).flatMap(({ logicalId, properties }) =>
        parsePolicy(logicalId, properties.PolicyDocument),
      ),
      ...managedPolicies(model, role),
    ],
  };
}

function inlinePolicies({ properties }: OtherResource): readonly Record<string, unknown>[] {
  return listOf(properties.Policies) as readonly Record<string, unknown>[];
}

/** Policies that name the role, as CDK's `grant` methods write them. */
function attachedResources({ others }: Model, role: OtherResource): OtherResource[] {
  return others.filter(
    ({ type, properties }) =>
      POLICY_TYPES.includes(type) && [properties.Roles, properties.RoleName].flat().includes(role.id),
  );
}

const POLICY_TYPES = ['AWS::IAM::Policy', 'AWS::IAM::RolePolicy', 'AWS::IAM::ManagedPolicy'];

function managedPolicies({ others }: Model, { logicalId, properties }: OtherResource): Statement[] {
  return listOf(properties.ManagedPolicyArns).flatMap((arn) => {
    const own = others.find(({ type, id }) => type === 'AWS::IAM::ManagedPolicy' && id === arn);
    const document =
      own?.properties.PolicyDocument ?? MANAGED_POLICIES[String(arn).replace(/^.*:policy\//, '')];
    if (document === undefined) {
      throw new UnknownPolicyElement(
        `role "${logicalId}": the lab does not know the managed policy "${arn}" (it knows ${Object.keys(MANAGED_POLICIES).join(', ')})`,
      );
    }
    return parsePolicy(String(arn), document);
  });
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
