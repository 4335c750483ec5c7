/** EC2 instances and what launches them: by the roles of their instance profiles. User data is not read. */
import { referencesIn } from '../../lab/template/references.ts';
import type { Stack, StackResource } from '../../lab/template/stack.ts';
import { mapIn, readerOf } from '../read-value.ts';
import type { RawValue, Workload } from './workload.ts';

/** Where each type names its instance profile. */
const PROFILES: Readonly<Record<string, (properties: Readonly<Record<string, unknown>>) => unknown>> = {
  'AWS::EC2::Instance': ({ IamInstanceProfile }) => IamInstanceProfile,
  'AWS::AutoScaling::LaunchConfiguration': ({ IamInstanceProfile }) => IamInstanceProfile,
  'AWS::EC2::LaunchTemplate': ({ LaunchTemplateData }) => {
    const { Arn, Name } = mapIn(mapIn(LaunchTemplateData).IamInstanceProfile);
    return Arn ?? Name;
  },
};

export function instancesIn(stack: Stack): Workload[] {
  const profiles = new Map(
    stack.resourcesOfType('AWS::IAM::InstanceProfile').map((profile) => [profile.logicalId, profile]),
  );
  return Object.entries(PROFILES).flatMap(([type, profileOf]) =>
    stack.resourcesOfType(type).map((resource) => ({
      resource,
      isFunction: false,
      fetchedBy: 'code',
      roles: rolesIn(stack, profileOf(resource.resource.Properties ?? {}), profiles),
      environments: [],
      images: [],
      findings: [],
    })),
  );
}

/** A profile of another stack is reported as a role that is not in the template. */
function rolesIn(stack: Stack, raw: unknown, profiles: ReadonlyMap<string, StackResource>): RawValue[] {
  if (raw === undefined) return [];
  const own = referencesIn(raw, () => true).flatMap((name) => profiles.get(name) ?? []);
  const where = 'IamInstanceProfile';
  if (own.length === 0) return [{ where, name: where, raw }];
  return own.flatMap((profile) =>
    (readerOf(stack, profile).items(profile.resource.Properties?.Roles) ?? []).map((role) => ({
      where,
      name: where,
      raw: role,
    })),
  );
}
