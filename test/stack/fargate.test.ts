/** The opt-in Fargate tasks: where they run, what they may do, and that nothing runs by itself or without the setting. */
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { CONTAINER, ENV, FARGATE_OUTPUTS } from '../../lambda/report/stack-contract.ts';
import { NatlessStack } from '../../lib/stack/natless-stack.ts';
import { readSettings } from '../../lib/stack/settings.ts';
import { problemsOf } from './settings-problems.ts';
import { mentions } from './strings-in.ts';
import { type Resource, synthesized, unsynthesized } from './synthesized.ts';

const { propertiesOf, template, resources } = synthesized({ fargate: true });
const [[, task] = []] = propertiesOf('AWS::ECS::TaskDefinition');
const [container] = (task?.ContainerDefinitions ?? []) as Record<string, unknown>[];

test('without the setting nothing is there', () => {
  const without = synthesized({ fargate: false }).template.toJSON();
  expect(without).toEqual(synthesized().template.toJSON());
  expect(mentions(without, /ECS|Fargate|Ipv6Native|ecr:|NATLESS_IMAGE/)).toEqual([]);
});

test('nothing runs by itself, so nothing costs while idle', () => {
  template.resourceCountIs('AWS::ECS::Service', 0);
  template.resourceCountIs('AWS::Events::Rule', 0);
  template.resourceCountIs('AWS::ECR::Repository', 0);
});

