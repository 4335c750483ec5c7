/** What the lab does not know is not stated as a fact, and what its network shows is not taken back. */
import { describe, expect, test } from 'vitest';
import type { OperationEvidence } from '../../../lambda/report/evidence.ts';
import type { JudgeFacts, LabFacts } from '../../../lambda/report/judge/facts.ts';
import { judgeTarget } from '../../../lambda/report/judge/judge-target.ts';
import { evidence, facts, labFacts, unconnected } from './evidence-builder.ts';

const ADDRESS = '2001:db8:ffff::9';

function judged(changes: Partial<OperationEvidence>, lab: Partial<LabFacts> | null) {
  const known: Partial<JudgeFacts> = lab === null ? {} : { lab: labFacts(lab) };
  return judgeTarget(evidence({ operations: [unconnected(changes)] }), facts(known));
}

const missing = (host: string, code = 'ENOTFOUND'): Partial<OperationEvidence> => ({
  host,
  dns: { a: null, aaaa: null },
  error: { phase: 'resolve', code, message: `no answer for ${host}` },
});

const refusedAt = (port: number, code = 'ECONNREFUSED'): Partial<OperationEvidence> => ({
  host: 'db.example.com',
  port,
  dns: { a: ['198.18.0.9'], aaaa: [ADDRESS] },
  error: { phase: 'connect', code, message: 'no answer' },
});

describe('a name', () => {
  test.each(['ENOTFOUND', 'ENODATA'])('that the lab does not have (%s) is unknown, not absent', (code) => {
    const target = judged(missing('api.stripe.com', code), { unknownHosts: ['api.stripe.com'] });
    expect(target).toMatchObject({ verdict: 'inconclusive', cause: { code: 'UnknownToLab' } });
    expect(target.cause?.remedy).toContain('--host api.stripe.com=A, =AAAA or =A,AAAA');
  });

  test.each(['ETIMEOUT', 'ESERVFAIL'])('is not what matters where the resolver fails (%s)', (code) => {
    const target = judged(missing('api.stripe.com', code), { unknownHosts: ['api.stripe.com'] });
    expect(target.verdict).toBe('fail');
    expect(target.cause?.code).toMatch(/^Dns/);
  });

  test('that another lab would not have, or a deployed probe, is judged as before', () => {
    expect(judged(missing('api.stripe.com'), { unknownHosts: ['x.example'] }).cause?.code).toBe('NoSuchHost');
    expect(judged(missing('api.stripe.com'), null).cause?.code).toBe('NoSuchHost');
  });

  test.each([
    ['abc.execute-api.us-west-2.amazonaws.com', 'ipAddressType'],
    ['d111111abcdef8.cloudfront.net', 'IPV6Enabled'],
    ['app-1.elb.us-west-2.amazonaws.com', 'IpAddressType'],
  ])('%s: the remedy names the setting that decides', (host, setting) => {
    expect(judged(missing(host), { unknownHosts: [host] }).cause?.remedy).toContain(setting);
  });
});

describe('a port', () => {
  const unknown = { unknownPorts: ['db.example.com:5432'] };

  test.each(['ECONNREFUSED', 'ETIMEDOUT'])('that the stand-in does not have (%s) is unknown', (code) => {
    const target = judged(refusedAt(5432, code), unknown);
    expect(target).toMatchObject({ verdict: 'inconclusive', cause: { code: 'UnknownToLab' } });
    expect(target.cause?.remedy).toContain('--host db.example.com:5432=A,AAAA');
  });

  test('that it has is judged as before', () => {
    expect(judged(refusedAt(5433), unknown).cause?.code).toBe('ConnectRefused');
  });

  test('that a group lets out to some public blocks only is unknown: the real host may be in one', () => {
    const drop = {
      ...({ remoteAddress: ADDRESS, port: 5432, by: 'security-group', detail: null } as const),
      resources: [{ logicalId: 'Sg', id: 'sg-1', name: null }],
    } as const;
    const partly = (...letOutTo: string[]) =>
      judged(refusedAt(5432, 'ETIMEDOUT'), { drops: [{ ...drop, letOutTo }] });
    const { verdict, cause } = partly('2600:1f00::/24');
    expect({ verdict, code: cause?.code }).toEqual({ verdict: 'inconclusive', code: 'UnknownToLab' });
    expect(cause?.message).toContain('Sg (sg-1) lets port 5432 out only to 2600:1f00::/24');
    expect(cause?.remedy).toContain('real addresses of db.example.com');
    expect(partly('2600::/24', '2601::/24', '2602::/24', '2603::/24').cause?.message).toContain(
      '2602::/24 and 1 more blocks,',
    );
    expect(judged(refusedAt(5432, 'ETIMEDOUT'), { drops: [drop] }).cause?.code).toBe('ConnectTimeout');
  });

  test('does not matter where the own network dropped the packets', () => {
    const drop = {
      remoteAddress: ADDRESS,
      port: 5432,
      by: 'security-group',
      resources: [],
      detail: null,
    } as const;
    expect(judged(refusedAt(5432, 'ETIMEDOUT'), { ...unknown, drops: [drop] }).cause?.code).toBe(
      'ConnectTimeout',
    );
  });

  test('stays unknown where only IPv4 packets were dropped, or those to another port', () => {
    const drop = { by: 'no-route', resources: [], detail: null } as const;
    const drops = [
      { ...drop, remoteAddress: '198.18.0.9', port: 5432 },
      { ...drop, remoteAddress: ADDRESS, port: 443 },
    ];
    expect(judged(refusedAt(5432, 'ETIMEDOUT'), { ...unknown, drops }).cause?.code).toBe('UnknownToLab');
  });
});

describe('a name that does not exist', () => {
  test.each([
    ['api.strip.com', 'check the spelling'],
    ['abc.lambda-url.us-west-2.on.aws', 'check the spelling'],
    ['abc.execute-api.us-west-2.amazonaws.com', 'check the spelling'],
    ['bedrock-runtime.us-west-2.api.aws', 'this Region has no such endpoint'],
    ['sts.cn-north-1.api.amazonwebservices.com.cn', 'this Region has no such endpoint'],
  ])('%s: %s', (host, remedy) => {
    expect(judged(missing(host), null).cause).toMatchObject({
      code: 'NoSuchHost',
      remedy: expect.stringContaining(remedy),
    });
  });
});
