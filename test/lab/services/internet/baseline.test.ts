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
    ['kms.eu-west-1.amazonaws.com', 'none'],
    ['s3.us-west-2.amazonaws.com', 'none'],
  ])('%s has %s', (name, expected) => {
    expect(families(name)).toBe(expected);
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
