/** The opt-in VPC endpoints: their form, who may use them, the grants that require them, and nothing without them. */
import { describe, expect, test } from 'vitest';
import { ENV } from '../../lambda/report/stack-contract.ts';
import { problemsOf } from './settings-problems.ts';
import { mentions } from './strings-in.ts';
import { synthesized } from './synthesized.ts';

const HYBRID = { interfaceEndpoints: ['bedrock-runtime'], gatewayEndpoints: ['s3', 'dynamodb'] };
const { propertiesOf, template, resources } = synthesized(HYBRID);

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** The last part of `com.amazonaws.REGION.SERVICE`. */
function serviceOf(name: unknown): string {
  const [, parts] = (name as { 'Fn::Join': [string, unknown[]] })['Fn::Join'];
  return String(parts.at(-1)).replace('.', '');
}

const endpoints: Readonly<Record<string, Record<string, unknown>>> = Object.fromEntries(
  propertiesOf('AWS::EC2::VPCEndpoint').map(([, properties]) => [
    serviceOf(properties.ServiceName),
    properties,
  ]),
);

test('without the settings nothing is there', () => {
  const without = synthesized({ interfaceEndpoints: [], gatewayEndpoints: [] }).template.toJSON();
  expect(without).toEqual(synthesized().template.toJSON());
  expect(mentions(without, /Vpce/)).toEqual([]);
});

describe('an interface endpoint', () => {
  test('has both families, private DNS for both, and an interface in each private subnet', () => {
    expect(endpoints['bedrock-runtime']).toMatchObject({
      VpcEndpointType: 'Interface',
      IpAddressType: 'dualstack',
      DnsOptions: { DnsRecordIpType: 'dualstack' },
      PrivateDnsEnabled: true,
      SubnetIds: [{ Ref: expect.stringContaining('Private') }, { Ref: expect.stringContaining('Private') }],
    });
  });

  test('may be set to IPv4 only', () => {
    const settings = { interfaceEndpoints: [{ service: 'sts', ipAddressType: 'ipv4' }] };
    synthesized(settings).template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
      IpAddressType: 'ipv4',
      DnsOptions: { DnsRecordIpType: 'ipv4' },
    });
  });

  test('lets in the probes’ group over both families, and no block', () => {
    const [[, rule] = [], ...more] = propertiesOf('AWS::EC2::SecurityGroupIngress');
    expect(more).toEqual([]);
    const group = (name: string) => ({
      'Fn::GetAtt': [expect.stringContaining(`${name}SecurityGroup`), 'GroupId'],
    });
    expect(rule).toMatchObject({
      ...{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443 },
      ...{ GroupId: group('Endpoints'), SourceSecurityGroupId: group('Probes') },
    });
    for (const [, group] of propertiesOf('AWS::EC2::SecurityGroup')) {
      expect(group.SecurityGroupIngress).toBeUndefined();
    }
  });
});

