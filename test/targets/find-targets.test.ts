/** What a template talks to: from roles, variables, images and endpoints, each with where it was found. */
import { describe, expect, test } from 'vitest';
import { allow, fn, found, urlsOf, VPC_CONFIG, withStatements, withVariables } from './found.ts';

const DYNAMODB = 'https://dynamodb.us-west-2.amazonaws.com';
const SQS = 'https://sqs.us-west-2.amazonaws.com';

describe('the statements of a role', () => {
  test('lead to the default hosts of their services, with statement and actions', () => {
    const { targets, gaps } = found(
      withStatements(
        allow('s3:GetObject*'),
        allow('dynamodb:GetItem', 'sqs:SendMessage', 'dynamodb:Query'),
        allow('secretsmanager:GetSecretValue'),
      ),
    );
    expect(targets).toContainEqual({
      url: DYNAMODB,
      host: 'dynamodb.us-west-2.amazonaws.com',
      caller: 'code',
      service: 'dynamodb',
      foundIn: [
        {
          logicalId: 'Policy',
          where: 'Statement 2: dynamodb:GetItem, dynamodb:Query',
          actions: ['dynamodb:GetItem', 'dynamodb:Query'],
        },
      ],
      workloads: ['Fn'],
    });
    expect(targets.map(({ url }) => url)).toEqual([
      DYNAMODB,
      'https://s3.us-west-2.amazonaws.com',
      'https://secretsmanager.us-west-2.amazonaws.com',
      SQS,
    ]);
    expect(gaps).toEqual([]);
  });

  test('count where they allow, not where they deny', () => {
    const deny = { Effect: 'Deny', Action: 'sqs:*', Resource: '*' };
    expect(urlsOf(found(withStatements(deny, allow('dynamodb:GetItem'))))).toEqual([DYNAMODB]);
  });

  test('may be one statement and one action without lists', () => {
    const resources = withStatements();
    const statement = { Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: '*' };
    const policy = { PolicyDocument: { Statement: statement }, Roles: [{ Ref: 'Role' }] };
    expect(urlsOf(found({ ...resources, Policy: { Type: 'AWS::IAM::Policy', Properties: policy } }))).toEqual(
      [DYNAMODB],
    );
  });

  test.each([
    ['*', 'Action: *'],
    ['*:*', 'Action: *:*'],
    ['s*:Get', 'Action: s*:Get'],
  ])('that allow %s are reported and not guessed', (action, words) => {
    const { targets, gaps } = found(withStatements(allow(action), allow('dynamodb:GetItem')));
    expect(targets.map(({ url }) => url)).toEqual([DYNAMODB]);
    expect(gaps).toEqual([
      {
        kind: 'wildcard',
        logicalId: 'Policy',
        where: 'Statement 1',
        problem: expect.stringContaining(words),
        workloads: ['Fn'],
      },
    ]);
  });

  test('with NotAction are reported', () => {
    const { gaps } = found(withStatements({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }));
    expect(gaps).toMatchObject([{ kind: 'wildcard', problem: expect.stringContaining('NotAction') }]);
  });

  test('of roles that no workload has do not count', () => {
    const { Role, Policy } = withStatements(allow('dynamodb:GetItem'));
    expect(found({ ...(Role && { Role }), ...(Policy && { Policy }) }).targets).toEqual([]);
  });

  test('whose actions are a parameter without a value are a gap, and the others are read', () => {
    const { targets, gaps } = found(withStatements(allow({ Ref: 'Right' }), allow('dynamodb:GetItem')), {
      Parameters: { Right: { Type: 'String' } },
    });
    expect(targets.map(({ url }) => url)).toEqual([DYNAMODB]);
    expect(gaps).toMatchObject([
      { kind: 'unreadable', where: 'Statement 1', problem: expect.stringContaining('--parameter Right=…') },
    ]);
  });
});

