/**
 * Turns evidence and witnesses into a verdict. A pure function: it opens no socket and asks no clock, and it
 * never takes the absence of an error for success.
 */
import type { CauseCode, Expectation, Outcome, Path, Verdict, Witness } from '../contract.ts';
import type { AttemptEvidence } from '../evidence.ts';
import type { Attempt, Cause, Operation, Target } from '../report-schema.ts';
import type { ProbeTarget } from '../targets/target.ts';
import { readEcho, sourceOf } from '../witness/echo.ts';
import { causeOf } from './causes.ts';
import { classify } from './classify.ts';
import type { Facts } from './facts.ts';
import { isReached, pathOfAttempt } from './path.ts';

export interface TargetEvidence {
  readonly target: Pick<ProbeTarget, 'id' | 'service' | 'expect' | 'echoes'>;
  /** The forced `ipv6` attempt comes first: it alone decides path, outcome and verdict. */
  readonly attempts: readonly [AttemptEvidence, ...AttemptEvidence[]];
}

interface Judgement {
  readonly path: Path;
  readonly outcome: Outcome;
  readonly cause: Cause | null;
}

export function judgeTarget({ target, attempts }: TargetEvidence, facts: Facts): Target {
  const forced = judgeAttempt(target, attempts[0], facts);
  const testimony = forced.cause === null ? askWitness(target, facts) : { witness: null, cause: null };
  const cause = forced.cause ?? testimony.cause;
  return {
    id: target.id,
    service: target.service,
    path: forced.path,
    reached: isReached(forced.path),
    outcome: forced.outcome,
    verdict: verdictOf(cause),
    witness: testimony.witness,
    expect: target.expect,
    asExpected: isAsExpected(target.expect, forced.path),
    cause,
    warnings: warningsOn(forced.path, facts),
    advice: null,
    attempts: attempts.map((attempt) => attemptReport(target, attempt, facts)),
  };
}

/** The first doubt decides: a strange path explains a denial, and a failure explains a missing echo. */
function judgeAttempt(target: TargetEvidence['target'], attempt: AttemptEvidence, facts: Facts): Judgement {
  const path = pathOfAttempt(attempt.operations, facts);
  const failure = failureOf(attempt, facts);
  const outcome = failure?.outcome ?? 'ok';
  const detour = detourOf(path, facts);
  if (detour) return { path, outcome, cause: detour };
  if (failure) return { path, outcome, cause: failure.cause };
  return target.echoes ? judgeEcho(target, attempt, path, facts) : { path, outcome, cause: null };
}

function failureOf(attempt: AttemptEvidence, facts: Facts): { outcome: Outcome; cause: Cause } | null {
  if (attempt.cutOff) return { outcome: 'none', cause: causeOf('CutOff', 'ended by the deadline', facts) };
  const last = attempt.operations.at(-1);
  const observed = last?.error ?? (attempt.failure && { phase: null, ...attempt.failure });
  if (!observed) return null;
  const { code, outcome } = classify({ ...observed, httpStatus: last?.httpStatus ?? null });
  const where = last ? `${last.name} to ${last.host}` : 'before any request';
  return { outcome, cause: causeOf(code, `${where}: ${observed.code}: ${observed.message}`, facts) };
}

const DETOURS: Readonly<Partial<Record<Path, CauseCode>>> = {
  igw: 'InternetGatewayInPath',
  'vpc-endpoint': 'VpcEndpointInPath',
  nat64: 'Nat64InPath',
};

function detourOf(path: Path, facts: Facts): Cause | null {
  const code = DETOURS[path];
  return code ? causeOf(code, `answered over the path ${path}`, facts) : null;
}

/** An echo's answer must be an address (unless the service says by its status that it is unwell), and this VPC's. */
function judgeEcho({ id }: { id: string }, attempt: AttemptEvidence, path: Path, facts: Facts): Judgement {
  const answer = attempt.echo ?? '';
  const { address } = readEcho(id, answer);
  const unwell = attempt.operations.at(-1)?.httpStatus !== 200;
  if (address === null && unwell) return { path, outcome: 'ok', cause: null };
  if (address === null) {
    return { path, outcome: 'error', cause: causeOf('ResponseInvalid', `no address: "${answer}"`, facts) };
  }
  const own = sourceOf({ ...facts, echoes: [{ target: id, address }] });
  const cause = own.insideVpc ? null : causeOf('SourceMismatch', `${id} saw ${address}`, facts);
  return { path, outcome: 'ok', cause };
}

/** Who vouches that the packets left with an address of this VPC. */
function askWitness(
  _target: TargetEvidence['target'],
  facts: Facts,
): { witness: Witness | null; cause: Cause | null } {
  const { address, insideVpc } = sourceOf(facts);
  if (address === null || facts.vpcIpv6CidrBlock === null) {
    return { witness: null, cause: causeOf('NoWitness', 'no echo service named an address', facts) };
  }
  if (!insideVpc)
    return { witness: null, cause: causeOf('SourceMismatch', `the echoes saw ${address}`, facts) };
  return { witness: 'echo', cause: null };
}

const INCONCLUSIVE: ReadonlySet<CauseCode> = new Set(['Throttled', 'NoWitness', 'CutOff']);

function verdictOf(cause: Cause | null): Verdict {
  if (cause === null) return 'pass';
  return INCONCLUSIVE.has(cause.code) ? 'inconclusive' : 'fail';
}

function isAsExpected(expect: Expectation, path: Path): boolean {
  switch (expect) {
    case 'reached':
      return isReached(path);
    case 'not-reached':
      return !isReached(path);
    case 'vpc-endpoint':
      return path === 'vpc-endpoint';
    case 'any':
      return true;
  }
}

function warningsOn(path: Path, facts: Facts): Cause[] {
  if (path !== 'ipv6') return [];
  return [causeOf('RouteDeclared', 'the stack declared the route; nobody looked it up', facts)];
}

function attemptReport(target: TargetEvidence['target'], attempt: AttemptEvidence, facts: Facts): Attempt {
  const { path, outcome, cause } = judgeAttempt(target, attempt, facts);
  return { mode: attempt.mode, path, outcome, cause, operations: attempt.operations.map(operationReport) };
}

function operationReport({ port: _, ...operation }: AttemptEvidence['operations'][number]): Operation {
  return operation;
}