describe('a gateway endpoint', () => {
  test.each(['s3', 'dynamodb'])('of %s waits for all that makes its subnets dual-stack', (service) => {
    const [[, endpoint] = []] = Object.entries(resources).filter(
      ([, { Type, Properties }]) =>
        Type === 'AWS::EC2::VPCEndpoint' && serviceOf(Properties.ServiceName) === service,
    );
    const types = [endpoint?.DependsOn ?? []].flat().map((id) => resources[id]?.Type);
    expect(types.toSorted()).toEqual([
      'AWS::EC2::Subnet',
      'AWS::EC2::Subnet',
      'AWS::EC2::SubnetRouteTableAssociation',
      'AWS::EC2::SubnetRouteTableAssociation',
      'AWS::EC2::VPCCidrBlock',
    ]);
  });

  test('has no route table of an IPv6-only subnet, with which EC2 may refuse the dual-stack form', () => {
    const both = synthesized({ gatewayEndpoints: ['s3'], fargate: true });
    const tables = both
      .propertiesOf('AWS::EC2::VPCEndpoint')
      .flatMap(([, { RouteTableIds }]) => RouteTableIds);
    const tableOf = (subnet: unknown) =>
      both
        .propertiesOf('AWS::EC2::SubnetRouteTableAssociation')
        .find(([, { SubnetId }]) => isSame(SubnetId, subnet))?.[1].RouteTableId;
    const ipv6Only = both.propertiesOf('AWS::EC2::Subnet').filter(([, { Ipv6Native }]) => Ipv6Native);
    expect(ipv6Only).toHaveLength(2);
    for (const [id] of ipv6Only) {
      expect(tableOf({ Ref: id })).toBeDefined();
      expect(tables).not.toContainEqual(tableOf({ Ref: id }));
    }
  });

  test('of S3 has both families: IPv6 would bypass the default form', () => {
    expect(endpoints.s3).toMatchObject({ VpcEndpointType: 'Gateway', IpAddressType: 'dualstack' });
  });

  test('of DynamoDB has its only family', () => {
    expect(endpoints.dynamodb?.VpcEndpointType).toBe('Gateway');
    expect(endpoints.dynamodb?.IpAddressType).toBeUndefined();
  });

  test.each(['s3', 'dynamodb'])(
    'of %s is in every private route table, and not in the public one',
    (service) => {
      const table = (name: string) => ({ 'Fn::GetAtt': [expect.stringContaining(name), 'RouteTableId'] });
      expect(endpoints[service]?.RouteTableIds).toEqual([
        table('PrivateRouteTable0'),
        table('PrivateRouteTable1'),
      ]);
    },
  );
});

const OWN_ACCOUNT = { Ref: 'AWS::AccountId' };
const EVERYONE = { AWS: '*' };

