/** Every variant of the stack against CloudFormation's schemas and IAM's reference, and planted errors of each kind. */
import { describe, expect, test } from 'vitest';
import { authorizationProblems, type Statement, statementsIn } from './schema/authorization.ts';
import { type SchemaTemplate, schemaProblems } from './schema/cloudformation.ts';
import { VARIANTS } from './schema/variants.ts';
import { synthesized } from './synthesized.ts';

describe.each(Object.entries(VARIANTS))('%s', (_, settings) => {
  const template = synthesized(settings).template.toJSON() as SchemaTemplate;

  test('is as CloudFormation’s schemas have it', () => {
    expect(schemaProblems(template)).toEqual([]);
  });

  test('grants what IAM’s reference knows', async () => {
    const statements = Object.entries(template.Resources).flatMap(([id, resource]) =>
      statementsIn(resource, id),
    );
    expect(statements.length).toBeGreaterThan(0);
    expect((await Promise.all(statements.map(authorizationProblems))).flat()).toEqual([]);
  });
});

describe('a planted error is found:', () => {
  const VPC = { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } };
  const problemsIn = (Resources: SchemaTemplate['Resources'], more: object = {}) =>
    schemaProblems({ Resources: { Vpc: VPC, ...Resources }, ...more });
  const alarm = (changes: object) => ({
    Alarm: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: { ComparisonOperator: 'LessThanThreshold', EvaluationPeriods: 1, ...changes },
    },
  });
  const subnet = (changes: object) => ({
    Subnet: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, ...changes } },
  });

  test('none where there is none', () => {
    expect(problemsIn({ ...alarm({}), ...subnet({ CidrBlock: '10.0.0.0/24' }) })).toEqual([]);
  });

  test.each([
    [
      'an unknown type',
      { X: { Type: 'AWS::EC2::Vcp' } },
      'X is of the type AWS::EC2::Vcp, which is not there',
    ],
    ['an unknown property', alarm({ Treshold: 1 }), 'Alarm AWS::CloudWatch::Alarm.Treshold is unknown'],
    [
      'an unknown property within one',
      alarm({ Metrics: [{ Id: 'a', Lable: 'x' }] }),
      '.Metrics.0.Lable is unknown',
    ],
    ['a missing property', subnet({ VpcId: undefined }), '.VpcId is missing'],
    ['a missing property within one', alarm({ Metrics: [{ Label: 'x' }] }), '.Metrics.0.Id is missing'],
    [
      'an enum’s value',
      {
        V: {
          Type: 'AWS::EC2::VPCEndpoint',
          Properties: { ServiceName: 's', VpcId: 'v', IpAddressType: 'ipv5' },
        },
      },
      'IpAddressType is "ipv5", not one of',
    ],
    ['another type', alarm({ EvaluationPeriods: 'two' }), 'EvaluationPeriods is "two", not integer'],
    ['a list of another type', alarm({ AlarmActions: 'arn' }), 'AlarmActions is "arn", not array'],
    [
      'a pattern',
      alarm({ AlarmName: 'x'.repeat(256) }),
      'which CloudWatch (API Reference, PutMetricAlarm) does not take',
    ],
    [
      'a read-only property',
      subnet({ SubnetId: 'subnet-1' }),
      'Subnet AWS::EC2::Subnet.SubnetId is read-only',
    ],
    [
      'an attribute',
      subnet({ CidrBlock: { 'Fn::GetAtt': ['Vpc', 'CidrBlocc'] } }),
      'reads Vpc.CidrBlocc, which AWS::EC2::VPC does not have',
    ],
    [
      'an attribute in Fn::Sub',
      subnet({ CidrBlock: { 'Fn::Sub': '$' + '{Vpc.Nothing}' } }),
      'reads Vpc.Nothing',
    ],
    ['a dangling reference', subnet({ VpcId: { Ref: 'Vcp' } }), 'refers to Vcp, which is not there'],
    [
      'a dangling reference deep inside',
      alarm({ Dimensions: [{ Name: 'a', Value: { 'Fn::Join': ['', [{ Ref: 'No' }]] } }] }),
      'refers to No',
    ],
    [
      'a dangling dependency',
      { X: { Type: 'AWS::EC2::InternetGateway', DependsOn: ['Vpc', 'Gone'] } },
      'X depends on Gone, which is not there',
    ],
  ])('%s', (_, resources, words) => {
    const problems = problemsIn(resources as SchemaTemplate['Resources']);
    expect(problems).toEqual([expect.stringContaining(words)]);
  });

  test('a reference of an output', () => {
    expect(problemsIn({}, { Outputs: { X: { Value: { Ref: 'Gone' } } } })).toEqual([
      'Outputs.X.Value refers to Gone, which is not there',
    ]);
  });

  const problemsOf = (statement: Partial<Statement>) =>
    authorizationProblems(['Role', { Effect: 'Allow', Resource: '*', ...statement }]);

  test.each([
    ['an action', { Action: 's3:PutObjekt' }, 'Role: there is no action s3:PutObjekt'],
    ['a group of actions', { Action: 's3:Lsit*' }, 'Role: there is no action like s3:Lsit*'],
    ['a service', { Action: 's3vector:PutVectors' }, 'Role: there is no action s3vector:PutVectors'],
    [
      'a resource where there is none',
      { Action: 'ec2:DescribeRouteTables', Resource: 'arn:aws:ec2:us-west-2:1:route-table/rtb-1' },
      'ec2:DescribeRouteTables takes no resource',
    ],
    [
      'a resource of another kind',
      { Action: 's3:PutObject', Resource: 'arn:aws:sqs:us-west-2:1:queue' },
      's3:PutObject does not take arn:aws:sqs:us-west-2:1:queue',
    ],
    [
      'a condition key',
      { Action: 'dynamodb:GetItem', Condition: { StringEquals: { 'dynamodb:LeadingKey': 'x' } } },
      'dynamodb:GetItem has no condition key dynamodb:LeadingKey',
    ],
  ])('%s in a policy', async (_, statement, words) => {
    expect(await problemsOf(statement)).toEqual([expect.stringContaining(words)]);
  });

  test('none in a policy that has none', async () => {
    const Condition = { StringEquals: { 'aws:SourceVpce': 'x' }, Null: { 'dynamodb:LeadingKeys': 'false' } };
    expect(await problemsOf({ Action: ['dynamodb:GetItem', 'dynamodb:PutItem'], Condition })).toEqual([]);
    expect(await problemsOf({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::bucket/*' })).toEqual([]);
  });
});
