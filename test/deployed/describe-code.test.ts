/** `natless describe` on what the code of a VPC talks to: its roles' policies, and the names that the VPC answers itself. */
import { describe, expect, test } from 'vitest';
import { queryErrors } from '../../lib/lab/services/aws/error-forms.ts';
import type { Resource } from '../../lib/lab/template/template.ts';
import { findTargets } from '../../lib/targets/find-targets.ts';
import type { VpcFile } from '../../lib/vpc-file/vpc-file.ts';
import { type Answers, refusal } from './aws-stand-in.ts';
import { accountOf, describeWith, modelOf, modelOfFile, stackOfFile } from './describe-files.ts';
import { ACCOUNT } from './described-compute.ts';
import { templateWithCode } from './template-with-code.ts';

const IAM_DENIED = () => refusal(queryErrors, 403, 'AccessDenied', 'not authorized to perform');

describe('what the roles may do', () => {
  const template = templateWithCode();
  const { vpc } = modelOf(template);
  const described = (changes: Answers = {}) => describeWith({ ...accountOf(template), ...changes }, vpc.id);

  test("is in the file once for each policy, without the policies of AWS's that natless knows", async () => {
    const { stdout } = await described();
    const { roles, managedPolicies } = JSON.parse(stdout) as VpcFile;
    expect(
      (roles ?? []).map(({ arn }) => arn.replace(/.*:role.*-(\w+Role|Role)-.*/, '$1')).toSorted(),
    ).toEqual(['HostRole', 'OrdersRole', 'PullRole', 'Role', 'TaskRole']);
    expect(managedPolicies).toEqual([
      {
        arn: `arn:aws:iam::${ACCOUNT}:policy/Shared`,
        statements: [{ effect: 'Allow', actions: ['ssm:GetParameter'] }],
      },
    ]);
  });

  test("of AWS's policies that natless does not know is read in their default version", async () => {
    const { Resources } = templateWithCode();
    const HostRole = {
      Type: 'AWS::IAM::Role',
      Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonKinesisFullAccess'] },
    };
    const { stdout } = await describeWith(accountOf({ Resources: { ...Resources, HostRole } }), vpc.id);
    const found = findTargets(stackOfFile(stdout)).targets.find(({ service }) => service === 'kinesis');
    expect(found?.foundIn).toEqual([
      expect.objectContaining({
        logicalId: 'policy AmazonKinesisFullAccess',
        actions: ['kinesis:PutRecord'],
      }),
    ]);
  });

  test.each([
    ['ListAttachedRolePolicies', 'managed policies of roles', 'sns', 'ssm'],
    ['ListRolePolicies', 'names of the inline policies of roles', 'ssm', 'sns'],
    ['GetRolePolicy', 'inline policies of roles', 'ssm', 'sns'],
    ['GetPolicy', 'default versions of managed policies', 'sns', 'ssm'],
    ['GetPolicyVersion', 'documents of managed policies', 'sns', 'ssm'],
    ['GetInstanceProfile', 'roles of instance profiles', 'sns', 'kms'],
  ])('without iam:%s is a gap, and the rest is found', async (operation, what, present, absent) => {
    const { stdout, stderr, status } = await described({ [operation]: IAM_DENIED });
    expect(status).toBe(1);
    expect(stderr).toContain(`not in the file: the ${what}: `);
    expect(stderr).toContain(`add iam:${operation} to their policy`);
    const { targets, gaps } = findTargets(stackOfFile(stdout));
    const services = targets.map(({ service }) => service);
    expect(services).toContain(present);
    expect(services).not.toContain(absent);
    expect(gaps.filter(({ kind }) => kind === 'unreadable')).not.toEqual([]);
  });

  test('of a role that was deleted is unknown, and no permission is missing', async () => {
    const { Resources } = templateWithCode();
    const Role = 'arn:aws:iam::111122223333:role/gone';
    const Orders = { ...Resources.Orders, Properties: { ...Resources.Orders?.Properties, Role } } as Resource;
    const { stdout, status } = await describeWith(accountOf({ Resources: { ...Resources, Orders } }), vpc.id);
    expect(status).toBe(0);
    expect(findTargets(stackOfFile(stdout)).gaps).toContainEqual(
      expect.objectContaining({
        logicalId: 'Orders',
        problem: expect.stringContaining('what its role allows is not in the file'),
      }),
    );
  });

  test('of one of many roles that is denied is a gap of that one', async () => {
    const account = accountOf(template);
    const { stdout, stderr } = await described({
      ListRolePolicies: (asked) =>
        asked.parameters.get('RoleName')?.includes('HostRole')
          ? IAM_DENIED()
          : (account.ListRolePolicies?.(asked) ?? IAM_DENIED()),
    });
    expect(stderr).toContain('names of the inline policies of roles (1 of 5)');
    expect(findTargets(stackOfFile(stdout)).targets.map(({ service }) => service)).toContain('sns');
  });
});

describe('private hosted zones', () => {
  const template = templateWithCode();
  const { vpc } = modelOf(template);

  test('answer for what the code calls: where these names lead is not known', async () => {
    const { stdout } = await describeWith(accountOf(template), vpc.id);
    const { targets, gaps } = findTargets(stackOfFile(stdout));
    expect(targets.map(({ host }) => host)).not.toContain('api.corp.example.com');
    expect(gaps).toContainEqual(
      expect.objectContaining({
        ...{ kind: 'unknown', logicalId: 'Orders', where: 'Environment.API' },
        problem: expect.stringContaining('the private zone "corp.example.com" (ZNAMES) answers for'),
      }),
    );
    expect(modelOfFile(stdout).privateZones).toEqual([
      expect.objectContaining({ name: 'corp.example.com' }),
      expect.objectContaining({ name: 'corp.example.org' }),
    ]);
  });

  test('are a gap without permission', async () => {
    const denied = { ...accountOf(template), ListHostedZonesByVPC: IAM_DENIED };
    const { stdout, stderr } = await describeWith(denied, vpc.id);
    expect(stderr).toContain('add route53:ListHostedZonesByVPC to their policy');
    expect((JSON.parse(stdout) as VpcFile).hostedZones).toBeNull();
  });
});