describe('a role', () => {
  test('that a function does not name is a gap, and one that allows nothing is none', () => {
    expect(found({ Fn: fn({}) })).toMatchObject({ targets: [], gaps: [] });
    const { Role: _, ...properties } = fn({}).Properties ?? {};
    const { gaps } = found({ Fn: { Type: 'AWS::Lambda::Function', Properties: properties } });
    expect(gaps).toMatchObject([
      { kind: 'unreadable', logicalId: 'Fn', where: 'Role', problem: expect.stringContaining('--target') },
    ]);
  });

  const inline = (name: string, ...actions: string[]) => ({
    PolicyName: name,
    PolicyDocument: { Statement: [allow(...actions)] },
  });

  test('has inline policies, policies of its own and managed policies of the template', () => {
    const { targets } = found({
      ...withStatements(allow('dynamodb:GetItem')),
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          Policies: [inline('first', 'sqs:SendMessage'), inline('second', 'sns:Publish')],
          ManagedPolicyArns: [{ Ref: 'Managed' }],
        },
      },
      Managed: {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { PolicyDocument: { Statement: [allow('kms:Decrypt')] } },
      },
    });
    expect(
      targets.map(({ service, foundIn: [ground] }) => [service, ground?.logicalId, ground?.where]),
    ).toEqual([
      ['dynamodb', 'Policy', 'Statement 1: dynamodb:GetItem'],
      ['kms', 'Managed', 'Statement 1: kms:Decrypt'],
      ['sns', 'Role', 'policy second, Statement 1: sns:Publish'],
      ['sqs', 'Role', 'policy first, Statement 1: sqs:SendMessage'],
    ]);
  });

  test('that two functions share gives both its targets, and is named once', () => {
    const resources = withStatements(allow('dynamodb:GetItem'));
    const { targets } = found({ ...resources, Other: fn({ Role: { 'Fn::GetAtt': 'Role.Arn' } }) });
    expect(targets).toMatchObject([{ workloads: ['Fn', 'Other'], foundIn: [{ logicalId: 'Policy' }] }]);
    expect(targets[0]?.foundIn).toHaveLength(1);
  });

  test('is found by its name, too', () => {
    const { targets } = found({
      ...withStatements(allow('dynamodb:GetItem')),
      Role: { Type: 'AWS::IAM::Role', Properties: { RoleName: 'worker' } },
      Fn: fn({ Role: { 'Fn::Sub': `arn:aws:iam::\${AWS::AccountId}:role/worker` } }),
    });
    expect(targets).toMatchObject([{ url: DYNAMODB, workloads: ['Fn'] }]);
  });

  test('of another stack is a gap', () => {
    const { gaps } = found({
      Fn: fn({ Role: 'arn:aws:iam::111122223333:role/elsewhere' }),
      Imported: fn({ Role: { 'Fn::ImportValue': 'shared-role' } }),
    });
    expect(gaps).toMatchObject([
      { logicalId: 'Fn', where: 'Role', problem: expect.stringContaining('is not in the template') },
      {
        logicalId: 'Imported',
        where: 'Role',
        problem: expect.stringContaining('"shared-role" (--import shared-role=…)'),
      },
    ]);
  });

  test("'s policy of AWS whose statements are unknown is a gap; what Lambda itself needs is not", () => {
    const arns = ['service-role/AWSLambdaVPCAccessExecutionRole', 'AdministratorAccess'].map(
      (name) => `arn:aws:iam::aws:policy/${name}`,
    );
    const { targets, gaps } = found({
      Fn: fn({ Role: { 'Fn::GetAtt': ['Role', 'Arn'] } }),
      Role: { Type: 'AWS::IAM::Role', Properties: { ManagedPolicyArns: arns } },
    });
    expect(targets).toEqual([]);
    expect(gaps).toMatchObject([
      { kind: 'unreadable', where: 'managed policy AdministratorAccess', logicalId: 'Role' },
    ]);
  });

  test("'s policy with the name of one of AWS's is another one", () => {
    const own = 'arn:aws:iam::111122223333:policy/AmazonS3ReadOnlyAccess';
    const { targets, gaps } = found({
      Fn: fn({ Role: { 'Fn::GetAtt': ['Role', 'Arn'] } }),
      Role: { Type: 'AWS::IAM::Role', Properties: { ManagedPolicyArns: [own] } },
    });
    expect(targets).toEqual([]);
    expect(gaps).toMatchObject([{ kind: 'unreadable', where: 'managed policy AmazonS3ReadOnlyAccess' }]);
  });

  test('of a function writes logs outside the VPC; that of a task does not', () => {
    const resources = withStatements(allow('logs:PutLogEvents', 'logs:CreateLogStream'));
    expect(found(resources).targets).toEqual([]);
    const task = { Type: 'AWS::ECS::TaskDefinition', Properties: { TaskRoleArn: { Ref: 'Role' } } };
    expect(found({ ...resources, Task: task }).targets).toMatchObject([
      { service: 'logs', workloads: ['Task'] },
    ]);
  });
});

