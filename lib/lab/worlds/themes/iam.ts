/** Worlds about what IAM allows. */
import { isConditioned } from '../../../../lambda/report/built-in-targets.ts';
import { changeStatements, type Statement } from '../change/role-statements.ts';
import { failed, healthy, healthyExcept, isAmong, withoutRoute } from '../expectations.ts';
import type { Theme } from '../world.ts';

const ANOTHER_VPC = '2001:db8:4321:ff00::/56';

export const iam: Theme = {
  title: 'IAM',
  worlds: [
    {
      name: 'witness-elsewhere',
      summary: "the role's grants hold for another VPC's IPv6 block",
      note: 'This is how it looks when AWS sees the requests come from elsewhere.',
      changeTemplate: (template) =>
        changeStatements(template, (statements) => statements.map(holdingForAnotherVpc)),
      expectTarget: (id) =>
        isConditioned(id) && id !== 'bedrock-runtime' ? failed('WitnessDenied') : healthy(id),
    },
    {
      name: 'explicit-deny',
      summary: "the role's policy explicitly denies s3:PutObject",
      note: 'The network works, and IAM says which policy denies.',
      changeTemplate: (template) =>
        changeStatements(template, (statements) => [
          ...statements,
          { Effect: 'Deny', Action: 's3:PutObject', Resource: '*' },
        ]),
      expectTarget: healthyExcept(['s3'], failed('AccessDenied')),
    },
    {
      name: 'credentials-expired',
      summary: "the functions' credentials have expired",
      note: 'Every AWS service refuses them and says so; the probe cannot ask EC2 for the route either.',
      credentialsExpired: true,
      expectTarget: (id) =>
        withoutRoute(isAmong(id, WITHOUT_CREDENTIALS) ? healthy(id) : failed('AccessDenied')),
    },
  ],
};

const WITHOUT_CREDENTIALS = ['ifconfig.me', 'checkip', 'bedrock-runtime'] as const;

function holdingForAnotherVpc(statement: Statement): Statement {
  const { IpAddress, ...others } = (statement.Condition ?? {}) as Record<string, unknown>;
  if (IpAddress === undefined) return statement;
  return { ...statement, Condition: { ...others, IpAddress: { 'aws:SourceIp': ANOTHER_VPC } } };
}
