/** Collects the identity-based policies of a role from a template's resources. */
import { lookUp } from '../../../../../lambda/report/look-up.ts';
import type { Model, OtherResource } from '../../../template/model.ts';
import { at, errorAt, placeOf } from '../../../template/template-error.ts';
import { MANAGED_POLICIES } from './managed-policies.ts';
import { parsePolicy, type Statement } from './policy.ts';
import { UnknownPolicyElement, unknownElement } from './unknown-policy-element.ts';

export interface Role {
  readonly name: string;
  readonly statements: readonly Statement[];
}

/** @throws TemplateError for an element that would change a decision and that the evaluator does not know */
export function readRole(model: Model, roleLogicalId: string): Role {
  const role = model.others.find(({ logicalId }) => logicalId === roleLogicalId);
  if (role?.type !== 'AWS::IAM::Role') {
    throw new UnknownPolicyElement(`"${roleLogicalId}" should be an AWS::IAM::Role of the template`);
  }
  if (role.properties.PermissionsBoundary !== undefined) {
    throw errorAt(role, 'the lab cannot evaluate PermissionsBoundary: remove it from the template');
  }
  return {
    name: role.id,
    statements: [...inlinePolicies(role), ...attachedPolicies(model, role), ...managedPolicies(model, role)],
  };
}

function inlinePolicies(role: OtherResource): Statement[] {
  const policies = listOf(role.properties.Policies) as readonly Record<string, unknown>[];
  return policies.flatMap(({ PolicyName, PolicyDocument }) =>
    parseAt(role, String(PolicyName), PolicyDocument),
  );
}

/** Policies that name the role, as CDK's `grant` methods write them. */
function attachedPolicies({ others }: Model, role: OtherResource): Statement[] {
  return others
    .filter(
      ({ type, properties }) =>
        POLICY_TYPES.includes(type) && [properties.Roles, properties.RoleName].flat().includes(role.id),
    )
    .flatMap((policy) => {
      const { PolicyName = policy.id, PolicyDocument } = policy.properties;
      return parseAt(policy, String(PolicyName), PolicyDocument);
    });
}

const POLICY_TYPES = ['AWS::IAM::Policy', 'AWS::IAM::RolePolicy', 'AWS::IAM::ManagedPolicy'];

function managedPolicies({ others }: Model, role: OtherResource): Statement[] {
  return listOf(role.properties.ManagedPolicyArns).flatMap((arn) => {
    const own = others.find(({ type, id }) => type === 'AWS::IAM::ManagedPolicy' && id === arn);
    if (own) return parseAt(own, String(arn), own.properties.PolicyDocument);
    return at(placeOf(role), () => parsePolicy(String(arn), awsManagedPolicy(String(arn))));
  });
}

function awsManagedPolicy(arn: string): unknown {
  const document = lookUp(MANAGED_POLICIES, arn.replace(/^.*:policy\//, ''));
  if (document !== undefined) return document;
  throw unknownElement(
    'ManagedPolicyArns',
    `the managed policy "${arn}"`,
    Object.keys(MANAGED_POLICIES),
    'use one of these, or write its statements into the template',
  );
}

/** A policy of a resource, which the message of an error names. */
function parseAt(resource: OtherResource, name: string, document: unknown): Statement[] {
  return at(placeOf(resource), () => parsePolicy(name, document));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