describe('a private hosted zone', () => {
  const zone = (vpc: unknown) => ({
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
    Zone: {
      Type: 'AWS::Route53::HostedZone',
      Properties: { Name: 'us-west-2.amazonaws.com', VPCs: [{ VPCId: vpc, VPCRegion: 'us-west-2' }] },
    },
  });
  const resources = withStatements(allow('dynamodb:GetItem'));

  test('of the VPC leads the names in it to an unknown place', () => {
    const { targets, gaps } = found({ ...resources, ...zone({ Ref: 'Vpc' }) });
    expect(targets).toEqual([]);
    expect(gaps).toMatchObject([
      {
        ...{ kind: 'unknown', logicalId: 'Policy', workloads: ['Fn'] },
        problem: expect.stringContaining('"us-west-2.amazonaws.com" (Zone) answers for dynamodb.us-west-2'),
      },
    ]);
  });

  test('of another VPC does not', () => {
    const { targets } = found({ ...resources, ...zone('vpc-0fedcba9876543210') });
    expect(targets).toMatchObject([{ url: DYNAMODB }]);
  });
});

describe('variables', () => {
  test('name hosts by URLs, and nothing else of a value gets out', () => {
    const result = found({
      Fn: withVariables({
        PAYMENTS: 'https://user:hunter2@api.stripe.com/v1/secret-path?key=sk_live_1',
        DATABASE_URL: 'postgres://admin:pa%2Fss@db.example.com/app',
        BROKERS: 'b-1.example.com:9092,b-2.example.com:9094',
        API_KEY: 'sk_live_2',
        TOKEN: 'abc.def:443',
      }),
    });
    expect(urlsOf(result)).toEqual([
      'https://api.stripe.com',
      'tcp://b-1.example.com:9092',
      'tcp://b-2.example.com:9094',
      'tcp://db.example.com:5432',
    ]);
    expect(result.targets[0]).toMatchObject({
      service: null,
      foundIn: [{ logicalId: 'Fn', where: 'Environment.PAYMENTS' }],
    });
    expect(JSON.stringify(result)).not.toMatch(/hunter2|secret-path|sk_live|admin|abc\.def/);
  });

  test('whose password is not escaped give nothing away', () => {
    const result = found({
      Fn: withVariables({
        A: 'postgres://admin:hunt/er2@db.example.com:5432/app',
        B: 'https://root:hunt#er2@api.example.com',
        C: 'redis://se.cret:12?x@cache.example.com',
      }),
    });
    expect(result.targets).toEqual([]);
    expect(result.gaps.map(({ where, kind }) => [where, kind])).toEqual([
      ['Environment.A', 'unknown'],
      ['Environment.B', 'unknown'],
      ['Environment.C', 'unknown'],
    ]);
    expect(JSON.stringify(result)).not.toMatch(/hunt|er2|admin|root|se\.cret/);
  });

  test('of two lead to one target with two grounds', () => {
    const { targets } = found({
      One: withVariables({ URL: 'https://api.example.com/a' }),
      Two: withVariables({ URL: 'https://api.example.com/b' }),
    });
    expect(targets).toMatchObject([{ workloads: ['One', 'Two'], foundIn: [{}, {}] }]);
  });

  test('with AWS hosts have their service, in any Region', () => {
    const { targets } = found({
      Fn: withVariables({
        A: 'https://sqs.eu-west-1.amazonaws.com/111122223333/jobs',
        B: 'https://my-bucket.s3.us-west-2.amazonaws.com',
        QUEUE_ENDPOINT: 'sqs.us-west-2.amazonaws.com',
      }),
    });
    expect(targets.map(({ url, service }) => [url, service])).toEqual([
      ['https://my-bucket.s3.us-west-2.amazonaws.com', 's3'],
      ['https://sqs.eu-west-1.amazonaws.com', 'sqs'],
      [SQS, 'sqs'],
    ]);
  });

  test('with a host and a port in two of them are put together', () => {
    const { targets, gaps } = found({
      Fn: withVariables({ DB_HOST: 'db.example.com', DB_PORT: '5432', CACHE_HOST: 'cache.example.com' }),
    });
    expect(targets).toMatchObject([{ url: 'tcp://db.example.com:5432' }]);
    expect(gaps).toMatchObject([{ where: 'Environment.CACHE_HOST', kind: 'unknown' }]);
  });

  test('that lead inside the network are told apart', () => {
    const { targets, gaps } = found({
      Fn: withVariables({ A: 'http://10.0.1.5:8080', B: 'http://backend:8080', C: 'https://api.internal' }),
    });
    expect(targets).toEqual([]);
    expect(gaps.map(({ kind }) => kind)).toEqual(['inside', 'inside', 'inside']);
  });

  test('that are unreadable are gaps with the option; the others are read', () => {
    const { targets, gaps } = found(
      {
        Fn: withVariables({
          A: { 'Fn::Sub': `https://\${Partner}/v1` },
          B: { 'Fn::ImportValue': 'partner-url' },
          C: { 'Fn::GetAtt': ['Database', 'Endpoint.Address'] },
          D: { 'Fn::GetAtt': ['Topic', 'TopicName'] },
          E: '{{resolve:ssm:/partner/url}}',
          F: 'https://api.example.com',
        }),
        Database: { Type: 'AWS::RDS::DBInstance', Properties: {} },
        Topic: { Type: 'AWS::SNS::Topic', Properties: {} },
      },
      { Parameters: { Partner: { Type: 'String' } } },
    );
    expect(targets).toMatchObject([{ url: 'https://api.example.com' }]);
    expect(gaps.map(({ where }) => where)).toEqual(['E', 'A', 'B', 'C'].map((name) => `Environment.${name}`));
    expect(gaps[1]?.problem).toContain('--parameter Partner=…');
  });

  test('with the URL of a queue of the template lead to SQS', () => {
    const { targets } = found({
      Fn: withVariables({ QUEUE: { Ref: 'Queue' } }),
      Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
    });
    expect(targets).toMatchObject([{ url: SQS, service: 'sqs' }]);
  });

  test('with a name that CloudFormation will choose are not taken for a host', () => {
    const { targets, gaps } = found({
      Fn: withVariables({
        API: { 'Fn::Sub': `https://\${Api}.execute-api.us-west-2.amazonaws.com/prod` },
        FILES: { 'Fn::GetAtt': ['Bucket', 'RegionalDomainName'] },
        LINK: { 'Fn::Sub': `https://\${Bucket}.s3.us-west-2.amazonaws.com` },
        NAMED: { 'Fn::Sub': `https://\${Named}.s3.us-west-2.amazonaws.com` },
      }),
      Api: { Type: 'AWS::ApiGateway::RestApi', Properties: {} },
      Bucket: { Type: 'AWS::S3::Bucket', Properties: {} },
      Named: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'our-files' } },
    });
    expect(targets.map(({ url }) => url)).toEqual([
      'https://our-files.s3.us-west-2.amazonaws.com',
      'https://s3.us-west-2.amazonaws.com',
    ]);
    expect(gaps).toMatchObject([{ where: 'Environment.API', kind: 'unknown' }]);
  });

  test('follow the branch of a condition', () => {
    const url = { 'Fn::If': ['Live', 'https://live.example.com', 'https://test.example.com'] };
    const sections = { Conditions: { Live: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-west-2'] } } };
    const Fn = withVariables({ URL: url });
    expect(urlsOf(found({ Fn }, sections))).toEqual(['https://live.example.com']);
    expect(urlsOf(found({ Fn }, { ...sections, region: 'eu-west-1' }))).toEqual(['https://test.example.com']);
  });
});

