/** What runs write is kept for a day at most: every run writes under a key of its own. */
import { expect, test } from 'vitest';
import { ENV, LAB_ADDRESSES, TABLE_KEYS } from '../../lambda/report/stack-contract.ts';
import { mentions } from './strings-in.ts';
import { synthesized } from './synthesized.ts';

test('objects expire after a day', () => {
  synthesized().template.hasResourceProperties('AWS::S3::Bucket', {
    LifecycleConfiguration: { Rules: [{ ExpirationInDays: 1, Status: 'Enabled' }] },
  });
});

test('items expire by the attribute that the probe writes', () => {
  synthesized().template.hasResourceProperties('AWS::DynamoDB::Table', {
    TimeToLiveSpecification: { AttributeName: TABLE_KEYS.expiry, Enabled: true },
  });
});

test('vectors may be deleted, in the stack’s own index only', () => {
  const { template } = synthesized();
  const statements = Object.values(template.findResources('AWS::IAM::Role')).flatMap(
    ({ Properties }) => (Properties.Policies ?? []).flatMap(statementsOf) as Statement[],
  );
  const [own, ...more] = statements.filter(({ Action }) =>
    [Action].flat().includes('s3vectors:DeleteVectors'),
  );
  expect(more).toEqual([]);
  expect(own?.Resource).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/VectorIndex|Index/), 'IndexArn'] });
});

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

function statementsOf({ PolicyDocument }: { PolicyDocument: { Statement: Statement[] } }): Statement[] {
  return PolicyDocument.Statement;
}

test('no stack admits the lab’s addresses', () => {
  for (const settings of [{}, { fargate: true }]) {
    const { resources } = synthesized(settings);
    expect(mentions(resources, new RegExp(ENV.vpcIpv6CidrBlock)).length).toBeGreaterThan(0);
    expect(mentions(resources, new RegExp(LAB_ADDRESSES))).toEqual([]);
  }
});
