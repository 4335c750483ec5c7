/** The baseline of the lab’s internet. */
import { describe, expect, test } from 'vitest';
import { isInside } from '../../../../lambda/report/addresses.ts';
import { baselineInternet } from '../../../../lib/lab/services/internet/baseline.ts';
import { findHost } from '../../../../lib/lab/services/internet/find-host.ts';

const internet = baselineInternet({ region: 'eu-west-1', accountId: '111122223333' });

function families(name: string): string {
  const host = findHost(internet, name);
  if (!host || host.dns === 'nxdomain') return 'none';
  return [...(host.ipv4.length > 0 ? ['A'] : []), ...(host.ipv6.length > 0 ? ['AAAA'] : [])].join('+');
}

describe('the baseline of the internet', () => {
  test.each([
    ['ifconfig.me', 'A+AAAA'],
    ['checkip.global.api.aws', 'A+AAAA'],
    ['checkip.amazonaws.com', 'A'],
    ['s3.eu-west-1.amazonaws.com', 'A'],
    ['bucket.s3.eu-west-1.amazonaws.com', 'A'],
    ['s3.dualstack.eu-west-1.amazonaws.com', 'A+AAAA'],
    ['bucket.s3.dualstack.eu-west-1.amazonaws.com', 'A+AAAA'],
    ['dynamodb.eu-west-1.amazonaws.com', 'A'],
    ['dynamodb.eu-west-1.api.aws', 'A+AAAA'],
    ['111122223333.ddb.eu-west-1.amazonaws.com', 'A'],
    ['111122223333.ddb.eu-west-1.api.aws', 'A+AAAA'],
    ['s3vectors.eu-west-1.api.aws', 'A+AAAA'],
    ['bedrock-runtime.eu-west-1.amazonaws.com', 'A'],
    ['bedrock-runtime.eu-west-1.api.aws', 'none'],
    ['sts.eu-west-1.api.aws', 'A+AAAA'],
    ['ec2.eu-west-1.api.aws', 'A+AAAA'],
    ['github.com', 'A'],
    ['sqs.eu-west-1.amazonaws.com', 'A+AAAA'],
    ['secretsmanager.eu-west-1.amazonaws.com', 'A+AAAA'],
    ['abc123.lambda-url.eu-west-1.on.aws', 'A+AAAA'],
    ['abc123.execute-api.eu-west-1.amazonaws.com', 'none'],
    ['d111111abcdef8.cloudfront.net', 'none'],
    ['kms.eu-west-1.amazonaws.com', 'none'],
    ['s3.us-west-2.amazonaws.com', 'none'],
  ])('%s has %s', (name, expected) => {
    expect(families(name)).toBe(expected);
  });

  test.each([
    ['ifconfig.me', 'reported'],
    ['checkip.global.api.aws', 'documented'],
    ['sts.eu-west-1.amazonaws.com', 'by name'],
    ['sts.eu-west-1.api.aws', 'documented'],
    ['bedrock-runtime.eu-west-1.api.aws', 'contradicted'],
    ['quay.io', 'assumed'],
  ])('the records of %s are %s', (name, kind) => {
    expect(findHost(internet, name)?.ground).toEqual({ kind, date: expect.stringMatching(/^2026-1/) });
  });

  test.each([
    ['cn-north-1', 's3.dualstack.cn-north-1.amazonaws.com.cn', 'sts.cn-north-1.api.amazonwebservices.com.cn'],
    ['us-gov-west-1', 's3.dualstack.us-gov-west-1.amazonaws.com', 'sts.us-gov-west-1.api.aws'],
    [
      'eusc-de-east-1',
      's3.dualstack.eusc-de-east-1.amazonaws.eu',
      'sts.eusc-de-east-1.api.amazonwebservices.eu',
    ],
  ])('has in %s the names of its partition', (region, ...names) => {
    const own = baselineInternet({ region, accountId: '111122223333' });
    for (const name of names) expect(findHost(own, name)?.ipv6, name).toHaveLength(1);
    expect(findHost(own, 'checkip.amazonaws.com')).not.toBeNull();
    expect(findHost(own, `abc123.lambda-url.${region}.on.aws`)).toBeNull();
  });

  test('assigns each address once, from its own blocks', () => {
    const ipv4 = internet.hosts.flatMap((host) => host.ipv4);
    const ipv6 = internet.hosts.flatMap((host) => host.ipv6);
    expect(new Set([...ipv4, ...ipv6]).size).toBe(ipv4.length + ipv6.length);
    expect(ipv4.filter((address) => !isInside(address, '198.18.0.0/15'))).toEqual([]);
    expect(ipv6.filter((address) => !isInside(address, '2001:db8:ffff::/48'))).toEqual([]);
  });

  test('is the same in every run', () => {
    expect(baselineInternet({ region: 'eu-west-1', accountId: '111122223333' })).toEqual(internet);
  });
});