test('a function without a VpcConfig is left out and named', () => {
  const { targets, outside } = found({
    In: withVariables({ URL: 'https://in.example.com' }),
    Out: withVariables({ URL: 'https://out.example.com' }, { VpcConfig: undefined }),
  });
  expect(targets).toMatchObject([{ url: 'https://in.example.com' }]);
  expect(outside).toEqual(['Out']);
});

test('a function of AWS SAM has the rights of its policies', () => {
  const { targets, gaps } = found({
    Fn: {
      Type: 'AWS::Serverless::Function',
      Properties: {
        VpcConfig: VPC_CONFIG,
        Policies: [
          'AWSLambdaBasicExecutionRole',
          { DynamoDBCrudPolicy: { TableName: 'jobs' } },
          { Statement: [allow('sqs:SendMessage')] },
          { SomeNewPolicy: {} },
        ],
      },
    },
  });
  expect(targets.map(({ service, foundIn: [ground] }) => [service, ground?.where])).toEqual([
    ['dynamodb', 'SAM policy DynamoDBCrudPolicy: dynamodb:GetItem'],
    ['sqs', 'policy 3, Statement 1: sqs:SendMessage'],
  ]);
  expect(gaps).toMatchObject([{ kind: 'unreadable', where: 'policy 4' }]);
});

