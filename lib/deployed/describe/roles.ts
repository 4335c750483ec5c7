/** What the roles of the workloads may do: their policies, of each statement only the effect and the actions. */
import {
  GetInstanceProfileCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  IAMClient,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
} from '@aws-sdk/client-iam';
import type { VpcFile } from '../../vpc-file/vpc-file.ts';
import { type Asker, itemsOf } from './ask.ts';
import { statementsIn } from './policy-statements.ts';

type Identities = Pick<VpcFile, 'roles' | 'managedPolicies' | 'instanceProfiles'>;
type Role = NonNullable<Identities['roles']>[number];
type Policies = NonNullable<Identities['managedPolicies']>;
type Profiles = NonNullable<Identities['instanceProfiles']>;
type Workloads = VpcFile['workloads'];

/** @param isKnown whether natless knows what one of AWS's own policies allows */
export async function readIdentities(
  asker: Asker,
  workloads: Workloads,
  isKnown: (arn: string) => boolean,
): Promise<Identities> {
  const instanceProfiles = await readProfiles(asker, workloads);
  const roles = await readRoles(asker, roleArns(workloads, instanceProfiles));
  const attached = new Set(roles.flatMap(({ managedPolicies }) => managedPolicies ?? []));
  const unknown = [...attached].filter((arn) => !isKnown(arn));
  return { roles, managedPolicies: await readPolicies(asker, unknown), instanceProfiles };
}

async function readProfiles(asker: Asker, { instances }: Workloads): Promise<Profiles> {
  const arns = new Set((instances ?? []).flatMap(({ instanceProfile }) => instanceProfile ?? []));
  const read = await asker.askEach(
    {
      what: 'roles of instance profiles',
      permission: 'iam:GetInstanceProfile',
      client: IAMClient,
      ask: async (client, arn: string, options) => {
        const command = new GetInstanceProfileCommand({ InstanceProfileName: nameIn(arn) });
        const { InstanceProfile } = await client.send(command, options);
        return InstanceProfile?.Roles?.[0]?.Arn ?? null;
      },
    },
    [...arns],
  );
  return [...read].map(([arn, role]) => ({ arn, role }));
}

function roleArns({ functions, taskDefinitions }: Workloads, profiles: Profiles): string[] {
  const named = [
    ...(functions ?? []).map(({ role }) => role),
    ...(taskDefinitions ?? []).flatMap(({ taskRole, executionRole }) => [taskRole, executionRole]),
    ...profiles.map(({ role }) => role),
  ];
  return [...new Set(named.flatMap((arn) => arn ?? []))].filter((arn) => ROLE.test(arn));
}

/** A task definition may have only the name of a role. */
const ROLE = /^arn:[\w-]+:iam::\d{12}:role\//;

/** The last part of an ARN, without the path before it. */
function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}

/** One of which nothing could be read is left out: what it allows is unknown. */
async function readRoles(asker: Asker, arns: readonly string[]): Promise<Role[]> {
  const attached = await attachedPolicies(asker, arns);
  const inline = await inlinePolicies(asker, arns);
  return arns
    .map((arn) => ({
      arn,
      managedPolicies: attached.get(arn) ?? null,
      inlinePolicies: inline.get(arn) ?? null,
    }))
    .filter((role) => role.managedPolicies !== null || role.inlinePolicies !== null);
}

function attachedPolicies(asker: Asker, arns: readonly string[]): Promise<ReadonlyMap<string, string[]>> {
  return asker.askEach(
    {
      what: 'managed policies of roles',
      permission: 'iam:ListAttachedRolePolicies',
      client: IAMClient,
      ask: async (client, arn: string, options) => {
        const pages = paginateListAttachedRolePolicies({ client }, { RoleName: nameIn(arn) }, options);
        const policies = await itemsOf(pages, ({ AttachedPolicies }) => AttachedPolicies);
        return policies.flatMap(({ PolicyArn }) => PolicyArn ?? []);
      },
    },
    arns,
  );
}

type InlinePolicies = NonNullable<Role['inlinePolicies']>;

async function inlinePolicies(
  asker: Asker,
  arns: readonly string[],
): Promise<ReadonlyMap<string, InlinePolicies>> {
  const names = await asker.askEach(
    {
      what: 'names of the inline policies of roles',
      permission: 'iam:ListRolePolicies',
      client: IAMClient,
      ask: (client, arn: string, options) =>
        itemsOf(
          paginateListRolePolicies({ client }, { RoleName: nameIn(arn) }, options),
          ({ PolicyNames }) => PolicyNames,
        ),
    },
    arns,
  );
  const policies = [...names].flatMap(([arn, each]) => each.map((name) => ({ arn, name })));
  const documents = await inlineDocuments(asker, policies);
  return new Map(
    [...names.keys()].map((arn) => [
      arn,
      policies
        .filter((policy) => policy.arn === arn)
        .map((policy) => ({ name: policy.name, statements: documents.get(policy) ?? null })),
    ]),
  );
}

function inlineDocuments(asker: Asker, policies: readonly { readonly arn: string; readonly name: string }[]) {
  return asker.askEach(
    {
      what: 'inline policies of roles',
      permission: 'iam:GetRolePolicy',
      client: IAMClient,
      ask: async (client, { arn, name }: (typeof policies)[number], options) => {
        const command = new GetRolePolicyCommand({ RoleName: nameIn(arn), PolicyName: name });
        const { PolicyDocument } = await client.send(command, options);
        return statementsIn(PolicyDocument);
      },
    },
    policies,
  );
}

async function readPolicies(asker: Asker, arns: readonly string[]): Promise<Policies> {
  const versions = await asker.askEach(
    {
      what: 'default versions of managed policies',
      permission: 'iam:GetPolicy',
      client: IAMClient,
      ask: async (client, PolicyArn: string, options) => {
        const { Policy } = await client.send(new GetPolicyCommand({ PolicyArn }), options);
        return Policy?.DefaultVersionId;
      },
    },
    arns,
  );
  const read = await asker.askEach(
    {
      what: 'documents of managed policies',
      permission: 'iam:GetPolicyVersion',
      client: IAMClient,
      ask: async (client, arn: string, options) => {
        const command = new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: versions.get(arn) });
        return statementsIn((await client.send(command, options)).PolicyVersion?.Document);
      },
    },
    [...versions.keys()],
  );
  return [...read].flatMap(([arn, statements]) => (statements === null ? [] : [{ arn, statements }]));
}
