/** A template whose code talks to many places: roles with policies of every kind, tasks, an instance, private zones. */
import type { Resource, Template } from '../../lib/lab/template/template.ts';
import { classicTemplate } from '../what-if/classic.ts';

export function templateWithCode(): Template {
  const { Resources, ...rest } = classicTemplate();
  const allow = (Action: unknown) => ({ Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
  const role = (properties: object): Resource => ({ Type: 'AWS::IAM::Role', Properties: { ...properties } });
  const place = { SubnetIds: [{ Ref: 'Private' }], SecurityGroupIds: [{ Ref: 'Group' }] };
  const inRole = (name: string) => ({ 'Fn::GetAtt': [name, 'Arn'] });
  return {
    ...rest,
    Resources: {
      ...Resources,
      Names: {
        Type: 'AWS::Route53::HostedZone',
        Properties: { Name: 'corp.example.com', VPCs: [{ VPCId: { Ref: 'Vpc' }, VPCRegion: 'us-west-2' }] },
      },
      OtherNames: {
        Type: 'AWS::Route53::HostedZone',
        Properties: { Name: 'corp.example.org', VPCs: [{ VPCId: { Ref: 'Vpc' }, VPCRegion: 'us-west-2' }] },
      },
      OrdersRole: role({
        ManagedPolicyArns: [
          'arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole',
          'arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess',
          { Ref: 'Shared' },
        ],
        Policies: [
          { PolicyName: 'a', PolicyDocument: allow('sns:Publish') },
          { PolicyName: 'b', PolicyDocument: allow(['events:PutEvents', 'logs:PutLogEvents']) },
        ],
      }),
      Shared: {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { PolicyDocument: allow(['ssm:GetParameter']) },
      },
      Beside: {
        Type: 'AWS::IAM::Policy',
        Properties: {
          PolicyName: 'beside',
          Roles: [{ Ref: 'OrdersRole' }],
          PolicyDocument: {
            Statement: [
              { Effect: 'Deny', Action: 'athena:*', Resource: '*' },
              { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' },
            ],
          },
        },
      },
      Orders: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          ...{
            Handler: 'index.handler',
            Runtime: 'nodejs24.x',
            Role: inRole('OrdersRole'),
            VpcConfig: place,
          },
          Environment: { Variables: { API: 'https://api.corp.example.com', PAY: 'https://api.stripe.com' } },
        },
      },
      TaskRole: role({ Policies: [{ PolicyName: 'c', PolicyDocument: allow('states:StartExecution') }] }),
      PullRole: role({
        ManagedPolicyArns: ['arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy'],
      }),
      Tasks: {
        Type: 'AWS::ECS::TaskDefinition',
        Properties: {
          TaskRoleArn: inRole('TaskRole'),
          ExecutionRoleArn: inRole('PullRole'),
          ContainerDefinitions: [
            {
              ...{ Name: 'web', Image: 'public.ecr.aws/nginx/nginx:1' },
              Environment: [{ Name: 'SEARCH', Value: 'https://search.example.net' }],
              Secrets: [{ Name: 'DB', ValueFrom: 'arn:aws:secretsmanager:us-west-2:111122223333:secret:db' }],
              LogConfiguration: { LogDriver: 'awslogs' },
            },
          ],
        },
      },
      Front: {
        Type: 'AWS::ECS::Service',
        Properties: {
          TaskDefinition: { Ref: 'Tasks' },
          NetworkConfiguration: {
            AwsvpcConfiguration: { Subnets: place.SubnetIds, SecurityGroups: place.SecurityGroupIds },
          },
        },
      },
      HostRole: role({ Policies: [{ PolicyName: 'd', PolicyDocument: allow('kms:Decrypt') }] }),
      Host: { Type: 'AWS::IAM::InstanceProfile', Properties: { Roles: [{ Ref: 'HostRole' }] } },
      Server: {
        Type: 'AWS::EC2::Instance',
        Properties: {
          ...{ SubnetId: { Ref: 'Private' }, SecurityGroupIds: [{ Ref: 'Group' }] },
          IamInstanceProfile: { Ref: 'Host' },
        },
      },
    },
  };
}
