/** A sandbox account for `natless verify`: deploying and destroying change what AWS answers about the stack. */
import { OUTPUTS } from '../../lambda/report/stack-contract.ts';
import { queryErrors } from '../../lib/lab/services/aws/error-forms.ts';
import type { StandInResponse } from '../../lib/lab/services/stand-in.ts';
import { type Answers, type Asked, ec2Answer, queryAnswer, refusal } from './aws-stand-in.ts';
import { describeStacks, FUNCTIONS } from './deployed-stack.ts';

export const ACCOUNT = '111122223333';

/** What a test changes about an uneventful verification. */
export interface Events {
  /** @default false */
  readonly existedBefore?: boolean;
  /** @default true */
  readonly deploySucceeds?: boolean;
  /** @default true */
  readonly destroySucceeds?: boolean;
  /** A destroy that ends well, and a stack that is there all the same. @default false */
  readonly destroyLies?: boolean;
  /** Left behind by a destroy that succeeds. @default - nothing */
  readonly leaves?: readonly ('bucket' | 'network interface' | 'resource')[];
  /** Which of the CDK's commands never end. @default - none */
  readonly hangs?: readonly string[];
}

export function sandboxAccount(events: Events): Answers {
  const { existedBefore = false, leaves = [] } = events;
  const account = { stack: existedBefore ? 'CREATE_COMPLETE' : 'NONE' };
  return {
    GetCallerIdentity: () => queryAnswer('GetCallerIdentity', { Account: ACCOUNT }),
    cdk: (asked) => runCdk(asked, account, events),
    DescribeStacks: ({ parameters }) => describe(parameters.get('StackName') ?? '', account.stack),
    ListStackResources: () => listResources(account.stack, leaves.includes('resource')),
    DescribeNetworkInterfaces: () =>
      ec2Answer('DescribeNetworkInterfaces', {
        networkInterfaceSet: leaves.includes('network interface')
          ? { item: { networkInterfaceId: 'eni-1', description: 'AWS Lambda VPC ENI' } }
          : '',
      }),
    HeadBucket: () => ({ status: leaves.includes('bucket') ? 200 : 404, headers: {}, body: '' }),
  };
}

/** How the CDK was called, in order. */
export function cdkCalls(asked: readonly Asked[]): { readonly args: string[]; readonly region: string }[] {
  return asked.filter(({ operation }) => operation === 'cdk').map(({ body }) => JSON.parse(body));
}

async function runCdk({ path }: Asked, account: { stack: string }, events: Events): Promise<StandInResponse> {
  const { deploySucceeds = true, destroySucceeds = true, destroyLies = false, hangs = [] } = events;
  const deploys = path === '/cdk/deploy';
  if (deploys) account.stack = deploySucceeds ? 'CREATE_COMPLETE' : 'ROLLBACK_COMPLETE';
  else if (!destroyLies) account.stack = destroySucceeds ? 'DELETE_COMPLETE' : 'DELETE_FAILED';
  if (hangs.includes(deploys ? 'deploy' : 'destroy')) await new Promise(() => {});
  const succeeds = deploys ? deploySucceeds : destroySucceeds;
  return { status: succeeds ? 200 : 500, headers: {}, body: `cdk: ${account.stack}` };
}

/** A deleted stack is known by its id only. */
function describe(name: string, status: string): StandInResponse {
  const byName = !name.startsWith('arn:');
  if (status === 'NONE' || (byName && status === 'DELETE_COMPLETE')) {
    return refusal(queryErrors, 400, 'ValidationError', `Stack with id ${name} does not exist`);
  }
  return describeStacks({ [OUTPUTS.functionNames]: Object.keys(FUNCTIONS).join(',') }, status);
}

function listResources(status: string, left: boolean): StandInResponse {
  const gone = status === 'DELETE_COMPLETE' ? 'DELETE_COMPLETE' : 'CREATE_COMPLETE';
  const resource = (LogicalResourceId: string, ResourceType: string, PhysicalResourceId: string) => ({
    LogicalResourceId,
    ResourceType,
    PhysicalResourceId,
    ResourceStatus: left && LogicalResourceId === 'Table' ? 'DELETE_FAILED' : gone,
    LastUpdatedTimestamp: '2026-11-01T00:00:00Z',
  });
  const member = [
    resource('Vpc', 'AWS::EC2::VPC', 'vpc-1'),
    resource('Bucket', 'AWS::S3::Bucket', 'natless-bucket'),
    resource('Table', 'AWS::DynamoDB::Table', 'natless-table'),
    resource('Provider', 'AWS::Lambda::Function', 'Natless-Emptier'),
    ...Object.keys(FUNCTIONS).map((name) => resource(name, 'AWS::Lambda::Function', name)),
  ];
  return queryAnswer('ListStackResources', { StackResourceSummaries: { member } });
}
