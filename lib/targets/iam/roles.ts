/** The roles of a template, and every policy that gives one of them rights. */
import { referencesIn } from '../../lab/template/references.ts';
import type { Stack, StackResource } from '../../lab/template/stack.ts';
import { UserError } from '../../user-error.ts';
import { mapIn, readerOf } from '../read-value.ts';
import { type Grant, grantsIn } from './grants.ts';
import { awsPolicyName, managedActions } from './managed-policies.ts';

export interface Roles {
  /** What the role that a property names may do. @param where the property, for messages */
  readonly grantsOf: (user: StackResource, where: string, raw: unknown) => readonly Grant[];
}

const POLICIES = ['AWS::IAM::Policy', 'AWS::IAM::RolePolicy', 'AWS::IAM::ManagedPolicy'] as const;

/** Reads each role once, when it is first asked for. */
export function rolesOf(stack: Stack): Roles {
  const byId = new Map(stack.resourcesOfType('AWS::IAM::Role').map((role) => [role.logicalId, role]));
  const names = namesOf(stack, [...byId.values()]);
  const attached = attachedPolicies(stack, byId, names);
  const known = new Map<string, readonly Grant[]>();
  const grantsOfRole = (role: StackResource) => {
    const grants = known.get(role.logicalId) ?? [
      ...inlineGrants(stack, role),
      ...managedGrants(stack, role),
      ...(attached.get(role.logicalId) ?? []).flatMap((policy) => policyGrants(stack, policy)),
    ];
    known.set(role.logicalId, grants);
    return grants;
  };
  return {
    grantsOf: (user, where, raw) => {
      const found = roleNamed(stack, user, raw, byId, names);
      return 'role' in found
        ? grantsOfRole(found.role)
        : [{ logicalId: user.logicalId, where, problem: found.problem }];
    },
  };
}

type RolesById = ReadonlyMap<string, StackResource>;

/** By name and by ARN. A role whose name cannot be read is found by references only. */
function namesOf(stack: Stack, roles: readonly StackResource[]): ReadonlyMap<string, StackResource> {
  return new Map(
    roles.flatMap((role) => {
      try {
        const names = [stack.refOf(role.logicalId), stack.attributeOf(role.logicalId, 'Arn')];
        return names.map((name) => [String(name), role] as const);
      } catch (error) {
        if (error instanceof UserError) return [];
        throw error;
      }
    }),
  );
}

function roleNamed(
  stack: Stack,
  user: StackResource,
  given: unknown,
  byId: RolesById,
  names: ReadonlyMap<string, StackResource>,
): { readonly role: StackResource } | { readonly problem: string } {
  const reader = readerOf(stack, user);
  const raw = reader.chosen(given);
  const referred = referredTo(raw, byId);
  if (referred) return { role: referred };
  const read = reader.read(raw);
  if ('problem' in read) return { problem: `${read.problem}; what its role allows is not known` };
  const role = names.get(String(read.value));
  return role ? { role } : { problem: stack.described ? ROLE_NOT_IN_FILE : ROLE_NOT_IN_TEMPLATE };
}

/** The resource, if the value refers to exactly one of them. */
function referredTo(raw: unknown, byId: RolesById): StackResource | undefined {
  const referred = [...new Set(referencesIn(raw, () => true))].flatMap((name) => byId.get(name) ?? []);
  return referred.length === 1 ? referred[0] : undefined;
}

/** Policies that name their roles, as CDK's `grant` methods write them, by the role's logical id. */
function attachedPolicies(
  stack: Stack,
  byId: RolesById,
  names: ReadonlyMap<string, StackResource>,
): ReadonlyMap<string, readonly StackResource[]> {
  const pairs = POLICIES.flatMap((type) => stack.resourcesOfType(type)).flatMap((policy) => {
    const { Roles: roles, RoleName } = policy.resource.Properties ?? {};
    const raws = readerOf(stack, policy).items(roles ?? []) ?? [roles];
    return [...raws, ...(RoleName === undefined ? [] : [RoleName])].flatMap((raw) => {
      const found = roleNamed(stack, policy, raw, byId, names);
      return 'role' in found ? [{ id: found.role.logicalId, policy }] : [];
    });
  });
  const groups = Map.groupBy(pairs, ({ id }) => id);
  return new Map([...groups].map(([id, group]) => [id, group.map(({ policy }) => policy)]));
}

function policyGrants(stack: Stack, policy: StackResource): Grant[] {
  return grantsIn(policy.resource.Properties?.PolicyDocument, '', readerOf(stack, policy));
}

function inlineGrants(stack: Stack, role: StackResource): Grant[] {
  const reader = readerOf(stack, role);
  const policies = reader.items(role.resource.Properties?.Policies ?? []);
  if (!policies)
    return [{ logicalId: role.logicalId, where: 'Policies', problem: 'its policies cannot be read' }];
  return policies.flatMap((policy, index) => {
    const { PolicyName, PolicyDocument } = mapIn(policy);
    const name = reader.read(PolicyName);
    const shown = 'value' in name && typeof name.value === 'string' ? name.value : String(index + 1);
    return grantsIn(PolicyDocument, `policy ${shown}`, reader);
  });
}

function managedGrants(stack: Stack, role: StackResource): Grant[] {
  const reader = readerOf(stack, role);
  const { logicalId } = role;
  const arns = reader.items(role.resource.Properties?.ManagedPolicyArns ?? []);
  if (!arns) return [{ logicalId, where: 'ManagedPolicyArns', problem: 'its policies cannot be read' }];
  const own = new Map(
    stack.resourcesOfType('AWS::IAM::ManagedPolicy').map((policy) => [policy.logicalId, policy]),
  );
  return arns.flatMap((raw) => {
    const policy = referredTo(raw, own);
    if (policy) return policyGrants(stack, policy);
    const read = reader.read(raw);
    return 'problem' in read
      ? [{ logicalId, where: 'ManagedPolicyArns', problem: read.problem }]
      : [managedElsewhere(stack, logicalId, String(read.value))];
  });
}

/** AWS's own, or one of another stack. */
function managedElsewhere({ described }: Stack, logicalId: string, arn: string): Grant {
  const name = awsPolicyName(arn);
  const actions = name === null ? undefined : managedActions(name);
  const where = `managed policy ${arn.replace(/^.*:policy\//, '')}`;
  if (actions) return { logicalId, where, actions };
  return { logicalId, where, problem: described ? POLICY_NOT_IN_FILE : NOT_IN_TEMPLATE };
}

const ROLE_NOT_IN_TEMPLATE = 'its role is not in the template, and what that allows is not known';

export const NOT_IN_TEMPLATE =
  'its statements are not in the template: write into it which of them the code needs, or name the hosts with --target';

const DESCRIBE_AGAIN =
  'describe the VPC again with the permission that "gaps" in the file names, or name the hosts with --target';
const ROLE_NOT_IN_FILE = `what its role allows is not in the file: ${DESCRIBE_AGAIN}`;
const POLICY_NOT_IN_FILE = `its statements are not in the file: ${DESCRIBE_AGAIN}`;
