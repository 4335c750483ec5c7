/** The names of hosts in each of AWS's partitions. */
import { expect, test } from 'vitest';
import { ecrApiOf } from '../../../lambda/probe/registry/ecr.ts';
import { ec2Request } from '../../../lambda/probe/witness/ec2-protocol.ts';
import { catalogueEntries } from '../../../lambda/report/catalogue/hosts.ts';
import { hostInPartition, isInAwsDomain } from '../../../lambda/report/partitions.ts';
import { ecrImageName } from '../../../lambda/report/pulls/pull-targets.ts';

test.each([
  ['s3.dualstack.us-west-2.amazonaws.com', 'us-west-2', 's3.dualstack.us-west-2.amazonaws.com'],
  ['s3.dualstack.cn-north-1.amazonaws.com', 'cn-north-1', 's3.dualstack.cn-north-1.amazonaws.com.cn'],
  ['sts.cn-north-1.api.aws', 'cn-north-1', 'sts.cn-north-1.api.amazonwebservices.com.cn'],
  ['1.dkr-ecr.cn-north-1.on.aws', 'cn-north-1', '1.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn'],
  ['sts.us-gov-west-1.api.aws', 'us-gov-west-1', 'sts.us-gov-west-1.api.aws'],
  ['sts.eusc-de-east-1.amazonaws.com', 'eusc-de-east-1', 'sts.eusc-de-east-1.amazonaws.eu'],
  ['sts.eusc-de-east-1.api.aws', 'eusc-de-east-1', 'sts.eusc-de-east-1.api.amazonwebservices.eu'],
  ['api.aws.example.com', 'cn-north-1', 'api.aws.example.com'],
  ['sts.moon-1.api.aws', 'moon-1', 'sts.moon-1.api.aws'],
])('%s is in %s the host %s', (host, region, own) => {
  expect(hostInPartition(host, region)).toBe(own);
});

test.each([
  ['sts.us-west-2.amazonaws.com', true],
  ['sts.cn-north-1.amazonaws.com.cn', true],
  ['x.lambda-url.us-west-2.on.aws', true],
  ['sts.eusc-de-east-1.api.amazonwebservices.eu', true],
  ['api.stripe.com', false],
  ['notamazonaws.com', false],
  ['amazonaws.com.example.net', false],
])('%s lies in a domain of AWS: %s', (host, expected) => {
  expect(isInAwsDomain(host)).toBe(expected);
});

test.each(['cn-northwest-1', 'us-gov-west-1', 'eusc-de-east-1'])(
  "the catalogue of %s has no other partition's host",
  (region) => {
    const hosts = catalogueEntries(region).map(({ host }) => host);
    expect(hosts.length).toBeGreaterThan(500);
    expect(hosts.filter((host) => !host.includes(`.${region}.`))).toEqual([]);
    expect(hosts).toContain(hostInPartition(`sqs.${region}.api.aws`, region));
  },
);

test('the commercial catalogue keeps the services that have one home', () => {
  expect(catalogueEntries('eu-west-1').map(({ host }) => host)).toContain('account.us-east-1.amazonaws.com');
});

test("the probe asks EC2 by its partition's name", () => {
  const environment = { region: 'cn-north-1' } as Parameters<typeof ec2Request>[0]['environment'];
  const hosts = (['ipv6', 'unchanged'] as const).map(
    (mode) => ec2Request({ mode, environment }, 'DescribeRouteTables', {}).hostname,
  );
  expect(hosts).toEqual(['ec2.cn-north-1.api.amazonwebservices.com.cn', 'ec2.cn-north-1.amazonaws.com.cn']);
});

test.each([
  ['111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn', 'api.ecr.cn-north-1.amazonaws.com.cn'],
  [
    '111122223333.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn',
    'ecr.cn-north-1.api.amazonwebservices.com.cn',
  ],
  ['111122223333.dkr.ecr.us-gov-west-1.amazonaws.com', 'api.ecr.us-gov-west-1.amazonaws.com'],
])('the API for the registry %s is %s', (registry, hostname) => {
  expect(ecrApiOf(registry)?.hostname).toBe(hostname);
});

test.each([
  '111122223333.dkr.ecr.cn-north-1.amazonaws.com',
  '111122223333.dkr.ecr.us-west-2.amazonaws.com.cn',
  '111122223333.dkr.ecr.us-west-2.on.aws',
  '111122223333.dkr.ecr.us-west-2.amazonaws.com.example.net',
])('%s is not a registry of ECR, and gets no password', (registry) => {
  expect(ecrApiOf(registry)).toBeNull();
});

test('an image in China is named by its dual-stack registry', () => {
  expect(ecrImageName('cn-north-1', '111122223333')).toBe(
    '111122223333.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn/REPOSITORY:TAG',
  );
});
