/** What a control's answer shows: a way out of the VPC, an expected endpoint, or nothing. */
import { describe, expect, test } from 'vitest';
import { isAnsweredByEndpoint, isWayOut, judgeControl } from '../../../lambda/report/judge/judge-control.ts';
import { judgeRun } from '../../../lambda/report/judge/judge-run.ts';
import type { Cause, Control } from '../../../lambda/report/report-schema.ts';
import type { Mode } from '../../../lambda/report/vocabulary.ts';
import { passing } from '../../report/run-builder.ts';
import { attempt, evidence, facts, iamControl, ipv4Control, operation } from './evidence-builder.ts';
import { DECLARED, observed, routeTable, runFacts } from './judged-run.ts';

const cause = (code: Cause['code']): Cause => ({ code, message: '', remedy: '' });
const ENDPOINT = cause('VpcEndpointInPath');
const PATH = cause('Ipv4PathExists');

describe('a judged control', () => {
  const judged = (changes: Partial<Control>): Control => ({
    ...judgeControl(ipv4Control(), [], facts()),
    ...changes,
  });

  test.each<[name: string, changes: Partial<Control>, wayOut: boolean, byEndpoint: boolean]>([
    ['silent', { succeeded: false }, false, false],
    ['answered by any host', { succeeded: true, asExpected: false, cause: PATH }, true, false],
    ['answered without a cause', { succeeded: true, asExpected: true, cause: null }, true, false],
    ['answered by an expected endpoint', { succeeded: true, asExpected: true, cause: ENDPOINT }, false, true],
    [
      'answered by an unexpected endpoint',
      { succeeded: true, asExpected: false, cause: ENDPOINT },
      false,
      false,
    ],
    ['silent beside an endpoint', { succeeded: false, asExpected: true, cause: ENDPOINT }, false, false],
    ['of IAM, read', { kind: 'iam', succeeded: true, asExpected: false, cause: PATH }, false, false],
  ])('that is %s', (_, changes, wayOut, byEndpoint) => {
    expect(isWayOut(judged(changes))).toBe(wayOut);
    expect(isAnsweredByEndpoint(judged(changes))).toBe(byEndpoint);
  });
});

describe('an IPv4 control', () => {
  const reached = passing('s3');
  const unreached = { ...passing('s3'), path: 'none' as const };

  test.each([
    ['silent to its end, beside a target over IPv6', { cutOff: false }, [reached], true],
    ['silent until the deadline', { cutOff: true }, [reached], false],
    ['answered before the deadline', { cutOff: true, answeredBy: '198.18.0.7' }, [reached], true],
    ['silent, where nothing was reached', { cutOff: false }, [unreached], false],
    ['silent, where some other target was', { cutOff: false }, [unreached, passing('sts')], true],
    ['silent without a target', { cutOff: false }, [], false],
  ])('%s', (_, changes, targets, meaningful) => {
    for (const each of [targets, targets.toReversed()])
      expect(judgeControl(ipv4Control({ id: 's3', ...changes }), each, facts()).meaningful).toBe(meaningful);
  });

  test('that answered was sent, whatever its other tries ended in', () => {
    const control = ipv4Control({ answeredBy: '198.18.0.7', codes: ['ENETUNREACH'] });
    expect(judgeControl(control, [reached], facts()).unsent).toBe(false);
  });

  test('of a host that is not a target is judged by the route', () => {
    const route = routeTable({ '::/0': 'eigw-1', '198.18.0.0/24': 'vpce-1' });
    for (const [answeredBy, code] of [
      ['198.18.0.7', 'VpcEndpointInPath'],
      ['203.0.113.9', 'Ipv4PathExists'],
    ] as const) {
      const control = judgeControl(ipv4Control({ id: 'a-host', answeredBy }), [reached], facts({ route }));
      expect(control).toMatchObject({ asExpected: false, cause: { code } });
    }
  });

  test('of such a host is a way out where the routes are unknown', () => {
    const known = facts({ route: DECLARED });
    const throughEndpoint = { ...reached, path: 'vpc-endpoint' as const };
    const control = judgeControl(
      ipv4Control({ id: 'a-host', answeredBy: '198.18.0.7' }),
      [throughEndpoint],
      known,
    );
    expect(control.cause?.code).toBe('Ipv4PathExists');
  });
});

test("IAM's control is never unsent", () => {
  const failed = operation({ error: { phase: 'connect', code: 'ENETUNREACH', message: '' } });
  const control = judgeControl(iamControl(attempt({ operations: [failed] })), [passing('dynamodb')], facts());
  expect(control).toMatchObject({ unsent: false, asExpected: true, meaningful: false });
});

test('an SDK client gets a flag, and another one of the same run none', () => {
  const modes = (mode: Mode) => attempt({ mode });
  const silent = attempt({ mode: 'unchanged', operations: [] });
  const tried = (id: string, sdk: boolean) => ({
    target: { ...evidence().target, id, sdk },
    attempts: [modes('ipv6'), modes('natural'), silent] as const,
  });
  for (const targets of [
    [tried('client', true), tried('url', false)],
    [tried('url', false), tried('client', true)],
  ]) {
    const advised = judgeRun(observed({ targets }), runFacts()).targets;
    const kindOf = (id: string) => advised.find((target) => target.id === id)?.advice?.kind;
    expect([kindOf('client'), kindOf('url')]).toEqual(['environment', 'none']);
  }
});
