/** What else of a template hangs on an interface endpoint: references to it, and conditions that only its requests meet. */
import { expect, test } from 'vitest';
import type { Template } from '../../lib/lab/template/template.ts';
import { endpointTies } from '../../lib/what-if/endpoint-ties.ts';

const ENDPOINT = { logicalId: 'Queue', service: 'sqs' };

function tiesOf(resources: Template['Resources'], endpoint = ENDPOINT): string[] {
  const endpoints = ['Queue', 'Bucket'].map((id) => [id, { Type: 'AWS::EC2::VPCEndpoint', Properties: {} }]);
  return endpointTies(endpoint, { Resources: { ...Object.fromEntries(endpoints), ...resources } });
}

function policy(Type: string, key: string, value: unknown): Template['Resources'] {
  const Condition = { StringEquals: { [key]: value } };
  return {
    Policy: { Type, Properties: { PolicyDocument: { Statement: [{ Effect: 'Allow', Condition }] } } },
  };
}

test.each([
  ['Ref', { Ref: 'Queue' }],
  ['Fn::GetAtt', { 'Fn::GetAtt': ['Queue', 'DnsEntries'] }],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudFormation's own placeholders
  ['Fn::Sub', { 'Fn::Sub': 'https://${Queue.DnsEntries}' }],
  ['one branch of Fn::If', { 'Fn::If': ['Large', 'x', { Ref: 'Queue' }] }],
])('a reference to it by %s', (_, value) => {
  const worker = {
    Type: 'AWS::Lambda::Function',
    Properties: { Environment: { Variables: { URL: value } } },
  };
  expect(tiesOf({ Worker: worker })).toEqual(['Worker (AWS::Lambda::Function) refers to it']);
});

test.each(['aws:SourceVpce', 'aws:sourceVpc', 'aws:VpcSourceIp', 'aws:VpceOrgID'])(
  'a condition on %s in a policy of its service or of a role',
  (key) => {
    const queue = policy('AWS::SQS::QueuePolicy', key, 'vpce-0123456789abcdef0');
    expect(tiesOf(queue)).toEqual([`Policy (AWS::SQS::QueuePolicy) has a condition on ${key}`]);
    expect(tiesOf(policy('AWS::IAM::ManagedPolicy', key, 'vpc-1'))).toHaveLength(1);
  },
);

test('nothing else: other services, other endpoints, other conditions, monitoring, DependsOn', () => {
  expect(tiesOf(policy('AWS::S3::BucketPolicy', 'aws:SourceVpc', 'vpc-1'))).toEqual([]);
  expect(tiesOf(policy('AWS::SQS::QueuePolicy', 'aws:SourceVpce', { Ref: 'Bucket' }))).toEqual([]);
  expect(tiesOf(policy('AWS::SQS::QueuePolicy', 'aws:SourceAccount', '1'))).toEqual([]);
  expect(tiesOf({ Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { Id: { Ref: 'Queue' } } } })).toEqual(
    [],
  );
  expect(tiesOf({ Worker: { Type: 'AWS::Lambda::Function', Properties: {}, DependsOn: 'Queue' } })).toEqual(
    [],
  );
});
