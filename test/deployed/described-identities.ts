/** What IAM, Route 53 and Lambda answer about an account that a template was deployed to. */
import { isObject } from '../../lib/lab/template/intrinsics.ts';
import { referencesIn } from '../../lib/lab/template/references.ts';
import type { Stack, StackResource } from '../../lib/lab/template/stack.ts';
import { type Answers, ec2Answer, queryAnswer } from './aws-stand-in.ts';

/** What must not get into the file. */
export const UNWANTED = ['arn:aws:s3:::customer-data', 'vpce-0secret'];

type Properties = Readonly<Record<string, unknown>>;

interface Policy {
  readonly name: string;
  readonly document: unknown;
}

interface Role {
  readonly arn: string;
  /** ARNs. */
  readonly attached: readonly string[];
  readonly inline: readonly Policy[];
}

const propertiesOf = ({ resource }: StackResource): Properties => resource.Properties ?? {};
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value ?? []].flat());

/** The resources of a type that a value refers to. */
function referred(stack: Stack, type: string, value: unknown): StackResource[] {
  const names = referencesIn(value, () => true);
  return stack.resourcesOfType(type).filter(({ logicalId }) => names.includes(logicalId));
}

const policyArn = ({ logicalId }: StackResource, { accountId }: Stack) =>
  `arn:aws:iam::${accountId}:policy/${logicalId}`;

export function roleArnIn(stack: Stack, value: unknown): string | undefined {
  const [role] = referred(stack, 'AWS::IAM::Role', value);
  if (role) return String(stack.attributeOf(role.logicalId, 'Arn'));
  return typeof value === 'string' ? value : undefined;
}

function roleOf(stack: Stack, role: StackResource): Role {
  const { ManagedPolicyArns, Policies } = propertiesOf(role);
  const namesIt = (policy: StackResource) => {
    const { Roles, RoleName } = propertiesOf(policy);
    return referred(stack, 'AWS::IAM::Role', [Roles, RoleName]).includes(role);
  };
  const separate = ['AWS::IAM::Policy', 'AWS::IAM::RolePolicy']
    .flatMap(stack.resourcesOfType)
    .filter(namesIt);
  return {
    arn: String(stack.attributeOf(role.logicalId, 'Arn')),
    attached: [
      ...listOf(ManagedPolicyArns).map((value) => {
        const [own] = referred(stack, 'AWS::IAM::ManagedPolicy', value);
        return own ? policyArn(own, stack) : String(stack.evaluate(value));
      }),
      ...stack
        .resourcesOfType('AWS::IAM::ManagedPolicy')
        .filter(namesIt)
        .map((policy) => policyArn(policy, stack)),
    ],
    inline: [
      ...listOf(Policies).map((policy, index) => ({ name: `own-${index}`, document: fieldOf(policy) })),
      ...separate.map((policy) => ({ name: policy.logicalId, document: fieldOf(propertiesOf(policy)) })),
    ],
  };
}

function fieldOf(policy: unknown): unknown {
  return isObject(policy) ? policy.PolicyDocument : undefined;
}

/** As IAM returns it, with what the file has to leave out. */
function encoded(document: unknown, stack: Stack): string {
  const statements = isObject(document) ? listOf(document.Statement) : [];
  const [Resource, vpce] = UNWANTED;
  const all = statements.map((statement) => {
    const { Effect, Action, NotAction } = statement as Properties;
    const verbs = NotAction === undefined ? { Action } : { NotAction };
    return { Effect, ...verbs, Resource, Condition: { StringEquals: { 'aws:SourceVpce': vpce } } };
  });
  return encodeURIComponent(JSON.stringify(stack.evaluate({ Version: '2012-10-17', Statement: all })));
}

/** One item on a page. */
function page<Item>(items: readonly Item[], marker: string | null) {
  const index = Number(marker ?? 0);
  const more = index + 1 < items.length;
  return {
    item: items.slice(index, index + 1),
    further: { IsTruncated: String(more), ...(more && { Marker: String(index + 1) }) },
  };
}