describe('the IPv6-only subnets', () => {
  const subnets = propertiesOf('AWS::EC2::Subnet').filter(([, { Ipv6Native }]) => Ipv6Native === true);

  test('have no IPv4, and a /64 that no other subnet has', () => {
    expect(subnets).toHaveLength(2);
    for (const [, properties] of subnets) {
      expect(properties).toMatchObject({ AssignIpv6AddressOnCreation: true, EnableDns64: false });
      expect(properties).not.toHaveProperty('CidrBlock');
    }
    const numbers = propertiesOf('AWS::EC2::Subnet').map(
      ([, { Ipv6CidrBlock }]) => (Ipv6CidrBlock as { 'Fn::Select': [number, unknown] })['Fn::Select'][0],
    );
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  test('have a route table each that no other subnet has, with only the route to the egress-only gateway', () => {
    const tables = propertiesOf('AWS::EC2::SubnetRouteTableAssociation').map(
      ([, { SubnetId, RouteTableId }]) => ({
        subnet: (SubnetId as { Ref: string }).Ref,
        table: (RouteTableId as { 'Fn::GetAtt': [string, string] })['Fn::GetAtt'][0],
      }),
    );
    const [[gateway] = []] = propertiesOf('AWS::EC2::EgressOnlyInternetGateway');
    for (const [id] of subnets) {
      const own = tables.find(({ subnet }) => subnet === id)?.table;
      expect(tables.filter(({ table }) => table === own)).toHaveLength(1);
      const routes = propertiesOf('AWS::EC2::Route')
        .map(([, route]) => route)
        .filter(({ RouteTableId }) => mentions(RouteTableId, new RegExp(`^${own}$`)).length > 0);
      expect(routes).toHaveLength(1);
      expect(routes[0]).toMatchObject({ DestinationIpv6CidrBlock: '::/0' });
      expect(mentions(routes[0]?.EgressOnlyInternetGatewayId, new RegExp(`^${gateway}$`))).toHaveLength(1);
    }
  });

  test('have no gateway endpoint in their route tables: the dual-stack form takes only subnets of both families', () => {
    const hybrid = synthesized({ fargate: true, gatewayEndpoints: ['s3', 'dynamodb'] });
    const tablesOf = hybrid
      .propertiesOf('AWS::EC2::VPCEndpoint')
      .map(([, { RouteTableIds }]) => mentions(RouteTableIds, /RouteTable\d/));
    expect(tablesOf).toHaveLength(2);
    for (const tables of tablesOf) {
      expect(tables).toHaveLength(2);
      for (const table of tables) expect(table).toContain('NetworkPrivateRouteTable');
    }
  });

  test('depend on the VPC’s IPv6 block', () => {
    const [[association] = []] = propertiesOf('AWS::EC2::VPCCidrBlock');
    for (const [id] of subnets) expect([resources[id]?.DependsOn].flat()).toContain(association);
  });
});

describe('the task', () => {
  test('is small, for arm64, and only on Fargate', () => {
    expect(task).toMatchObject({
      ...{ Cpu: '512', Memory: '1024', NetworkMode: 'awsvpc', RequiresCompatibilities: ['FARGATE'] },
      RuntimePlatform: { CpuArchitecture: 'ARM64', OperatingSystemFamily: 'LINUX' },
    });
  });

  test('names its image by the host that has IPv6', () => {
    const account = { 'Fn::Sub': expect.stringMatching(/^cdk-hnb659fds-container-assets-/) };
    expect(container?.Image).toEqual({
      'Fn::Join': [
        '',
        [
          { Ref: 'AWS::AccountId' },
          '.dkr-ecr.',
          { Ref: 'AWS::Region' },
          '.on.aws/',
          account,
          expect.stringMatching(/^:[0-9a-f]{64}$/),
        ],
      ],
    });
  });

  test('logs where the command line reads, and cannot write its own files', () => {
    expect(container).toMatchObject({
      Name: CONTAINER.name,
      ReadonlyRootFilesystem: true,
      LogConfiguration: {
        LogDriver: 'awslogs',
        Options: { 'awslogs-stream-prefix': CONTAINER.logStreamPrefix },
      },
    });
  });

  test('gets the environment of the functions, without the subnet, which starting it adds', () => {
    const [[, probe] = []] = propertiesOf('AWS::Lambda::Function').filter(([id]) =>
      id.startsWith('ProbesProbe0'),
    );
    const { Variables } = (probe as { Environment: { Variables: Record<string, unknown> } }).Environment;
    const environment = container?.Environment as { Name: string; Value: unknown }[];
    const ofPlace = ['NATLESS_SUBNET_ID', 'NATLESS_SUBNET_IPV6_CIDR_BLOCK', 'NATLESS_AVAILABILITY_ZONE'];
    const expected = Object.entries(Variables).filter(([name]) => !ofPlace.includes(name));
    expect(Object.fromEntries(environment.map(({ Name, Value }) => [Name, Value]))).toEqual(
      Object.fromEntries(expected),
    );
  });

  test('may do what the functions may, on the same conditions, and not change network interfaces', () => {
    const statementsOf = (part: string, policy: string) => {
      const [, role] =
        Object.entries(resources).find(
          ([id, { Type }]: [string, Resource]) => Type === 'AWS::IAM::Role' && id.includes(part),
        ) ?? [];
      const policies = role?.Properties.Policies as { PolicyName: string; PolicyDocument: unknown }[];
      return policies.find(({ PolicyName }) => PolicyName === policy)?.PolicyDocument;
    };
    expect(statementsOf('TaskRole', 'Targets')).toEqual(statementsOf('ProbesRole', 'Targets'));
    expect(mentions(statementsOf('TaskRole', 'Targets'), /^aws:SourceIp$/)).not.toEqual([]);
    const start = statementsOf('ExecutionRole', 'Start') as {
      Statement: { Action: unknown; Resource: unknown }[];
    };
    const anywhere = start.Statement.filter(({ Resource }) => Resource === '*').map(({ Action }) => Action);
    expect(anywhere).toEqual(['ecr:GetAuthorizationToken']);
  });

  test('can be found by the outputs', () => {
    const { dualStackEndpoints, ...always } = FARGATE_OUTPUTS;
    for (const name of Object.values(always)) template.hasOutput(name, {});
    expect(template.findOutputs(dualStackEndpoints)).toEqual({});
  });
});

describe('CDK’s repository, which has the images of every stack in the account,', () => {
  /** The roles whose policies name a repository, with the repositories' ARNs as text. */
  const repositoriesOf = (settings: object) =>
    synthesized(settings)
      .propertiesOf('AWS::IAM::Role')
      .map(([id, { Policies = [] }]) => ({ id, named: mentions(Policies, /container-assets|repository\//) }))
      .filter(({ named }) => named.length > 0);

  test('may be pulled from only by ECS, and by neither the functions nor the container', () => {
    const [execution, ...more] = repositoriesOf({ fargate: true });
    expect(more).toEqual([]);
    expect(execution?.id).toContain('ExecutionRole');
    expect(mentions(execution?.named, /container-assets/)).toHaveLength(1);
    const pulls = propertiesOf('AWS::IAM::Role')
      .filter(([, role]) => mentions(role.Policies, /^ecr:/).length > 0)
      .map(([id]) => id);
    expect(pulls).toEqual([execution?.id]);
  });

  test('is not named where the settings have an image: its own repository is, and no other', () => {
    const roles = repositoriesOf({ fargate: true, ecrImage: 'team/my-app:1.0' });
    const probes = roles.filter(({ id }) => !id.includes('ExecutionRole'));
    expect(probes).toHaveLength(2);
    for (const { named } of probes) {
      expect(named).toHaveLength(1);
      expect(named[0]).toMatch(/:repository\/team\/my-app$/);
    }
  });

  test.each([
    ['cdk-hnb659fds-container-assets-111122223333-us-west-2:0a1b', "it is in CDK's repository"],
    ['111122223333.dkr.ecr.us-west-2.amazonaws.com/my-app:1', 'without a host'],
    ['My-App', 'write a repository'],
    [7, 'in quotes'],
  ])('or no repository is refused as the image of the settings: %s', (ecrImage, right) => {
    expect(problemsOf({ ecrImage })).toContain(`natless.ecrImage is ${JSON.stringify(ecrImage)}`);
    expect(problemsOf({ ecrImage })).toContain(right);
  });
});

test('with an image in the settings the functions know it, in an existing VPC too', () => {
  const existing = {
    ...{ vpcId: 'vpc-0123456789abcdef0', vpcIpv6CidrBlock: '2600:1f14:abc:de00::/56' },
    ...{ subnetIds: ['subnet-0123456789abcdef0'], routeTableIds: ['rtb-0123456789abcdef0'] },
  };
  for (const settings of [{}, existing]) {
    const [[, probe] = []] = synthesized({ ...settings, ecrImage: 'my-app:1.0' })
      .propertiesOf('AWS::Lambda::Function')
      .filter(([id]) => id.startsWith('ProbesProbe0'));
    expect(probe?.Environment).toMatchObject({ Variables: { [ENV.image]: 'my-app:1.0' } });
  }
});

describe('beside gateway endpoints', () => {
  const hybrid = synthesized({
    fargate: true,
    gatewayEndpoints: ['s3', 'dynamodb'],
    interfaceEndpoints: ['bedrock-runtime', { service: 's3vectors', ipAddressType: 'ipv4' }],
  });
  interface Statement {
    readonly Action: string | string[];
    readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  }
  const statementsOf = (role: string, action: string) =>
    hybrid
      .propertiesOf('AWS::IAM::Role')
      .filter(([id]) => id.includes(role))
      .flatMap(
        ([, { Policies = [] }]) => Policies as { PolicyDocument: { Statement: readonly Statement[] } }[],
      )
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .filter(({ Action }) => [Action].flat().includes(action));
  const ways = (role: string, action: string) =>
    statementsOf(role, action)
      .map(({ Condition = {} }) => {
        if (Condition.NotIpAddress) return 'control';
        if (Condition.StringEquals?.['aws:SourceVpce']) return 'endpoint';
        return Condition.IpAddress ? 'address' : 'anywhere';
      })
      .sort();

  test('the container may reach AWS by whichever its subnet has, and the functions by the endpoint only', () => {
    expect(ways('TaskRole', 's3:PutObject')).toEqual(['address', 'endpoint']);
    expect(ways('TaskRole', 'dynamodb:GetItem')).toEqual(['address', 'control', 'endpoint']);
    expect(ways('TaskRole', 's3vectors:PutVectors')).toEqual(['address', 'endpoint']);
    expect(ways('TaskRole', 'bedrock:InvokeModel')).toEqual(['endpoint']);
    expect(ways('ProbesRole', 's3:PutObject')).toEqual(['endpoint']);
    expect(ways('ProbesRole', 'dynamodb:GetItem')).toEqual(['control', 'endpoint']);
  });

  test('the container’s control is held to both', () => {
    const [control] = statementsOf('TaskRole', 'dynamodb:GetItem').filter(
      ({ Condition }) => Condition?.NotIpAddress,
    );
    expect(control?.Condition?.StringNotEquals).toHaveProperty('aws:SourceVpce');
  });

  test('the task knows the endpoints of its subnets, and an output those of the dual-stack ones', () => {
    const [[, { ContainerDefinitions } = {} as never] = []] = hybrid.propertiesOf('AWS::ECS::TaskDefinition');
    const [{ Environment } = { Environment: [] }] = ContainerDefinitions as {
      Environment: { Name: string; Value: string }[];
    }[];
    expect(Environment.find(({ Name }) => Name === ENV.vpcEndpoints)?.Value).toBe('bedrock-runtime');
    hybrid.template.hasOutput(FARGATE_OUTPUTS.dualStackEndpoints, {
      Value: 's3,dynamodb,bedrock-runtime,s3vectors',
    });
  });
});

describe('is rejected, with what would be right:', () => {
  test('an existing VPC, in which natless creates no subnets', () => {
    const existing = {
      ...{ vpcId: 'vpc-0123456789abcdef0', vpcIpv6CidrBlock: '2600:1f14:abc:de00::/56' },
      ...{ subnetIds: ['subnet-0123456789abcdef0'], routeTableIds: ['rtb-0123456789abcdef0'] },
    };
    expect(problemsOf({ fargate: true, ...existing })).toContain('leave natless.vpcId out');
    expect(problemsOf({ fargate: false, ...existing })).toBe('');
  });

  test('a Region where Fargate does not support IPv6-only subnets', () => {
    expect(problemsOf({ fargate: true, regions: ['us-west-2', 'eu-west-1'] })).toContain(
      'Fargate does not run in IPv6-only subnets in eu-west-1',
    );
    const { app } = unsynthesized();
    const settings = readSettings({ fargate: true });
    expect(() => new NatlessStack(app, 'Bound', { settings, env: { region: 'eu-north-1' } })).toThrow(
      /natless\.fargate.*eu-north-1/,
    );
  });

  test('a machine without Docker, with the variable that names another builder', () => {
    const { status, stderr } = spawnSync(process.execPath, ['bin/app.ts'], {
      encoding: 'utf8',
      env: {
        ...process.env,
        CDK_DOCKER: 'no-such-docker',
        CDK_CONTEXT_JSON: JSON.stringify({ natless: { fargate: true } }),
      },
    });
    expect(status).toBe(1);
    expect(stderr).toContain('natless.fargate is true: its image is built with Docker, but "no-such-docker"');
    expect(stderr).toContain('CDK_DOCKER=finch');
    expect(stderr).not.toMatch(/^ +at /m);
  });
});
