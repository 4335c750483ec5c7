/** Which records AWS's hosts have in the lab: by what AWS documents, and only then by their names. */
import { describe, expect, test } from 'vitest';
import endpoints from '../../../../lambda/report/catalogue/endpoints.json' with { type: 'json' };
import support from '../../../../lib/lab/services/internet/aws-ipv6-support.json' with { type: 'json' };
import { awsRecords } from '../../../../lib/lab/services/internet/aws-records.ts';

function words(host: string, region: string): string {
  const records = awsRecords(region).get(host);
  if (!records) return 'not in the catalogue';
  const families = [...(records.ipv4 ? ['A'] : []), ...(records.ipv6 ? ['AAAA'] : [])].join('+') || 'none';
  return `${families}, ${records.ground.kind}`;
}

test.each([
  // The table says yes: the dual-stack name has IPv6. About the default name it says nothing.
  ['kms.us-west-2.api.aws', 'us-west-2', 'A+AAAA, documented'],
  ['kms.us-west-2.amazonaws.com', 'us-west-2', 'A, by name'],
  ['kms.us-gov-west-1.api.aws', 'us-gov-west-1', 'A+AAAA, documented'],
  // The only name of a service of which the table says yes.
  ['cognito-idp.us-west-2.amazonaws.com', 'us-west-2', 'A+AAAA, documented'],
  // The table says no: the SDK builds a name all the same.
  ['dms.us-west-2.api.aws', 'us-west-2', 'none, documented'],
  ['dms.us-west-2.amazonaws.com', 'us-west-2', 'A, documented'],
  // The table has no row.
  ['quicksight.us-west-2.api.aws', 'us-west-2', 'A+AAAA, by name'],
  ['quicksight.us-west-2.amazonaws.com', 'us-west-2', 'A, by name'],
  // Two pages say different things: the one that lists hosts decides.
  ['bedrock-runtime.us-west-2.api.aws', 'us-west-2', 'none, contradicted'],
  ['bedrock-runtime.us-west-2.amazonaws.com', 'us-west-2', 'A, contradicted'],
  ['glue.us-west-2.api.aws', 'us-west-2', 'A+AAAA, contradicted'],
  // Pages that list Regions.
  ['ec2.us-west-2.api.aws', 'us-west-2', 'A+AAAA, documented'],
  ['ec2.eu-south-2.api.aws', 'eu-south-2', 'A+AAAA, contradicted'],
  ['dynamodb.us-west-2.api.aws', 'us-west-2', 'A+AAAA, documented'],
  ['dynamodb.eu-west-1.api.aws', 'eu-west-1', 'A+AAAA, by name'],
  ['s3vectors.eu-west-1.api.aws', 'eu-west-1', 'A+AAAA, documented'],
  ['s3vectors.il-central-1.api.aws', 'il-central-1', 'none, documented'],
  // The table is not of these partitions.
  ['kms.cn-north-1.api.amazonwebservices.com.cn', 'cn-north-1', 'A+AAAA, by name'],
  ['ec2.cn-north-1.api.amazonwebservices.com.cn', 'cn-north-1', 'A+AAAA, by name'],
  ['kms.eusc-de-east-1.amazonaws.eu', 'eusc-de-east-1', 'A, by name'],
])('%s in %s: %s', (host, region, expected) => {
  expect(words(host, region)).toBe(expected);
});

describe('the table of what AWS documents', () => {
  const { yes, partial, no } = support.publicEndpoints;
  const all = [...yes, ...partial, ...no];

  test('names each service once, and only services of the catalogue', () => {
    expect(new Set(all).size).toBe(all.length);
    const named = [...all, ...support.contradictions.flatMap(({ services }) => services)];
    expect(named.filter((id) => !Object.hasOwn(endpoints.services, id))).toEqual([]);
  });

  test('has its source and its date, as has each contradiction its page', () => {
    expect(support).toMatchObject({ source: expect.stringContaining('aws-ipv6-support'), date: '2026-10' });
    for (const { page } of support.contradictions) expect(page).toMatch(/^docs\.aws\.amazon\.com\//);
  });
});