test("the Globals of AWS SAM add to a function's variables", () => {
  const own = withVariables({ OWN: 'https://own.example.com' }, { VpcConfig: undefined });
  const Globals = {
    Function: {
      VpcConfig: VPC_CONFIG,
      Environment: { Variables: { COMMON: 'https://common.example.com', OWN: 'https://other.example.com' } },
    },
  };
  const Fn = { ...own, Type: 'AWS::Serverless::Function' };
  const Plain = { ...own, Type: 'AWS::Lambda::Function' };
  const { targets, outside } = found({ Fn, Plain }, { Globals } as object);
  expect(targets.map(({ url }) => url)).toEqual(['https://common.example.com', 'https://own.example.com']);
  expect(outside).toEqual(['Plain']);
});

describe('the image, the secrets, the logs and the execution role are not for the code, as all else is, but', () => {
  const callers = (RequiresCompatibilities: unknown, more: Readonly<Record<string, object>> = {}) => {
    const { targets } = found({
      ...withStatements(allow('kms:Decrypt')),
      ...more,
      Task: {
        Type: 'AWS::ECS::TaskDefinition',
        Properties: {
          RequiresCompatibilities,
          ExecutionRoleArn: { Ref: 'Role' },
          ContainerDefinitions: [
            {
              Name: 'app',
              Image: 'nginx:1.27',
              Environment: [{ Name: 'URL', Value: 'https://ssm.us-west-2.amazonaws.com' }],
              Secrets: [{ Name: 'A', ValueFrom: '/app/parameter' }],
              LogConfiguration: { LogDriver: 'awslogs' },
            },
          ],
        },
      },
    });
    return targets
      .filter(({ workloads }) => workloads.includes('Task'))
      .map(({ host, caller }) => `${caller} ${host}`);
  };
  const CODE = ['code ssm.us-west-2.amazonaws.com'];
  const services = ['kms', 'logs', 'ssm'].map((name) => `${name}.us-west-2.amazonaws.com`);
  const all = [...services, 'registry-1.docker.io'].sort();
  const FARGATE = [...CODE, ...all.map((host) => `fargate ${host}`)];
  const AGENT = [...CODE, ...all.map((host) => `ecs-agent ${host}`)];
  const service = (properties: object) => ({
    Service: { Type: 'AWS::ECS::Service', Properties: { TaskDefinition: { Ref: 'Task' }, ...properties } },
  });
  const provider = { Provider: { Type: 'AWS::ECS::CapacityProvider', Properties: {} } };
  const by = (CapacityProvider: unknown) => ({ CapacityProviderStrategy: [{ CapacityProvider }] });
  const clusterOf = (name: unknown) => ({
    Cluster: {
      Type: 'AWS::ECS::Cluster',
      Properties: { DefaultCapacityProviderStrategy: [{ CapacityProvider: name }] },
    },
  });

  test.each<[string, unknown, Readonly<Record<string, object>>]>([
    ['a definition may run there', ['FARGATE'], {}],
    ['it may run there or on EC2', ['EC2', 'FARGATE'], {}],
    ['its service runs there', undefined, service({ LaunchType: 'FARGATE' })],
    ['it is for Fargate, and its service says nothing', ['FARGATE'], service({})],
    ['it may run on either, and its service says nothing', ['EC2', 'FARGATE'], service({})],
    ["its service's strategy does", ['EC2', 'FARGATE'], service(by('FARGATE_SPOT'))],
    ["the cluster's default strategy does", undefined, { ...service({}), ...clusterOf('FARGATE') }],
    [
      'one of its starters does',
      undefined,
      {
        ...service({ LaunchType: 'EC2' }),
        Rule: {
          Type: 'AWS::Events::Rule',
          Properties: {
            Targets: [{ EcsParameters: { TaskDefinitionArn: { Ref: 'Task' }, LaunchType: 'FARGATE' } }],
          },
        },
      },
    ],
    ['it may, and what its service does is not known', ['FARGATE'], service({ LaunchType: { Ref: 'Gone' } })],
  ])('for Fargate itself where %s', (_, compatibilities, more) => {
    expect(callers(compatibilities, more).toSorted()).toEqual(FARGATE);
  });

  test.each<[string, unknown, Readonly<Record<string, object>>]>([
    ['a definition is for EC2', ['EC2'], {}],
    ['it says nothing', undefined, {}],
    ['its service says nothing', undefined, service({})],
    ['its service runs on EC2', ['EC2', 'FARGATE'], service({ LaunchType: 'EC2' })],
    [
      'its service has a capacity provider of the template',
      ['EC2', 'FARGATE'],
      { ...service(by({ Ref: 'Provider' })), ...provider },
    ],
    [
      'only another service runs on Fargate',
      undefined,
      {
        ...service({ LaunchType: 'EC2' }),
        Other: {
          Type: 'AWS::ECS::Service',
          Properties: { TaskDefinition: 'other:1', LaunchType: 'FARGATE' },
        },
      },
    ],
  ])("for the container instance's agent where %s", (_, compatibilities, more) => {
    expect(callers(compatibilities, more).toSorted()).toEqual(AGENT);
  });
});

