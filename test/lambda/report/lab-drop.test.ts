/** What the lab's counters blame: one resource, by its name, with the change that helps, and never a list of suspects. */
import { describe, expect, test } from 'vitest';
import type { AttemptEvidence, TargetEvidence } from '../../../lambda/report/evidence.ts';
import type { LabDrop, LabFacts, RunFacts } from '../../../lambda/report/judge/facts.ts';
import type { Target } from '../../../lambda/report/report-schema.ts';
import { attempt, labFacts, OWN_TARGET, unconnected } from './evidence-builder.ts';
import { judgedRun, observed, routeTable, runFacts } from './judged-run.ts';

const IPV6 = '2001:db8:ffff::1';
const SHUT = { logicalId: 'Shut', id: 'sg-1', name: 'closed' };
const silent = (port = 443, host = 'api.example.com') =>
  attempt({
    operations: [unconnected({ host, port, error: { phase: 'connect', code: 'ETIMEDOUT', message: 'x' } })],
  });

function judged(evidence: AttemptEvidence | TargetEvidence['attempts'], changes: Partial<RunFacts>): Target {
  const attempts = 'mode' in evidence ? ([evidence] as const) : evidence;
  const target = OWN_TARGET;
  const run = judgedRun(observed({ targets: [{ target, attempts }] }), runFacts(changes));
  const [result] = run.targets;
  if (result) return result;
  throw new Error('the run has no target');
}

function dropped(changes: Partial<LabDrop>, port = 443): LabFacts {
  const drop = { remoteAddress: IPV6, port, by: 'security-group', resources: [SHUT], detail: null } as const;
  return labFacts({ drops: [{ ...drop, ...changes }] });
}

test.each<[LabDrop['by'], Partial<LabDrop>, readonly string[]]>([
  ['security-group', {}, ['closed (Shut, sg-1)', 'port 443 out over IPv6', 'egress rule to ::/0']],
  [
    'endpoint-security-group',
    { detail: 'of the VPC endpoint Store' },
    ['closed (Shut, sg-1)', 'of the VPC endpoint Store', 'port 443 in', 'ingress rule'],
  ],
  [
    'network-acl',
    { detail: 'on the way back: replies come to ports 1024 to 65535' },
    ['closed (Shut, sg-1)', 'on the way back', 'IPv6 entries'],
  ],
  ['block-public-access', {}, ['VPC Block Public Access', 'Shut', 'exclude the subnet']],
  ['no-route', {}, ['route table', 'closed (Shut, sg-1)', '::/0', 'egress-only internet gateway']],
])('%s is named, with what to change', (by, changes, words) => {
  const { cause } = judged(silent(), { lab: dropped({ by, ...changes }) });
  expect(cause?.code).toBe('ConnectTimeout');
  for (const word of words) expect(cause?.remedy).toContain(word);
  expect(cause?.remedy).not.toContain('check, in this order');
});

test.each<[string, Partial<LabDrop>]>([
  ['to another address', { remoteAddress: '2001:db8:ffff::9' }],
  ['to another port', { port: 80 }],
])('a drop of packets %s explains nothing', (_, changes) => {
  expect(judged(silent(), { lab: dropped(changes) }).cause?.remedy).toContain('check, in this order');
});

describe('a name without IPv6 that leads to a VPC endpoint', () => {
  const AT = '10.1.1.254';
  const nameless = (dns: { a: string[]; aaaa: string[] }, code = 'ENODATA') =>
    attempt({
      operations: [
        unconnected({
          host: 'api.example.com',
          port: 443,
          dns,
          error: { phase: 'resolve', code, message: 'x' },
        }),
      ],
    });
  const inside = nameless({ a: [AT], aaaa: [] });
  const shut = {
    remoteAddress: AT,
    by: 'endpoint-security-group',
    detail: 'of the VPC endpoint Store',
  } as const;

  test('is stopped by the group of the endpoint, and not by its lack of records', () => {
    const natural = { ...inside, mode: 'natural' as const };
    const { cause, withoutNat } = judged([inside, natural], { lab: dropped(shut) });
    expect(cause).toMatchObject({ code: 'ConnectTimeout', message: expect.stringContaining(AT) });
    expect(cause?.remedy).toContain('closed (Shut, sg-1) of the VPC endpoint Store');
    expect(cause?.remedy).toContain('port 443 in over IPv4');
    expect(withoutNat).toBe('breaks');
  });

  test.each<[string, AttemptEvidence, Partial<LabDrop>]>([
    ['nothing dropped its packets', inside, { ...shut, remoteAddress: '10.1.1.9' }],
    ['those to another port were dropped', inside, { ...shut, port: 80 }],
    ['its own group dropped them', inside, { ...shut, by: 'security-group' }],
    ['it leads elsewhere', nameless({ a: ['198.51.100.7'], aaaa: [] }), shut],
  ])('has no AAAA record where %s', (_, evidence, changes) => {
    expect(judged(evidence, { lab: dropped(changes) }).cause?.code).toBe('NoAaaaRecord');
  });
});

