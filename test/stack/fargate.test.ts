/** The opt-in Fargate tasks: where they run, what they may do, that nothing runs by itself, and nothing without the setting. */
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { CONTAINER, FARGATE_OUTPUTS } from '../../lambda/report/stack-contract.ts';
import { NatlessStack } from '../../lib/stack/natless-stack.ts';
import { readSettings } from '../../lib/stack/settings.ts';
import { problemsOf } from './settings-problems.ts';
import { type Resource, synthesized, unsynthesized } from './synthesized.ts';

const { propertiesOf, template, resources } = synthesized({ fargate: true });
const [[, task] = []] = propertiesOf('AWS::ECS::TaskDefinition');
const [container] = (task?.ContainerDefinitions ?? []) as Record<string, unknown>[];

test('without the setting there is none of it', () => {
  const without = synthesized({ fargate: false }).template.toJSON();
  expect(without).toEqual(synthesized().template.toJSON());
  expect(JSON.stringify(without)).not.toMatch(/ECS|Fargate|Ipv6Native|ecr:|NATLESS_IMAGE/);
});

test('nothing runs, and so costs, by itself', () => {
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

  test('are on the route tables of the private ones, zone by zone', () => {
    const tables = new Map(
      propertiesOf('AWS::EC2::SubnetRouteTableAssociation').map(([, { SubnetId, RouteTableId }]) => [
        (SubnetId as { Ref: string }).Ref,
        JSON.stringify(RouteTableId),
      ]),
    );
    const privates = [...tables].filter(([id]) => id.includes('PrivateSubnet')).map(([, table]) => table);
    expect(subnets.map(([id]) => tables.get(id))).toEqual(privates);
  });

  test('wait for the VPC’s IPv6 block', () => {
    for (const [id] of subnets)
      expect(JSON.stringify(resources[id]?.DependsOn)).toContain('AmazonProvidedIpv6');
  });
});

describe('the task', () => {
  test('is small, for arm64, on Fargate alone', () => {
    expect(task).toMatchObject({
      ...{ Cpu: '512', Memory: '1024', NetworkMode: 'awsvpc', RequiresCompatibilities: ['FARGATE'] },
      RuntimePlatform: { CpuArchitecture: 'ARM64', OperatingSystemFamily: 'LINUX' },
    });
  });

  test('names its image by the host that has IPv6', () => {
    const image = JSON.stringify(container?.Image);
    expect(image).toContain('.dkr-ecr.');
    expect(image).toContain('.on.aws/');
    expect(image).not.toContain('.dkr.ecr.');
  });

  test('logs as the CLI reads it, and cannot write its own files', () => {
    expect(container).toMatchObject({
      Name: CONTAINER.name,
      ReadonlyRootFilesystem: true,
      LogConfiguration: {
        LogDriver: 'awslogs',
        Options: { 'awslogs-stream-prefix': CONTAINER.logStreamPrefix },
      },
    });
  });

  test('is told what the functions are told, but for the place, which whoever runs it tells', () => {
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

  test('may do what the functions may, on the same conditions, and nothing to network interfaces', () => {
    const statementsOf = (part: string, policy: string) => {
      const [, role] =
        Object.entries(resources).find(
          ([id, { Type }]: [string, Resource]) => Type === 'AWS::IAM::Role' && id.includes(part),
        ) ?? [];
      const policies = role?.Properties.Policies as { PolicyName: string; PolicyDocument: unknown }[];
      return policies.find(({ PolicyName }) => PolicyName === policy)?.PolicyDocument;
    };
    expect(statementsOf('TaskRole', 'Targets')).toEqual(statementsOf('ProbesRole', 'Targets'));
    expect(JSON.stringify(statementsOf('TaskRole', 'Targets'))).toContain('aws:SourceIp');
    const start = statementsOf('ExecutionRole', 'Start') as {
      Statement: { Action: unknown; Resource: unknown }[];
    };
    const anywhere = start.Statement.filter(({ Resource }) => Resource === '*').map(({ Action }) => Action);
    expect(anywhere).toEqual(['ecr:GetAuthorizationToken']);
  });

  test('and the functions may pull the image, to rehearse it', () => {
    const [[, probe] = []] = propertiesOf('AWS::Lambda::Function').filter(([id]) =>
      id.startsWith('ProbesProbe0'),
    );
    expect(JSON.stringify(probe?.Environment)).toMatch(/"NATLESS_IMAGE":.*container-assets.*:[0-9a-f]{64}/);
  });

  test('can be found by the outputs', () => {
    for (const name of Object.values(FARGATE_OUTPUTS)) template.hasOutput(name, {});
  });
});

describe('what is wrong is named, with what would be right', () => {
  test('an existing VPC, in which natless makes no subnets', () => {
    const existing = {
      ...{ vpcId: 'vpc-0123456789abcdef0', vpcIpv6CidrBlock: '2600:1f14:abc:de00::/56' },
      ...{ subnetIds: ['subnet-0123456789abcdef0'], routeTableIds: ['rtb-0123456789abcdef0'] },
    };
    expect(problemsOf({ fargate: true, ...existing })).toContain('leave natless.vpcId out');
    expect(problemsOf({ fargate: false, ...existing })).toBe('');
  });

  test('a Region whose Fargate has no IPv6-only subnets', () => {
    expect(problemsOf({ fargate: true, regions: ['us-west-2', 'eu-west-1'] })).toContain(
      'Fargate runs nothing in IPv6-only subnets in eu-west-1',
    );
    const { app } = unsynthesized();
    const settings = readSettings({ fargate: true });
    expect(() => new NatlessStack(app, 'Bound', { settings, env: { region: 'eu-north-1' } })).toThrow(
      /natless\.fargate.*eu-north-1/,
    );
  });

  test('no Docker, with the variable that names another builder', () => {
    const { status, stderr } = spawnSync(process.execPath, ['bin/app.ts'], {
      encoding: 'utf8',
      env: {
        ...process.env,
        CDK_DOCKER: 'no-such-docker',
        CDK_CONTEXT_JSON: JSON.stringify({ natless: { fargate: true } }),
      },
    });
    expect(status).toBe(1);
    expect(stderr).toContain('natless.fargate is true: its image is built with Docker, and "no-such-docker"');
    expect(stderr).toContain('CDK_DOCKER=finch');
    expect(stderr).not.toMatch(/^ +at /m);
  });
});