test('a task definition has images, variables, secrets and logs, for each container', () => {
  const { targets } = found({
    Task: {
      Type: 'AWS::ECS::TaskDefinition',
      Properties: {
        ContainerDefinitions: [
          {
            Name: 'web',
            Image: 'nginx:1.27',
            Environment: [{ Name: 'URL', Value: 'https://web.example.com' }],
            LogConfiguration: { LogDriver: 'awslogs' },
          },
          {
            Name: 'app',
            Image: { 'Fn::Sub': `\${AWS::AccountId}.dkr.ecr.\${AWS::Region}.\${AWS::URLSuffix}/app:1` },
            Environment: [{ Name: 'URL', Value: 'https://app.example.com' }],
            Secrets: [
              { Name: 'A', ValueFrom: { 'Fn::Join': ['', [{ Ref: 'Secret' }, ':key::']] } },
              { Name: 'B', ValueFrom: '/app/parameter' },
            ],
          },
        ],
      },
    },
    Secret: { Type: 'AWS::SecretsManager::Secret', Properties: {} },
  });
  expect(targets.map(({ url, foundIn: [ground] }) => [url, ground?.where])).toEqual([
    ['https://logs.us-west-2.amazonaws.com', 'container web.LogConfiguration'],
    ['https://secretsmanager.us-west-2.amazonaws.com', 'container app.Secrets 1'],
    ['https://ssm.us-west-2.amazonaws.com', 'container app.Secrets 2'],
    ['oci://111122223333.dkr.ecr.us-west-2.amazonaws.com/app:1', 'container app.Image'],
    ['https://app.example.com', 'container app.Environment.URL'],
    ['https://web.example.com', 'container web.Environment.URL'],
    ['oci://registry-1.docker.io/library/nginx:1.27', 'container web.Image'],
  ]);
});

