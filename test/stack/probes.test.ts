/** The probe functions of the template, their role and their security group. */
import { describe, expect, test } from 'vitest';
import { ENV, OUTPUTS } from '../../lambda/report/stack-contract.ts';
import { mentions } from './strings-in.ts';
import { synthesized } from './synthesized.ts';

const { template, resources, propertiesOf } = synthesized();

const probes = propertiesOf('AWS::Lambda::Function').filter(([, { VpcConfig }]) => VpcConfig !== undefined);

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

function mentionsAccount(document: unknown): boolean {
  const { Statement } = document as { Statement: { Condition?: { StringEquals?: object } }[] };
  return Statement.every(({ Condition }) => 'aws:SourceAccount' in (Condition?.StringEquals ?? {}));
}

const roleId = Object.keys(resources).find((id) => id.startsWith('ProbesRole')) ?? 'none';
const role = resources[roleId]?.Properties as {
  readonly ManagedPolicyArns?: unknown[];
  readonly Policies: {
    readonly PolicyName: string;
    readonly PolicyDocument: { readonly Statement: Statement[] };
  }[];
};
const statements = role.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);

describe('the probe functions', () => {
  test('are one in each private subnet', () => {
    const subnets = probes.map(
      ([, { VpcConfig }]) => (VpcConfig as { SubnetIds: { Ref: string }[] }).SubnetIds,
    );
    expect(subnets.map((ids) => ids.length)).toEqual([1, 1]);
    const names = subnets.flat().map(({ Ref }) => Ref);
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name).toContain('PrivateSubnet');
  });

  test.each(probes)('%s is an IPv6-enabled Node 24 function with enough time and memory', (_, properties) => {
    expect(properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      MemorySize: 1024,
      Timeout: 60,
      Handler: 'handler.handler',
      VpcConfig: { Ipv6AllowedForDualStack: true },
      LoggingConfig: { LogFormat: 'Text' },
    });
  });

  test.each(probes)('%s has every variable that the contract names', (_, { Environment }) => {
    const { Variables } = Environment as { Variables: Record<string, unknown> };
    const { vpcEndpoints, bedrockRuntime, image, ...always } = ENV;
    for (const optIn of [vpcEndpoints, bedrockRuntime, image]) expect(Variables[optIn]).toBeUndefined();
    expect(Object.keys(Variables).sort()).toEqual(Object.values(always).sort());
  });

  test.each(probes)('%s depends on the route that it needs', (id) => {
    const waitsFor = [resources[id]?.DependsOn ?? []].flat().map((name) => resources[name]?.Type);
    expect(waitsFor).toContain('AWS::EC2::Route');
    expect(waitsFor).toContain('AWS::EC2::VPCCidrBlock');
  });
});

describe('reserved concurrency', () => {
  const reservedIn = (settings: object) =>
    synthesized(settings)
      .propertiesOf('AWS::Lambda::Function')
      .filter(([, { VpcConfig }]) => VpcConfig !== undefined)
      .map(([, { ReservedConcurrentExecutions }]) => ReservedConcurrentExecutions);

  test('is the setting’s for each function, and not there without it: a small account could not deploy it', () => {
    expect(reservedIn({ reservedConcurrency: 2 })).toEqual([2, 2]);
    expect(reservedIn({})).toEqual([undefined, undefined]);
  });
});

describe('the security group', () => {
  const [[, group] = []] = propertiesOf('AWS::EC2::SecurityGroup');

  test('lets out TCP 80 and 443 over both families, and nothing else', () => {
    const rules = ((group?.SecurityGroupEgress ?? []) as Record<string, unknown>[]).map(
      ({ CidrIp, CidrIpv6, IpProtocol, FromPort, ToPort }) =>
        `${CidrIp ?? CidrIpv6} ${IpProtocol} ${FromPort}-${ToPort}`,
    );
    expect(rules.sort()).toEqual([
      '0.0.0.0/0 tcp 443-443',
      '0.0.0.0/0 tcp 80-80',
      '::/0 tcp 443-443',
      '::/0 tcp 80-80',
    ]);
  });

  test('lets nothing in', () => {
    expect(group?.SecurityGroupIngress).toBeUndefined();
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
  });

  test('is the only one: nothing uses the default group', () => {
    template.resourceCountIs('AWS::EC2::SecurityGroup', 1);
    expect(mentions(resources, /DefaultSecurityGroup/)).toEqual([]);
  });
});

