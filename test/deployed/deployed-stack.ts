/** What AWS answers about a deployed stack with two probes, and the environment of a user with credentials for it. */

import { reportOf } from '../../lambda/report/judge/summary.ts';
import type { Run } from '../../lambda/report/report-schema.ts';
import { OUTPUTS } from '../../lambda/report/stack-contract.ts';
import { ec2Errors } from '../../lib/lab/services/aws/error-forms.ts';
import type { StandInResponse } from '../../lib/lab/services/stand-in.ts';
import {
  type Answers,
  type Asked,
  type AwsStandIn,
  ec2Answer,
  json,
  queryAnswer,
  refusal,
} from './aws-stand-in.ts';

export const GATEWAY = 'eigw-0123456789abcdef0';

/** By the Availability Zone of each one's subnet. */
export const FUNCTIONS: Readonly<Record<string, string>> = {
  'Natless-Probe0': 'us-west-2a',
  'Natless-Probe1': 'us-west-2b',
};

export function describeStacks(
  outputs: Readonly<Record<string, string>> = {
    [OUTPUTS.functionNames]: Object.keys(FUNCTIONS).join(','),
  },
  status = 'CREATE_COMPLETE',
): StandInResponse {
  const member = Object.entries(outputs).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue }));
  return queryAnswer('DescribeStacks', {
    Stacks: {
      member: {
        StackName: 'Natless',
        StackId: 'arn:aws:cloudformation:us-west-2:111122223333:stack/Natless/1',
        StackStatus: status,
        CreationTime: '2026-11-01T00:00:00Z',
        Outputs: { member },
      },
    },
  });
}

/** `/2015-03-31/functions/NAME/invocations`. */
export function functionNameIn({ path }: Asked): string {
  return decodeURIComponent(path.split('/')[3] ?? '');
}

/** What a probe returns: a report of one run, without what only the lab knows. */
export function answerOf({ lab: _, ...run }: Run): StandInResponse {
  return json(reportOf([run]));
}

/** EC2's answers to the user: every subnet is in one VPC, and one table leads from all of them to a gateway. */
export function ec2Answers(routes: readonly Readonly<Record<string, string>>[]): Answers {
  const subnetIds = new Set<string>();
  return {
    DescribeSubnets: ({ parameters }) => {
      const subnetId = parameters.get('SubnetId.1') ?? '';
      subnetIds.add(subnetId);
      return ec2Answer('DescribeSubnets', { subnetSet: { item: { subnetId, vpcId: 'vpc-1' } } });
    },
    DescribeRouteTables: () =>
      ec2Answer('DescribeRouteTables', {
        routeTableSet: {
          item: {
            routeTableId: 'rtb-1',
            routeSet: { item: routes.map((route) => ({ state: 'active', ...route })) },
            associationSet: {
              item: [...subnetIds].map((subnetId) => ({ subnetId, main: 'false' })),
            },
          },
        },
      }),
    // A service's list is pl-1, a customer's pl-2; there is no other.
    DescribePrefixLists: ({ parameters }) => {
      const wanted = [...parameters.values()].includes('pl-1');
      const item = wanted ? [{ prefixListId: 'pl-1', cidrSet: { item: '2001:db8:ffff::/64' } }] : [];
      return ec2Answer('DescribePrefixLists', { prefixListSet: { item } });
    },
    GetManagedPrefixListEntries: ({ parameters }) => {
      const id = parameters.get('PrefixListId');
      if (id !== 'pl-2') return refusal(ec2Errors, 400, 'InvalidPrefixListID.NotFound', `no list ${id}`);
      // Two pages, the second of which has the block of the lab's hosts.
      return parameters.get('NextToken') === 'second'
        ? ec2Answer('GetManagedPrefixListEntries', { entrySet: { item: { cidr: '2001:db8:ffff::/64' } } })
        : ec2Answer('GetManagedPrefixListEntries', {
            nextToken: 'second',
            entrySet: { item: { cidr: '10.9.0.0/16' } },
          });
    },
  };
}

/** Keeps this machine's own AWS configuration from a command under test. */
export function userEnvironment({ url }: AwsStandIn, changes: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: '/nonexistent',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL: url,
    AWS_REGION: 'us-west-2',
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    ...changes,
  };
}
