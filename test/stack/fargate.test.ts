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

  test('have the route tables of the private subnets, zone by zone', () => {
    const tables = new Map(
      propertiesOf('AWS::EC2::SubnetRouteTableAssociation').map(([, { SubnetId, RouteTableId }]) => [
        (SubnetId as { Ref: string }).Ref,
        RouteTableId,
      ]),
    );
    const privates = [...tables].filter(([id]) => id.includes('PrivateSubnet')).map(([, table]) => table);
    expect(subnets.map(([id]) => tables.get(id))).toEqual(privates);
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

  test('and the functions may pull the image, to try the pull', () => {
    const [[, probe] = []] = propertiesOf('AWS::Lambda::Function').filter(([id]) =>
      id.startsWith('ProbesProbe0'),
    );
    const { Variables } = (probe as { Environment: { Variables: Record<string, unknown> } }).Environment;
    expect(Variables[ENV.image]).toEqual({
      'Fn::Join': [
        '',
        [
          { 'Fn::Sub': expect.stringMatching(/^cdk-hnb659fds-container-assets-/) },
          expect.stringMatching(/^:[0-9a-f]{64}$/),
        ],
      ],
    });
  });

  test('can be found by the outputs', () => {
    for (const name of Object.values(FARGATE_OUTPUTS)) template.hasOutput(name, {});
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
