/** The hosts of every AWS service, added to the baseline. */
import { describe, expect, test } from 'vitest';
import { withAwsHosts } from '../../../../lib/lab/services/internet/aws-hosts.ts';
import { baselineInternet } from '../../../../lib/lab/services/internet/baseline.ts';
import { findHost } from '../../../../lib/lab/services/internet/find-host.ts';

const baseline = baselineInternet({ region: 'eu-west-1', accountId: '111122223333' });
const internet = withAwsHosts(baseline, 'eu-west-1');

describe('the internet with the hosts of every AWS service', () => {
  test('has IPv6 for dual-stack names', () => {
    expect(findHost(internet, 'kms.eu-west-1.amazonaws.com')).toMatchObject({ dns: 'answer', ipv6: [] });
    expect(findHost(internet, 'kms.eu-west-1.api.aws')?.ipv6).toHaveLength(1);
  });

  test('keeps the hosts of the baseline, absent ones included', () => {
    for (const host of baseline.hosts) expect(findHost(internet, host.name)).toBe(host);
    expect(findHost(internet, 'bedrock-runtime.eu-west-1.api.aws')?.dns).toBe('nxdomain');
  });

  test('never assigns an address twice', () => {
    const addresses = internet.hosts.flatMap(({ ipv4, ipv6 }) => [...ipv4, ...ipv6]);
    expect(new Set(addresses).size).toBe(addresses.length);
  });
});
