/** What a run says of a name with only IPv4 whose service has a dual-stack name: a change of the code may suffice. */
import { describe, expect, test } from 'vitest';
import type { Target } from '../../../lambda/report/report-schema.ts';
import { attempt, ipv4Control, labFacts, OWN_TARGET, unconnected } from './evidence-builder.ts';
import { judgedRun, observed, routeTable, runFacts } from './judged-run.ts';

const NAT = routeTable({ '10.1.0.0/16': 'local', '::/0': 'eigw-1', '0.0.0.0/0': 'nat-1' });
const A = '198.18.0.1';

/** The forced attempt found no AAAA record; the control got an answer through the NAT gateway. */
function judged(host: string, own: boolean): Target {
  const error = { phase: 'resolve', code: 'ENODATA', message: 'no IPv6 address' } as const;
  const operations = [unconnected({ host, dns: { a: [A], aaaa: [] }, error })];
  const attempts = (['ipv6', 'natural'] as const).map((mode) => attempt({ mode, operations }));
  const [forced, natural] = attempts;
  if (!forced || !natural) throw new Error('no attempts');
  const target = { ...OWN_TARGET, id: 'a' };
  const controls = [ipv4Control(own ? { id: 'a' } : { id: 'a', answeredBy: A, outcome: 'ok' })];
  const run = judgedRun(
    observed({ targets: [{ target, attempts: [forced, natural] }], controls }),
    runFacts({ route: NAT, lab: labFacts({ ownTemplate: own }) }),
  );
  const [result] = run.targets;
  if (!result) throw new Error('the run has no target');
  return result;
}

describe('a default name of AWS with only IPv4', () => {
  const { cause, withoutNat, withoutNatBecause, advice } = judged('kms.us-west-2.amazonaws.com', false);

  test('breaks, as was measured', () => {
    expect(withoutNat).toBe('breaks');
    expect(withoutNatBecause).toContain('its dual-stack name may work');
  });

  test('has a remedy that names the other name, how to try it, and the line of code', () => {
    expect(cause?.code).toBe('NoAaaaRecord');
    expect(cause?.remedy).toContain('try --target https://kms.us-west-2.api.aws;');
    expect(cause?.remedy).toContain('a change of the code suffices (AWS_USE_DUALSTACK_ENDPOINT=true)');
  });

  test.each([true, false])('is not said to need IPv4 (own template: %s)', (own) => {
    expect(judged('kms.us-west-2.amazonaws.com', own).advice?.kind).toBe('unproven');
    expect(advice?.explanation).toContain('its dual-stack name may have it');
  });
});

describe.each(['api.github.com', 'kms.us-west-2.api.aws'])('%s, which has no other name,', (host) => {
  test.each([true, false])('needs IPv4 (own template: %s)', (own) => {
    const { cause, withoutNatBecause, advice } = judged(host, own);
    expect(cause?.code).toBe('NoAaaaRecord');
    expect(cause?.remedy).not.toContain('--target');
    expect(withoutNatBecause).not.toContain('dual-stack name');
    expect(advice?.kind).toBe('needs-ipv4');
  });
});
