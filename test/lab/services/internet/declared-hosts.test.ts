/** Hosts that the user, or the machine's resolver, tells the lab about, and what the lab knows nothing of. */
import { describe, expect, test } from 'vitest';
import type { DeclaredHost } from '../../../../lib/declared-host.ts';
import { baselineInternet } from '../../../../lib/lab/services/internet/baseline.ts';
import { withDeclaredHosts } from '../../../../lib/lab/services/internet/declared-hosts.ts';
import { findHost } from '../../../../lib/lab/services/internet/find-host.ts';
import { unknownNames, unknownPorts } from '../../../../lib/lab/services/internet/unknown-hosts.ts';
import { passingAt, run } from '../../../report/run-builder.ts';

const baseline = baselineInternet({ region: 'us-west-2', accountId: '111122223333' });

function declared(name: string, changes: Partial<DeclaredHost> = {}): DeclaredHost {
  return {
    ...{ name, port: null, exists: true, ipv4: true, ipv6: false },
    ...{ ground: 'declared', date: '2026-11-26', ...changes },
  };
}

describe('a declared host', () => {
  const internet = withDeclaredHosts(
    baseline,
    [
      declared('a.example.com'),
      declared('b.example.com', { ipv6: true, port: 5432 }),
      declared('b.example.com', { ipv6: true, port: 6432 }),
      declared('gone.example.com', { exists: false, ipv4: false, ground: 'resolved' }),
      declared('sts.us-west-2.amazonaws.com', { ipv6: true }),
      declared('bucket.s3.us-west-2.amazonaws.com', { ipv6: true }),
      declared('images.example.com'),
      declared('*.shop.example.com'),
    ],
    ['images.example.com'],
  );
  const find = (name: string) => findHost(internet, name);

  test('has its records, and says that they are declared', () => {
    expect(find('a.example.com')).toMatchObject({
      ...{ ipv4: [expect.any(String)], ipv6: [], dns: 'answer', ports: [80, 443], standIn: 'website' },
      ground: { kind: 'declared', date: '2026-11-26' },
    });
    expect(find('x.y.shop.example.com')?.ipv4).toHaveLength(1);
  });

  test('has the ports that it is declared with, and no others', () => {
    expect(find('b.example.com')).toMatchObject({ ports: [5432, 6432] });
    expect(internet.hosts.filter(({ name }) => name === 'b.example.com')).toHaveLength(1);
  });

  test('is absent where the resolver knows that it does not exist', () => {
    expect(find('gone.example.com')).toMatchObject({ dns: 'nxdomain', ipv4: [], ipv6: [] });
  });

  test('keeps the stand-in of the host whose place it takes', () => {
    expect(find('sts.us-west-2.amazonaws.com')).toMatchObject({ standIn: 'sts', ipv6: [expect.any(String)] });
    expect(find('bucket.s3.us-west-2.amazonaws.com')).toMatchObject({ standIn: 's3' });
    expect(find('other.s3.us-west-2.amazonaws.com')).toMatchObject({ standIn: 's3', ipv6: [] });
  });

  test('is a registry where images are pulled from it', () => {
    expect(find('images.example.com')).toMatchObject({ standIn: 'any-registry' });
  });

  test('has an address that no other has', () => {
    const addresses = internet.hosts.flatMap(({ ipv4, ipv6 }) => [...ipv4, ...ipv6]);
    expect(new Set(addresses).size).toBe(addresses.length);
  });
});

/** A run that called these hosts at these ports. */
function runWith(calls: readonly (readonly [string, number])[]) {
  const targets = calls.map(([host, port]) => {
    const target = passingAt(host, host);
    const [forced] = target.attempts;
    const operations = forced.operations.map((operation) => ({ ...operation, port }));
    return { ...target, attempts: [{ ...forced, operations }] as typeof target.attempts };
  });
  return run(targets);
}

test('names that are not in the table are unknown; addresses, wildcards and absent names are not', () => {
  const asked = [
    ...['api.stripe.com', 'API.stripe.com.', 'github.com', 'x.s3.us-west-2.amazonaws.com', '[2001:db8::1]'],
    ...['bedrock-runtime.us-west-2.api.aws', '198.51.100.1', 'x.execute-api.us-west-2.amazonaws.com'],
    // Above a name that exists.
    'us-west-2.api.aws',
  ];
  expect(unknownNames(asked, baseline, { privateZones: [], hiddenNames: [] })).toEqual([
    'api.stripe.com',
    'x.execute-api.us-west-2.amazonaws.com',
    'us-west-2.api.aws',
  ]);
});

test('names that the VPC leads elsewhere are unknown, unless they are declared', () => {
  const zone = { logicalId: 'Zone', type: 'AWS::Route53::HostedZone', name: 'github.com' } as const;
  const hidden = { privateZones: [zone], hiddenNames: [] };
  expect(unknownNames(['github.com', 'api.github.com', 'ifconfig.me'], baseline, hidden)).toEqual([
    'github.com',
    'api.github.com',
  ]);
  const internet = withDeclaredHosts(baseline, [declared('github.com')]);
  expect(unknownNames(['github.com', 'api.github.com'], internet, hidden)).toEqual(['api.github.com']);
});

test('ports that a host does not have are unknown, and addresses that no host has', () => {
  const internet = withDeclaredHosts(baseline, [declared('db.example.com', { port: 5432, ipv6: true })]);
  const [own = ''] = findHost(internet, 'ifconfig.me')?.ipv6 ?? [];
  const calls = [
    ['github.com', 443],
    ['github.com', 8443],
    ['db.example.com', 5432],
    ['db.example.com', 443],
    ['unknown.example.com', 5432],
    [`[${own}]`, 443],
    [`[${own}]`, 22],
    ['[2600:1f14::1]', 443],
  ] as const;
  expect(unknownPorts(runWith(calls), internet)).toEqual([
    'github.com:8443',
    'db.example.com:443',
    `[${own}]:22`,
    '[2600:1f14::1]:443',
  ]);
});
