/** Which services the actions of policies mean. */
import { describe, expect, test } from 'vitest';
import { catalogueEntries } from '../../lambda/report/catalogue/hosts.ts';
import actionServices from '../../lib/targets/iam/action-services.json' with { type: 'json' };
import { meaningOf } from '../../lib/targets/iam/actions.ts';

const servicesOf = (action: string) => {
  const meaning = meaningOf(action);
  return meaning.kind === 'services' ? [...meaning.services].sort() : meaning.kind;
};

test.each([
  ['dynamodb:GetItem', ['dynamodb']],
  ['DynamoDB:getitem', ['dynamodb']],
  ['cloudwatch:PutMetricData', ['cloudwatch']],
  ['states:StartExecution', ['stepfunctions']],
  ['elasticloadbalancing:DescribeLoadBalancers', ['elb']],
  ['tag:GetResources', ['resourcegroupstaggingapi']],
  ['ssmmessages:OpenDataChannel', ['ssmmessages']],
  ['constructor:Get', ['constructor']],
])('%s means the services %j', (action, services) => {
  expect(servicesOf(action)).toEqual(services);
});

describe('where services share a prefix, the operation tells them apart', () => {
  test.each([
    ['bedrock:InvokeModel', ['bedrock-runtime']],
    ['bedrock:Retrieve', ['bedrock-agent-runtime']],
    ['bedrock:ListFoundationModels', ['bedrock']],
    ['bedrock:SomethingNew', ['bedrock']],
    ['sagemaker:InvokeEndpoint', ['sagemaker-runtime']],
    ['timestream:WriteRecords', ['timestream-write']],
    ['timestream:Select', ['timestream-write']],
    ['iot:Publish', ['iot-data']],
    ['lex:RecognizeText', ['lexv2-runtime']],
  ])('%s: %j', (action, services) => {
    expect(servicesOf(action)).toEqual(services);
  });

  test('a wildcard means each that has such an operation, and no other', () => {
    expect(servicesOf('bedrock:InvokeModel*')).toEqual(['bedrock-runtime']);
    expect(servicesOf('bedrock:Retrieve*')).toEqual(['bedrock-agent-runtime']);
    expect(servicesOf('dynamodb:*Item')).toEqual(['dynamodb']);
    expect(servicesOf('sagemaker:InvokeEndpoint?sync')).toEqual(['sagemaker-runtime']);
    expect(servicesOf('bedrock:*')).toContain('bedrock');
  });

  test('the wildcards that roles for buckets and tables have mean S3 and DynamoDB only', () => {
    expect(servicesOf('s3:*')).toEqual(['s3']);
    expect(servicesOf('s3:Get*')).toEqual(['s3']);
    expect(servicesOf('dynamodb:*')).toEqual(['dynamodb']);
    // CDK's grants for tables have it without the rest of what reading a stream needs.
    expect(servicesOf('dynamodb:GetShardIterator')).toEqual(['dynamodb']);
    expect(servicesOf('s3:CreateJob')).toEqual(['s3control']);
    expect(servicesOf('dynamodb:DescribeStream')).toEqual(['dynamodbstreams']);
  });
});

test.each(['*', '*:*', 's3*:Get', 'nothing'])('%s does not say which service', (action) => {
  expect(meaningOf(action)).toEqual({ kind: 'every-service' });
});

test.each(['iam:PassRole', 'elasticfilesystem:ClientMount', 'rds-db:connect'])(
  '%s is not a call',
  (action) => {
    expect(meaningOf(action)).toEqual({ kind: 'no-call' });
  },
);

test.each(['execute-api:Invoke', 'es:ESHttpGet', 'aoss:APIAccessAll', 'kafka-cluster:Connect'])(
  "%s leads to a host of the user's own",
  (action) => {
    expect(meaningOf(action).kind).toBe('own-host');
  },
);

test('the table names only services of the catalogue', () => {
  const known = new Set(
    catalogueEntries('us-west-2').flatMap(({ services }) => services.map(({ id }) => id)),
  );
  const named = Object.values(actionServices.prefixes).flatMap(({ main, ...more }) => [
    main,
    ...('others' in more ? Object.keys(more.others ?? {}) : []),
  ]);
  expect(named.filter((id) => !known.has(id))).toEqual([]);
});
