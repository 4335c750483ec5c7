/** The advice: taken from what the modes showed, and from nothing else. */
import { describe, expect, test } from 'vitest';
import type { AttemptEvidence, OperationEvidence } from '../../../lambda/report/evidence.ts';
import { withAdvice } from '../../../lambda/report/judge/advice.ts';
import { judgeTarget } from '../../../lambda/report/judge/judge-target.ts';
import type { Control, Target } from '../../../lambda/report/report-schema.ts';
import type { Mode } from '../../../lambda/report/vocabulary.ts';
import { control, failing } from '../../report/run-builder.ts';
import { attempt, evidence, facts, operation, unconnected } from './evidence-builder.ts';

const hangs = unconnected({ error: { phase: 'connect', code: 'ETIMEDOUT', message: '' } });
const overIpv4 = operation({ family: 'IPv4', remoteAddress: '198.18.0.1' });
const denied = operation({ httpStatus: 403, error: { phase: 'request', code: 'AccessDenied', message: '' } });

const inMode = (mode: Mode, one: OperationEvidence): AttemptEvidence => attempt({ mode, operations: [one] });

function target(id: string, ...further: AttemptEvidence[]): Target {
  const { target: about, attempts } = evidence();
  return { ...judgeTarget({ target: about, attempts: [attempts[0], ...further] }, facts()), id };
}

function adviceOn(target_: Target, others: Target[] = [], controls: Control[] = []) {
  const [first] = withAdvice([target_, ...others], controls, () => true, facts());
  return first?.advice;
}

describe('a target that existing code reaches', () => {
  test('over IPv6 needs nothing', () => {
    const ok = operation();
    expect(adviceOn(target('s3', inMode('natural', ok), inMode('unchanged', ok)))).toMatchObject({
      kind: 'none',
      line: null,
    });
  });

  test('over IPv6 and is denied needs no change for the network', () => {
    expect(adviceOn(target('s3', inMode('natural', denied), inMode('unchanged', denied)))?.kind).toBe('none');
  });

  test('through a VPC endpoint that was not expected proves nothing about the EIGW', () => {
    const own = operation({ remoteAddress: '2001:db8:1234:1a01::9' });
    const { target: about } = evidence();
    const attempts = [attempt({ operations: [own] }), inMode('unchanged', own)] as const;
    expect(adviceOn(judgeTarget({ target: about, attempts }, facts()))?.kind).toBe('unproven');
  });

  test('only over IPv4 does not count as reached', () => {
    const advice = adviceOn(target('s3', inMode('natural', operation()), inMode('unchanged', overIpv4)));
    expect(advice?.kind).toBe('environment');
  });
});

describe('a target that needs the dual-stack endpoint', () => {
  const s3 = target('s3', inMode('natural', operation()), inMode('unchanged', hangs));

  test('gets one variable for all clients', () => {
    expect(adviceOn(s3)).toMatchObject({ kind: 'environment', line: 'AWS_USE_DUALSTACK_ENDPOINT=true' });
  });

  test.each(['ENOTFOUND', 'ENODATA'])(
    'gets a flag of its own where the variable breaks another client (%s)',
    (code) => {
      const operations = [unconnected({ error: { phase: 'resolve', code, message: '' } })];
      const bedrock = { ...judgeTarget(evidence({ operations }), facts()), id: 'bedrock-runtime' };
      const advice = adviceOn(s3, [bedrock]);
      expect(advice).toMatchObject({ kind: 'client-flag', line: 'useDualstackEndpoint: true' });
      expect(advice?.explanation).toContain('would break bedrock-runtime');
    },
  );
});

describe('a target that is reached only where IPv6 is forced', () => {
  test('needs a longer time-out in Node, with a warning', () => {
    const one = target('s3', inMode('natural', hangs), inMode('unchanged', hangs));
    expect(one.warnings.map(({ code }) => code)).toContain('AppWouldFail');
    expect(adviceOn(one)).toMatchObject({
      kind: 'node-option',
      line: expect.stringContaining('NODE_OPTIONS='),
    });
  });
});

describe('the advice is unproven', () => {
  const s3 = target('s3', inMode('natural', operation()), inMode('unchanged', hangs));

  test('while IPv4 has a way out', () => {
    expect(adviceOn(s3, [], [control({ succeeded: true })])?.kind).toBe('unproven');
  });

  test('for a target that was not reached for another reason than its name', () => {
    expect(adviceOn(failing('s3'))?.kind).toBe('unproven');
  });

  test('for a target that there was no time to try', () => {
    expect(adviceOn(target('s3'))?.kind).toBe('unproven');
    const cut = attempt({ mode: 'natural', operations: [hangs], cutOff: true });
    const one = target('s3', cut);
    expect(one.warnings.map(({ code }) => code)).not.toContain('AppWouldFail');
    expect(adviceOn(one)?.kind).toBe('unproven');
  });
});

test('a name without IPv6 needs IPv4, whatever the code does', () => {
  expect(adviceOn(failing('s3', 'ETIMEDOUT'))?.kind).toBe('unproven');
  const operations = [unconnected({ error: { phase: 'resolve', code: 'ENODATA', message: '' } })];
  expect(adviceOn(judgeTarget(evidence({ operations }), facts()))?.kind).toBe('needs-ipv4');
});
