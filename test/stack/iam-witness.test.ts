/** The IAM witness in the template: which grants depend on the source address, with and without the setting. */
import { describe, expect, test } from 'vitest';
import { mentions } from './strings-in.ts';
import { synthesized } from './synthesized.ts';

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

interface RoleProperties {
  readonly Policies: readonly {
    readonly PolicyName: string;
    readonly PolicyDocument: { readonly Statement: readonly Statement[] };
  }[];
}

function targetStatements(settings: object = {}): readonly Statement[] {
  const { propertiesOf } = synthesized(settings);
  const policies = propertiesOf('AWS::IAM::Role').flatMap(
    ([, properties]) => (properties as unknown as RoleProperties).Policies ?? [],
  );
  return policies.find(({ PolicyName }) => PolicyName === 'Targets')?.PolicyDocument.Statement ?? [];
}

/** The statements' actions by the condition operator on `aws:SourceIp`. */
function actionsBy(
  statements: readonly Statement[],
  operator: 'IpAddress' | 'NotIpAddress' | null,
): string[] {
  return statements
    .filter(({ Condition = {} }) =>
      operator === null
        ? Condition.IpAddress === undefined && Condition.NotIpAddress === undefined
        : Condition[operator] !== undefined,
    )
    .flatMap(({ Action }) => [Action].flat())
    .sort();
}

const VPC_IPV6_BLOCK = {
  'Fn::Select': [0, { 'Fn::GetAtt': [expect.stringMatching(/^NetworkVpc/), 'Ipv6CidrBlocks'] }],
};

const UNCONDITIONED = [
  ...['ec2:DescribePrefixLists', 'ec2:DescribeRouteTables', 'ec2:GetManagedPrefixListEntries'],
  's3:ListAllMyBuckets',
];

describe('with the IAM witness', () => {
  const statements = targetStatements();

  test("the grants for the probe's own data hold only for the VPC's IPv6 block", () => {
    expect(actionsBy(statements, 'IpAddress')).toEqual([
      'bedrock:InvokeModel',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      's3:GetObject',
      's3:PutObject',
      's3vectors:DeleteVectors',
      's3vectors:GetVectors',
      's3vectors:PutVectors',
      's3vectors:QueryVectors',
    ]);
    expect(actionsBy(statements, null)).toEqual(UNCONDITIONED);
    for (const { Condition } of statements) {
      const sources = [Condition?.IpAddress, Condition?.NotIpAddress].flatMap((test) => test ?? []);
      for (const source of sources) expect(source).toEqual({ 'aws:SourceIp': VPC_IPV6_BLOCK });
    }
  });

  test('the control may be read from everywhere else, but not without a key', () => {
    const [control, ...more] = statements.filter(({ Condition }) => Condition?.NotIpAddress);
    expect(more).toEqual([]);
    expect(control).toMatchObject({
      Effect: 'Allow',
      Action: 'dynamodb:GetItem',
      Condition: {
        'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['control'] },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    });
  });

  test("no other statement reaches the control's partition", () => {
    const others = statements.filter(
      ({ Action, Condition }) => /dynamodb/.test(String(Action)) && !Condition?.NotIpAddress,
    );
    expect(others.map(({ Condition }) => Condition?.['ForAllValues:StringEquals'])).toEqual([
      { 'dynamodb:LeadingKeys': ['probe'] },
    ]);
  });
});

test('without it no grant depends on the source address, and there is no control', () => {
  const statements = targetStatements({ iamWitness: false });
  expect(mentions(statements, /^(aws:SourceIp|control)$/)).toEqual([]);
  expect(actionsBy(statements, null)).toEqual(expect.arrayContaining(['s3:PutObject', 'dynamodb:GetItem']));
});