describe('the role', () => {
  /** The actions that do not support resources. */
  const UNRESTRICTED = [
    /^ec2:\w*NetworkInterface\w*$/,
    /^ec2:\w*PrivateIpAddresses$/,
    /^ec2:Describe(Subnets|RouteTables|PrefixLists)$/,
    /^s3:ListAllMyBuckets$/,
  ];

  function offending(all: readonly Statement[]): string[] {
    return all
      .filter(({ Resource }) => [Resource].flat().includes('*'))
      .flatMap(({ Action }) => [Action].flat())
      .filter((action) => !UNRESTRICTED.some((pattern) => pattern.test(action)));
  }

  test.each([{}, { fargate: true, schedule: 'rate(1 hour)' }])(
    'of each service that is ours to write may be assumed only for this account (%j)',
    (settings) => {
      const trusts = synthesized(settings)
        .propertiesOf('AWS::IAM::Role')
        .map(([id, { AssumeRolePolicyDocument }]) => ({
          id,
          statements: mentionsAccount(AssumeRolePolicyDocument),
        }));
      // The role of the function that empties the bucket is CDK's own.
      expect(trusts.filter(({ statements }) => !statements).map(({ id }) => id)).toEqual([
        expect.stringMatching(/^CustomS3AutoDeleteObjects/),
      ]);
    },
  );

  test('reads and writes only objects of this account', () => {
    const objects = statements.find(({ Action }) => [Action].flat().includes('s3:PutObject'));
    expect(objects?.Condition).toMatchObject({
      StringEquals: { 'aws:ResourceAccount': { Ref: 'AWS::AccountId' } },
    });
  });

  test('has no managed policy and names each action', () => {
    expect(role.ManagedPolicyArns).toBeUndefined();
    expect(
      statements.flatMap(({ Action }) => [Action].flat()).filter((action) => action.includes('*')),
    ).toEqual([]);
  });

  test('names the resource wherever the action supports one', () => {
    expect(offending(statements)).toEqual([]);
  });

  test('fails that check if it does not', () => {
    expect(offending([{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: '*' }])).toEqual([
      's3:GetObject',
    ]);
  });

  test("gives Lambda its network interfaces, and denies them to the function's own code", () => {
    const network = role.Policies.find(({ PolicyName }) => PolicyName === 'NetworkInterfaces');
    const [allow, deny] = network?.PolicyDocument.Statement ?? [];
    expect(allow).toMatchObject({ Effect: 'Allow', Resource: '*' });
    expect(allow?.Condition).toBeUndefined();
    expect(deny).toMatchObject({ Effect: 'Deny', Action: allow?.Action });
    const functions = { 'Fn::Join': ['', expect.arrayContaining([':function:Natless-*'])] };
    expect(deny?.Condition).toEqual({ ArnLike: { 'lambda:SourceFunctionArn': functions } });
  });
});

test('the only custom resource empties the bucket', () => {
  const custom = Object.values(resources).filter(
    ({ Type }) => Type.startsWith('Custom::') || Type.includes('CustomResource'),
  );
  expect(custom.map(({ Type }) => Type)).toEqual(['Custom::S3AutoDeleteObjects']);
});

test('everything that has data is deleted with the stack', () => {
  const kept = Object.entries(template.toJSON().Resources as Record<string, { DeletionPolicy?: string }>)
    .filter(([, { DeletionPolicy = 'Delete' }]) => DeletionPolicy !== 'Delete')
    .map(([id]) => id);
  expect(kept).toEqual([]);
});

test.each(Object.values(OUTPUTS))('there is an output %s', (name) => {
  expect(template.toJSON().Outputs).toHaveProperty(name);
});