test('an instance has the rights of the roles in its profile', () => {
  const { Fn: _, ...role } = withStatements(allow('dynamodb:GetItem'));
  const profile = { Type: 'AWS::IAM::InstanceProfile', Properties: { Roles: [{ Ref: 'Role' }] } };
  const { targets } = found({
    ...role,
    Profile: profile,
    Server: { Type: 'AWS::EC2::Instance', Properties: { IamInstanceProfile: { Ref: 'Profile' } } },
    Fleet: {
      Type: 'AWS::EC2::LaunchTemplate',
      Properties: {
        LaunchTemplateData: { IamInstanceProfile: { Arn: { 'Fn::GetAtt': ['Profile', 'Arn'] } } },
      },
    },
  });
  expect(targets).toMatchObject([{ url: DYNAMODB, workloads: ['Server', 'Fleet'] }]);
});

test('the endpoints of the VPC name services, without a workload', () => {
  const endpoint = (service: string) => ({
    Type: 'AWS::EC2::VPCEndpoint',
    Properties: { ServiceName: { 'Fn::Sub': `com.amazonaws.\${AWS::Region}.${service}` } },
  });
  const { targets, gaps } = found({
    S3: endpoint('s3'),
    Streams: endpoint('kinesis-streams'),
    Images: endpoint('ecr.dkr'),
    Partner: {
      Type: 'AWS::EC2::VPCEndpoint',
      Properties: { ServiceName: 'com.amazonaws.vpce.us-west-2.vpce-svc-1' },
    },
  });
  expect(targets).toMatchObject([
    { url: 'https://kinesis.us-west-2.amazonaws.com', service: 'kinesis', workloads: [] },
    { url: 'https://s3.us-west-2.amazonaws.com', service: 's3', workloads: [] },
  ]);
  expect(gaps).toMatchObject([{ logicalId: 'Partner', kind: 'unknown' }]);
});

test('other partitions have hosts of their own', () => {
  const resources = withStatements(allow('dynamodb:GetItem', 'iam:GetUser'));
  const { targets, gaps } = found(resources, { region: 'cn-north-1' });
  expect(targets).toMatchObject([{ url: 'https://dynamodb.cn-north-1.amazonaws.com.cn' }]);
  expect(gaps).toMatchObject([{ kind: 'unknown', problem: expect.stringContaining('"iam" in cn-north-1') }]);
});

describe('what else stands in a subnet', () => {
  const network = {
    Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
    Private: { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.1.0/24' } },
  };
  const gapsFor = (Type: string, Properties: Record<string, unknown>) =>
    found({ ...network, Tenant: { Type, Properties } }).gaps;

  test.each<[string, Record<string, unknown>, string]>([
    ['AWS::CodeBuild::Project', { VpcConfig: { Subnets: [{ Ref: 'Private' }] } }, 'VpcConfig'],
    ['AWS::EKS::Nodegroup', { Subnets: [{ Ref: 'Private' }] }, 'Subnets'],
    [
      'AWS::Glue::Connection',
      { ConnectionInput: { SubnetId: { 'Fn::Sub': `\${Private}` } } },
      'ConnectionInput',
    ],
    [
      'AWS::CloudFormation::Stack',
      { Parameters: { Ids: { 'Fn::Join': [',', ['x', { Ref: 'Private' }]] } } },
      'Parameters',
    ],
    ['AWS::EC2::SpotFleet', { Subnets: [{ Ref: 'Private' }] }, 'Subnets'],
  ])('is a gap: %s', (type, properties, where) => {
    expect(gapsFor(type, properties)).toMatchObject([
      { kind: 'unknown', logicalId: 'Tenant', where, workloads: [], problem: expect.stringContaining(type) },
    ]);
  });

  test.each<[string, Record<string, unknown>]>([
    ['AWS::EC2::NatGateway', { SubnetId: { Ref: 'Private' } }],
    ['AWS::ElasticLoadBalancingV2::LoadBalancer', { Subnets: [{ Ref: 'Private' }] }],
    ['AWS::RDS::DBSubnetGroup', { SubnetIds: [{ Ref: 'Private' }] }],
    ['AWS::SSM::Parameter', { Value: { Ref: 'Private' } }],
    ['AWS::CodeBuild::Project', { VpcConfig: { Subnets: ['subnet-0fedcba9876543210'] } }],
    ['AWS::CodeBuild::Project', { Name: 'Private' }],
  ])('is none where it calls nothing from there: %s %j', (type, properties) => {
    expect(gapsFor(type, properties)).toEqual([]);
  });
});