test('a route to a network that the lab does not have decides nothing', () => {
  const route = routeTable({ '::/0': 'tgw-1' });
  const target = judged(silent(), { route, lab: dropped({ by: 'other-network' }) });
  expect(target).toMatchObject({ verdict: 'inconclusive', withoutNat: 'unknown' });
  expect(target.cause).toMatchObject({ code: 'UnknownToLab' });
  expect(target.cause?.message).toContain('the transit gateway tgw-1');
});

test('port 25 is blocked by AWS, and no other port is', () => {
  expect(judged(silent(25), {}).cause?.code).toBe('PortBlocked');
  expect(judged(silent(26), {}).cause?.code).toBe('ConnectTimeout');
});

const TRANSLATED = { a: ['198.18.0.1'], aaaa: ['64:ff9b::c612:1'] };

test.each([
  [{ '::/0': 'eigw-1' }, 'Dns64WithoutRoute'],
  [{}, 'Dns64WithoutRoute'],
  [{ '::/0': 'eigw-1', '64:ff9b::/96': 'blackhole' }, 'Dns64WithoutRoute'],
  [{ '::/0': 'eigw-1', '64:ff9b::/96': 'nat-1' }, 'ConnectTimeout'],
  [{ '::/0': 'eigw-1', '64:ff9b::/96': 'eni-1' }, 'ConnectTimeout'],
])('DNS64 with the routes %j ends in %s', (routes, code) => {
  const evidence = attempt({
    operations: [
      unconnected({ dns: TRANSLATED, error: { phase: 'connect', code: 'ETIMEDOUT', message: 'x' } }),
    ],
  });
  expect(judged(evidence, { route: routeTable(routes) }).cause?.code).toBe(code);
  const unknown = { witness: 'declared', gateway: 'eigw-1', routes: null } as const;
  expect(judged(evidence, { route: unknown }).cause?.code).toBe('ConnectTimeout');
});

const unreachable = attempt({
  operations: [unconnected({ error: { phase: 'connect', code: 'ENETUNREACH', message: 'x' } })],
});
const HAS_ALL = { vpcHasBlock: true, subnetHasBlock: true, allowed: true, groupsLetOut: true };

test.each([
  [
    { vpcHasBlock: false, subnetHasBlock: false, allowed: false },
    ['the VPC Vpc (vpc-1)', '::/0'],
    'Ipv6Allowed',
  ],
  [
    { subnetHasBlock: false, allowed: false },
    ['the subnet private (Private, subnet-1)', '::/0'],
    'Ipv6Allowed',
  ],
  [{ allowed: false }, ['the function Fn', 'Ipv6AllowedForDualStack: true'], 'IPv6 block'],
])('without IPv6 only the first missing thing is named: %j', (changes, words, absent) => {
  const { cause } = judged(unreachable, { lab: labFacts({ ipv6: { ...HAS_ALL, ...changes } }) });
  for (const word of words) expect(cause?.remedy).toContain(word);
  expect(cause?.remedy).not.toContain(absent);
});

test('what fails before its first request says nothing about the network', () => {
  for (const code of ['InternalError', 'NotConfigured', 'CredentialsProviderError']) {
    const evidence = attempt({ operations: [], failure: { code, message: 'no Region' } });
    const { outcome, cause } = judged(evidence, {});
    expect(outcome).toBe('none');
    expect(cause?.message).toContain('before any request');
    expect(cause?.remedy).not.toContain('network is fine');
    expect(cause?.remedy).toContain('nothing was sent');
  }
});
