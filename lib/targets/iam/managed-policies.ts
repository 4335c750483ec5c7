/** The actions of AWS's managed policies that workloads often have, and of SAM's policy templates. */
import { lookUp } from '../../../lambda/report/look-up.ts';

/** Lambda uses them itself, from outside the VPC: what they allow says nothing about the function's code. */
const FOR_LAMBDA_ITSELF: ReadonlySet<string> = new Set([
  'service-role/AWSLambdaBasicExecutionRole',
  'service-role/AWSLambdaVPCAccessExecutionRole',
  'service-role/AWSLambdaENIManagementAccess',
  'service-role/AWSLambdaSQSQueueExecutionRole',
  'service-role/AWSLambdaDynamoDBExecutionRole',
  'service-role/AWSLambdaKinesisExecutionRole',
  'service-role/AWSLambdaMSKExecutionRole',
]);

const ECR_PULL = [
  'ecr:GetAuthorizationToken',
  'ecr:BatchCheckLayerAvailability',
  'ecr:GetDownloadUrlForLayer',
  'ecr:BatchGetImage',
];
const X_RAY = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSamplingRules'];

/** AWS Managed Policy Reference Guide; of each only what tells the services apart. */
const MANAGED: Readonly<Record<string, readonly string[]>> = {
  'service-role/AmazonECSTaskExecutionRolePolicy': [...ECR_PULL, 'logs:CreateLogStream', 'logs:PutLogEvents'],
  'service-role/AmazonEC2ContainerServiceforEC2Role': [
    ...ECR_PULL,
    'ecs:DiscoverPollEndpoint',
    'ec2:DescribeTags',
    'logs:PutLogEvents',
  ],
  AmazonEC2ContainerRegistryReadOnly: ECR_PULL,
  AmazonSSMManagedInstanceCore: [
    'ssm:UpdateInstanceInformation',
    'ssmmessages:OpenDataChannel',
    'ec2messages:GetMessages',
  ],
  CloudWatchAgentServerPolicy: [
    'cloudwatch:PutMetricData',
    'ec2:DescribeTags',
    'logs:PutLogEvents',
    'xray:PutTraceSegments',
    'ssm:GetParameter',
  ],
  CloudWatchLambdaInsightsExecutionRolePolicy: ['logs:PutLogEvents'],
  AWSXRayDaemonWriteAccess: X_RAY,
  AWSXrayWriteOnlyAccess: X_RAY,
  AmazonS3ReadOnlyAccess: ['s3:Get*', 's3:List*'],
  AmazonS3FullAccess: ['s3:*'],
};

/** Undefined for a policy whose actions are not known here. @param name path and name, as at the end of the ARN */
export function managedActions(name: string): readonly string[] | undefined {
  return FOR_LAMBDA_ITSELF.has(name) ? [] : lookUp(MANAGED, name);
}

/** Null for what is not the ARN of one of AWS's own policies: an account may have one of the same name. */
export function awsPolicyName(arn: string): string | null {
  return /^arn:[\w-]+:iam::aws:policy\/(.+)$/.exec(arn)?.[1] ?? null;
}

export function isKnownPolicy(arn: string): boolean {
  const name = awsPolicyName(arn);
  return name !== null && managedActions(name) !== undefined;
}

/** Without its path, as SAM takes the names of AWS's policies. */
export function managedActionsBySamName(name: string): readonly string[] | undefined {
  return managedActions(name) ?? managedActions(`service-role/${name}`);
}

/** What Lambda does with the function's role outside the VPC: its logs, network interfaces and traces. */
const LAMBDAS_OWN: ReadonlySet<string> = new Set(
  [
    ...['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
    ...['ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeNetworkInterfaces'],
    ...['ec2:DescribeSubnets', 'ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses'],
    ...['ec2:DescribeSecurityGroups', 'ec2:DescribeVpcs', 'ec2:GetSecurityGroupsForVpc'],
    ...[...X_RAY, 'xray:GetSamplingTargets', 'xray:GetSamplingStatisticSummaries'],
  ].map((action) => action.toLowerCase()),
);

export function isLambdasOwn(action: string): boolean {
  return LAMBDAS_OWN.has(action.toLowerCase());
}

/** The service that each of SAM's policy templates is for (AWS SAM Developer Guide, "Policy template list"). */
const SAM_TEMPLATES: Readonly<Record<string, string>> = {
  AWSSecretsManagerGetSecretValuePolicy: 'secretsmanager:GetSecretValue',
  AWSSecretsManagerRotationPolicy: 'secretsmanager:GetSecretValue',
  AthenaQueryPolicy: 'athena:StartQueryExecution',
  CloudFormationDescribeStacksPolicy: 'cloudformation:DescribeStacks',
  CloudWatchDashboardPolicy: 'cloudwatch:ListDashboards',
  CloudWatchDescribeAlarmHistoryPolicy: 'cloudwatch:DescribeAlarmHistory',
  CloudWatchPutMetricPolicy: 'cloudwatch:PutMetricData',
  CodeCommitCrudPolicy: 'codecommit:GetBranch',
  CodeCommitReadPolicy: 'codecommit:GetBranch',
  ComprehendBasicAccessPolicy: 'comprehend:DetectEntities',
  DynamoDBCrudPolicy: 'dynamodb:GetItem',
  DynamoDBReadPolicy: 'dynamodb:GetItem',
  DynamoDBReconfigurePolicy: 'dynamodb:UpdateTable',
  DynamoDBStreamReadPolicy: 'dynamodb:DescribeStream',
  DynamoDBWritePolicy: 'dynamodb:PutItem',
  EC2DescribePolicy: 'ec2:DescribeRegions',
  EcsRunTaskPolicy: 'ecs:RunTask',
  EventBridgePutEventsPolicy: 'events:PutEvents',
  FirehoseCrudPolicy: 'firehose:PutRecord',
  FirehoseWritePolicy: 'firehose:PutRecord',
  KMSDecryptPolicy: 'kms:Decrypt',
  KMSEncryptPolicy: 'kms:Encrypt',
  KinesisCrudPolicy: 'kinesis:PutRecord',
  KinesisStreamReadPolicy: 'kinesis:GetRecords',
  LambdaInvokePolicy: 'lambda:InvokeFunction',
  RekognitionDetectOnlyPolicy: 'rekognition:DetectFaces',
  S3CrudPolicy: 's3:GetObject',
  S3FullAccessPolicy: 's3:GetObject',
  S3ReadPolicy: 's3:GetObject',
  S3WritePolicy: 's3:PutObject',
  SESCrudPolicy: 'ses:SendEmail',
  SESSendBouncePolicy: 'ses:SendBounce',
  SNSCrudPolicy: 'sns:Publish',
  SNSPublishMessagePolicy: 'sns:Publish',
  SQSPollerPolicy: 'sqs:ReceiveMessage',
  SQSSendMessagePolicy: 'sqs:SendMessage',
  SSMParameterReadPolicy: 'ssm:GetParameter',
  SSMParameterWithSlashPrefixReadPolicy: 'ssm:GetParameter',
  StepFunctionsExecutionPolicy: 'states:StartExecution',
  TextractPolicy: 'textract:DetectDocumentText',
};

/** One action for each, which leads to the same host as the others. */
export function samTemplateAction(name: string): string | undefined {
  return lookUp(SAM_TEMPLATES, name);
}