export function identities(stack: Stack): Answers {
  const roles = stack.resourcesOfType('AWS::IAM::Role').map((role) => roleOf(stack, role));
  const roleNamed = (parameters: URLSearchParams) =>
    roles.find(({ arn }) => arn.endsWith(`/${parameters.get('RoleName')}`));
  const managed = new Map(
    stack
      .resourcesOfType('AWS::IAM::ManagedPolicy')
      .map((policy) => [policyArn(policy, stack), fieldOf(propertiesOf(policy))]),
  );
  return {
    ListAttachedRolePolicies: ({ parameters }) => {
      const role = roleNamed(parameters);
      if (!role) return noSuchEntity();
      const { item, further } = page(role.attached, parameters.get('Marker'));
      const member = item.map((arn) => ({ PolicyName: arn.slice(arn.lastIndexOf('/') + 1), PolicyArn: arn }));
      return queryAnswer('ListAttachedRolePolicies', { AttachedPolicies: { member }, ...further });
    },
    ListRolePolicies: ({ parameters }) => {
      const role = roleNamed(parameters);
      if (!role) return noSuchEntity();
      const { item, further } = page(role.inline, parameters.get('Marker'));
      return queryAnswer('ListRolePolicies', {
        PolicyNames: { member: item.map(({ name }) => name) },
        ...further,
      });
    },
    GetRolePolicy: ({ parameters }) => {
      const policy = roleNamed(parameters)?.inline.find(({ name }) => name === parameters.get('PolicyName'));
      return policy
        ? queryAnswer('GetRolePolicy', {
            RoleName: parameters.get('RoleName') ?? '',
            PolicyName: policy.name,
            PolicyDocument: encoded(policy.document, stack),
          })
        : noSuchEntity();
    },
    GetPolicy: ({ parameters }) =>
      queryAnswer('GetPolicy', {
        Policy: { Arn: parameters.get('PolicyArn') ?? '', DefaultVersionId: 'v3' },
      }),
    GetPolicyVersion: ({ parameters }) => {
      const document = managed.get(parameters.get('PolicyArn') ?? '') ?? AWS_POLICY;
      const isDefault = parameters.get('VersionId') === 'v3';
      return isDefault
        ? queryAnswer('GetPolicyVersion', { PolicyVersion: { Document: encoded(document, stack) } })
        : noSuchEntity();
    },
    GetInstanceProfile: ({ parameters }) => {
      const profile = stack
        .resourcesOfType('AWS::IAM::InstanceProfile')
        .find(({ logicalId }) => logicalId === parameters.get('InstanceProfileName'));
      const Arn = roleArnIn(stack, profile && listOf(propertiesOf(profile).Roles)[0]);
      return queryAnswer('GetInstanceProfile', {
        InstanceProfile: { Roles: { member: [{ Arn: Arn ?? '' }] } },
      });
    },
    ListHostedZonesByVPC: ({ path }) => hostedZones(stack, new URLSearchParams(path.split('?')[1])),
  };
}

/** One of AWS's own that natless does not know. */
const AWS_POLICY = { Statement: [{ Effect: 'Allow', Action: ['kinesis:PutRecord'] }] };

export function profileArnIn(stack: Stack, logicalId: string): string | undefined {
  const instance = stack.resources.find((each) => each.logicalId === logicalId);
  const [profile] = referred(
    stack,
    'AWS::IAM::InstanceProfile',
    instance && propertiesOf(instance).IamInstanceProfile,
  );
  return profile && `arn:aws:iam::${stack.accountId}:instance-profile/${profile.logicalId}`;
}

function noSuchEntity() {
  const body =
    '<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchEntity</Code><Message>gone</Message></Error></ErrorResponse>';
  return { status: 404, headers: { 'content-type': 'text/xml' }, body };
}

function hostedZones(stack: Stack, parameters: URLSearchParams) {
  const all = stack
    .resourcesOfType('AWS::Route53::HostedZone')
    .filter((zone) => referred(stack, 'AWS::EC2::VPC', propertiesOf(zone).VPCs).length > 0);
  const { item, further } = page(all, parameters.get('nexttoken'));
  return ec2Answer('ListHostedZonesByVPC', {
    HostedZoneSummaries: {
      HostedZoneSummary: item.map((zone) => ({
        HostedZoneId: zoneId(zone),
        Name: `${propertiesOf(zone).Name}.`,
        Owner: { OwningAccount: stack.accountId },
      })),
    },
    MaxItems: '100',
    ...(further.Marker !== undefined && { NextToken: further.Marker }),
  });
}

export function zoneId({ logicalId }: Pick<StackResource, 'logicalId'>): string {
  return `Z${logicalId.toUpperCase()}`;
}
