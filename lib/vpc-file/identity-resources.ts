/** What the roles of the workloads may do as resources of a template: roles, policies, instance profiles. Pure. */
import { type Entry, entry, withoutNulls } from './resource.ts';
import type { VpcFile } from './vpc-file.ts';

type Role = NonNullable<VpcFile['roles']>[number];
type Statement = NonNullable<VpcFile['managedPolicies']>[number]['statements'][number];

export function identityResources(file: VpcFile): Entry[] {
  return [
    ...(file.roles ?? []).map((role) => roleResource(role, file)),
    ...(file.managedPolicies ?? []).map(({ arn, statements }) =>
      entry(nameIn(arn), 'AWS::IAM::ManagedPolicy', { PolicyDocument: document(statements) }),
    ),
    ...(file.instanceProfiles ?? []).map(({ arn, role }) =>
      entry(nameIn(arn), 'AWS::IAM::InstanceProfile', { Roles: role === null ? [] : [roleIn(file, role)] }),
    ),
  ];
}

/** Reference to a role of the file; the ARN of one that could not be read. */
export function roleIn({ roles }: VpcFile, arn: string | null): unknown {
  const isKnown = arn !== null && (roles ?? []).some((role) => role.arn === arn);
  return isKnown ? { 'Fn::GetAtt': [nameIn(arn), 'Arn'] } : arn;
}

export function profileIn({ instanceProfiles }: VpcFile, arn: string | null): unknown {
  const isKnown = arn !== null && (instanceProfiles ?? []).some((profile) => profile.arn === arn);
  return isKnown ? { Ref: nameIn(arn) } : arn;
}

/** `role service-role/orders`: what runs in the VPC may be called `orders` too, and no name has a blank. */
function nameIn(arn: string): string {
  return arn
    .slice(arn.lastIndexOf(':') + 1)
    .replace('/', ' ')
    .replace(/^instance-profile/, 'instance profile');
}

function roleResource({ arn, managedPolicies, inlinePolicies }: Role, file: VpcFile): Entry {
  const known = new Set((file.managedPolicies ?? []).map((policy) => policy.arn));
  return entry(
    nameIn(arn),
    'AWS::IAM::Role',
    withoutNulls({
      ManagedPolicyArns:
        managedPolicies?.map((each) => (known.has(each) ? { Ref: nameIn(each) } : each)) ?? UNREAD,
      Policies:
        inlinePolicies?.map(({ name, statements }) => ({
          PolicyName: name,
          PolicyDocument: statements === null ? UNREAD : document(statements),
        })) ?? UNREAD,
    }),
  );
}

/** Not a list and not a document, so that it is reported as what cannot be read. */
const UNREAD = 'unread';

function document(statements: readonly Statement[]): object {
  return {
    Statement: statements.map(({ effect, ...rest }) => ({
      Effect: effect,
      ...('actions' in rest ? { Action: rest.actions } : { NotAction: rest.notActions }),
    })),
  };
}