interface Statement {
  readonly Effect?: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Principal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

function statementsOf(document: unknown): Statement[] {
  return (document as { Statement: Statement[] }).Statement;
}

describe('an endpoint’s policy', () => {
  test.each([
    ['bedrock-runtime', ['bedrock:InvokeModel']],
    ['s3', ['s3:GetObject', 's3:ListAllMyBuckets', 's3:PutObject']],
    ['dynamodb', ['dynamodb:GetItem', 'dynamodb:PutItem']],
  ])('of %s allows only what the probe may do, and only for this account', (service, actions) => {
    const statements = statementsOf(endpoints[service]?.PolicyDocument);
    const allowed = new Set(statements.flatMap(({ Action }) => Action));
    expect([...allowed].sort()).toEqual(actions);
    for (const { Condition } of statements) {
      expect(Condition?.StringEquals).toMatchObject({ 'aws:PrincipalAccount': OWN_ACCOUNT });
    }
  });

  test('of S3 allows only objects of this account: the name of a deleted bucket may be taken by another account', () => {
    const objects = statementsOf(endpoints.s3?.PolicyDocument).filter(({ Resource }) => Resource !== '*');
    expect(objects.map(({ Condition }) => Condition?.StringEquals?.['aws:ResourceAccount'])).toEqual([
      OWN_ACCOUNT,
    ]);
  });

  test('names the resource wherever the action supports one', () => {
    const everything = Object.values(endpoints)
      .flatMap(({ PolicyDocument }) => statementsOf(PolicyDocument))
      .filter(({ Resource }) => Resource === '*');
    expect(everything.flatMap(({ Action }) => Action)).toEqual(['s3:ListAllMyBuckets']);
  });

  const policiesOf = (settings: object) =>
    Object.fromEntries(
      synthesized(settings)
        .propertiesOf('AWS::EC2::VPCEndpoint')
        .map(([, { ServiceName, PolicyDocument }]) => [serviceOf(ServiceName), statementsOf(PolicyDocument)]),
    );

  test('of STS allows the only call that the probe makes there, though it needs no grant', () => {
    const { sts } = policiesOf({ interfaceEndpoints: ['sts'] });
    expect(sts).toMatchObject([{ Effect: 'Allow', Action: 'sts:GetCallerIdentity', Principal: EVERYONE }]);
  });

  test.each([
    ['that the probe does not call', { interfaceEndpoints: ['kms'] }],
    ['whose target is switched off', { interfaceEndpoints: ['bedrock-runtime'], bedrockRuntime: false }],
    ['whose image is not in the settings', { interfaceEndpoints: ['ecr.dkr'] }],
  ])('of a service %s denies everything', (_, settings) => {
    const [policy] = Object.values(policiesOf(settings));
    expect(policy).toEqual([{ Effect: 'Deny', Action: '*', Resource: '*', Principal: EVERYONE }]);
  });

  test('never allows every action, whatever the service', () => {
    const many = ['sts', 'ec2', 'kms', 'logs', 'ecr.api', 'ecr.dkr', 'secretsmanager', 'bedrock-runtime'];
    const settings = { interfaceEndpoints: many, gatewayEndpoints: ['s3', 'dynamodb'], fargate: true };
    const policies = policiesOf({ ...settings, ecrImage: 'my-app:1' });
    expect(Object.keys(policies)).toHaveLength(many.length + 2);
    const wide = Object.values(policies)
      .flat()
      .filter(({ Effect, Action }) => Effect === 'Allow' && mentions([Action].flat(), /\*/).length > 0);
    expect(wide).toEqual([]);
  });

  test('lets ECS pull and write its log where there are tasks, and only ECS', () => {
    const policies = policiesOf({ fargate: true, interfaceEndpoints: ['ecr.api', 'ecr.dkr', 'logs'] });
    const pull = ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
    const actionsOf = (service: string) => policies[service]?.flatMap(({ Action }) => Action).sort();
    expect(actionsOf('ecr.dkr')).toEqual([...pull, 'ecr:GetAuthorizationToken'].sort());
    expect(actionsOf('ecr.api')).toEqual(actionsOf('ecr.dkr'));
    expect(actionsOf('logs')).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents']);
    for (const { Condition, Resource, Action } of Object.values(policies).flat()) {
      expect(Condition).toEqual({
        ArnEquals: {
          'aws:PrincipalArn': { 'Fn::GetAtt': [expect.stringContaining('ExecutionRole'), 'Arn'] },
        },
      });
      expect(Resource === '*').toBe(Action === 'ecr:GetAuthorizationToken');
    }
  });

  test.each([{ fargate: true }, { ecrImage: 'my-app:1' }])(
    'of S3 lets through the layers of ECR, which are AWS’s, where images are pulled: %j',
    (settings) => {
      const { s3 = [] } = policiesOf({ gatewayEndpoints: ['s3'], ...settings });
      const layers = s3.filter(({ Condition }) => Condition === undefined);
      expect(layers).toEqual([
        {
          ...{ Effect: 'Allow', Action: 's3:GetObject', Principal: EVERYONE },
          Resource: {
            'Fn::Join': [
              '',
              [
                'arn:',
                { Ref: 'AWS::Partition' },
                ':s3:::prod-',
                { Ref: 'AWS::Region' },
                '-starport-layer-bucket/*',
              ],
            ],
          },
        },
      ]);
      const without = policiesOf({ gatewayEndpoints: ['s3'] }).s3 ?? [];
      expect(without.filter(({ Condition }) => Condition === undefined)).toEqual([]);
    },
  );
});

describe('the role', () => {
  const grants = (settings: object) =>
    synthesized(settings)
      .propertiesOf('AWS::IAM::Role')
      .flatMap(([, { Policies = [] }]) => Policies as { PolicyName: string; PolicyDocument: unknown }[])
      .filter(({ PolicyName }) => PolicyName === 'Targets')
      .flatMap(({ PolicyDocument }) => statementsOf(PolicyDocument));
  const conditionOf = (action: string, settings: object = HYBRID) =>
    grants(settings).find(({ Action }) => [Action].flat().includes(action))?.Condition;

  test.each([
    ['bedrock:InvokeModel', 'bedrockruntime'],
    ['s3:PutObject', 's3'],
    ['s3:ListAllMyBuckets', 's3'],
    ['dynamodb:PutItem', 'dynamodb'],
  ])('may %s only through its endpoint', (action, endpoint) => {
    const condition = conditionOf(action);
    expect(condition?.StringEquals).toMatchObject({
      'aws:SourceVpce': { Ref: expect.stringContaining(`Endpoints${endpoint}`) },
    });
    expect(condition?.IpAddress).toBeUndefined();
  });

  test('may reach the other services from the VPC’s IPv6 block, as without endpoints', () => {
    expect(conditionOf('s3vectors:PutVectors')).toEqual(conditionOf('s3vectors:PutVectors', {}));
  });

  test('may read the control from neither the block nor the endpoint, whose requests have no source address', () => {
    const control = grants(HYBRID).find(({ Condition }) => Condition?.NotIpAddress);
    expect(control?.Condition?.StringNotEquals).toEqual({
      'aws:SourceVpce': { Ref: expect.stringContaining('Endpointsdynamodb') },
    });
  });

  test('does not require an endpoint where the witness is off', () => {
    expect(mentions(grants({ ...HYBRID, iamWitness: false }), /SourceVpce/)).toEqual([]);
  });
});

test('the probes depend on the endpoints, and know them', () => {
  const probes = Object.values(resources).filter(
    ({ Type, Properties }) => Type === 'AWS::Lambda::Function' && Properties.VpcConfig,
  );
  expect(probes).toHaveLength(2);
  for (const { Properties, DependsOn } of probes) {
    const { Variables } = Properties.Environment as { Variables: Record<string, unknown> };
    expect(Variables[ENV.vpcEndpoints]).toBe('s3,dynamodb,bedrock-runtime');
    const dependsOn = [DependsOn ?? []]
      .flat()
      .filter((id) => resources[id]?.Type === 'AWS::EC2::VPCEndpoint');
    expect(dependsOn).toHaveLength(3);
  }
  template.resourceCountIs('AWS::EC2::NatGateway', 0);
});

describe('what is not an endpoint service', () => {
  test.each([
    [
      { interfaceEndpoints: ['bedrok-runtime'] },
      'natless.interfaceEndpoints.0 is "bedrok-runtime": there is no such endpoint service',
      'bedrock-runtime',
    ],
    [
      { interfaceEndpoints: ['com.amazonaws.us-west-2.sts'] },
      'natless.interfaceEndpoints.0',
      'without com.amazonaws',
    ],
    [
      { interfaceEndpoints: [{ service: 'nonsense' }] },
      'natless.interfaceEndpoints.0',
      'no such endpoint service',
    ],
    [
      { interfaceEndpoints: [{ service: 'sts', ipAddressType: 'ipv5' }] },
      'natless.interfaceEndpoints.0',
      'write "dualstack" or "ipv4"',
    ],
    [{ interfaceEndpoints: ['s3'] }, 'natless.interfaceEndpoints.0 is "s3"', 'natless.gatewayEndpoints'],
    [{ interfaceEndpoints: 'sts' }, 'natless.interfaceEndpoints is "sts"', 'write a list'],
    [{ interfaceEndpoints: ['sts', 'sts'] }, 'natless.interfaceEndpoints', 'name each service once'],
    [{ gatewayEndpoints: ['sts'] }, 'natless.gatewayEndpoints.0 is "sts"', '"s3" and "dynamodb"'],
    [{ gatewayEndpoints: ['s3', 's3'] }, 'natless.gatewayEndpoints', 'name each service once'],
  ])('%j is an error that names the setting and says what to write', (settings, where, help) => {
    expect(problemsOf(settings)).toContain(where);
    expect(problemsOf(settings)).toContain(help);
  });
});
