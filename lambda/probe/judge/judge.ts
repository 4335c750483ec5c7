/**
 * Turns evidence and witnesses into a verdict. A pure function: it opens no socket and asks no clock, and it
 * never takes the absence of an error for success.
 */
import type { CauseCode, Expectation, Outcome, Path, Verdict, Witness } from '../contract.ts';
import type { AttemptEvidence } from '../evidence.ts';
import { isInside } from '../net/address.ts';
import type { Attempt, Cause, Target } from '../report-schema.ts';
import type { ProbeTarget } from '../targets/target.ts';
import { readEcho, sourceOf } from '../witness/echo.ts';
import { causeOf } from './causes.ts';
import type { Facts } from './facts.ts';
import { failureOf } from './failure.ts';
import { gatewayTo, isReached, pathOfAttempt } from './path.ts';

export interface TargetEvidence {
  readonly target: Pick<ProbeTarget, 'id' | 'service' | 'expect' | 'echoes' | 'conditioned'>;
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
  const testimony =
    forced.cause === null ? askWitness(target, attempts[0], facts) : { witness: null, cause: null };
  const cause = forced.cause ?? testimony.cause;
  const reports = attempts.map((attempt) => attemptReport(target, attempt, facts));
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
    warnings: [...warningsOnPath(forced.path, facts), ...warningsOnApp(forced.path, reports, facts)],
    advice: null,
    attempts: reports,
  };
}

/** The first doubt decides: a strange path explains a denial, and a failure explains a missing echo. */
function judgeAttempt(target: TargetEvidence['target'], attempt: AttemptEvidence, facts: Facts): Judgement {
  const path = pathOfAttempt(attempt.operations, facts);
  const failure = failureOf(attempt, target.conditioned && facts.iamWitness, facts);
  const outcome = failure?.outcome ?? 'ok';
  const detour = causeOfDetour(path, facts);
  if (detour) return { path, outcome, cause: detour };
  if (failure) return { path, outcome, cause: failure.cause };
  return target.echoes ? judgeEcho(target, attempt, path, facts) : { path, outcome, cause: null };
}

const DETOURS: Readonly<Partial<Record<Path, CauseCode>>> = {
  igw: 'InternetGatewayInPath',
  'vpc-endpoint': 'VpcEndpointInPath',
  nat64: 'Nat64InPath',
};

/** Why a path is not over the EIGW; null where it may be. */
export function causeOfDetour(path: Path, facts: Facts): Cause | null {
  const code = DETOURS[path];
  return code ? causeOf(code, `answered over the path ${path}`, facts) : null;
}

/** An echo's answer must be an address (unless the service says by its status that it is unwell), and this VPC's. */
function judgeEcho({ id }: { id: string }, attempt: AttemptEvidence, path: Path, facts: Facts): Judgement {
  const answer = attempt.echo ?? '';
  const { address } = readEcho(id, answer, null);
  const unwell = attempt.operations.at(-1)?.httpStatus !== 200;
  if (address === null && unwell) return { path, outcome: 'ok', cause: null };
  if (address === null) {
    return { path, outcome: 'error', cause: causeOf('ResponseInvalid', `no address: "${answer}"`, facts) };
  }
  const own = isInside(address, facts.vpcIpv6CidrBlock);
  const cause = own ? null : causeOf('SourceMismatch', `${id} saw ${address}`, facts);
  return { path, outcome: 'ok', cause };
}

interface Testimony {
  readonly witness: Witness | null;
  readonly cause: Cause | null;
}

/** Who vouches that the packets left with an address of this VPC: IAM by its condition, else an echo. */
function askWitness(
  { conditioned }: TargetEvidence['target'],
  attempt: AttemptEvidence,
  facts: Facts,
): Testimony {
  if (conditioned && facts.iamWitness) return { witness: 'iam', cause: null };
  const route = gatewayTo(attempt.operations.at(-1)?.remoteAddress ?? '', facts.route);
  const echoes = facts.echoes.filter(
    ({ remoteAddress }) => gatewayTo(remoteAddress ?? '', facts.route) === route,
  );
  const { address, insideVpc } = sourceOf({ ...facts, echoes });
  if (address === null || facts.vpcIpv6CidrBlock === null) {
    const message =
      facts.echoes.length > echoes.length
        ? 'the echoes lie behind another route'
        : 'no echo service named an address';
    return { witness: null, cause: causeOf('NoWitness', message, facts) };
  }
  if (insideVpc) return { witness: 'echo', cause: null };
  return { witness: null, cause: causeOf('SourceMismatch', `the echoes saw ${address}`, facts) };
}

const INCONCLUSIVE: ReadonlySet<CauseCode> = new Set(['Throttled', 'NoWitness', 'CutOff']);

function verdictOf(cause: Cause | null): Verdict {
  if (cause === null) return 'pass';
  return INCONCLUSIVE.has(cause.code) ? 'inconclusive' : 'fail';
}

/** Whether a path is what was expected of the target. */
export function isAsExpected(expect: Expectation, path: Path): boolean {
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

/** The network works and an app would not notice: Node turned to IPv4 before IPv6 could answer. */
function warningsOnApp(path: Path, attempts: readonly Attempt[], facts: Facts): Cause[] {
  const natural = attempts.find(({ mode }) => mode === 'natural');
  if (!natural || !isReached(path) || isReached(natural.path) || natural.cause?.code === 'CutOff') return [];
  const message = `over IPv6 alone it answers, by the runtime's own choice it does not: ${natural.cause?.message ?? natural.path}`;
  return [causeOf('AppWouldFail', message, facts)];
}

function warningsOnPath(path: Path, facts: Facts): Cause[] {
  if (path !== 'ipv6') return [];
  return [causeOf('RouteDeclared', 'the stack declared the route; nobody looked it up', facts)];
}

function attemptReport(target: TargetEvidence['target'], attempt: AttemptEvidence, facts: Facts): Attempt {
  const { path, outcome, cause } = judgeAttempt(target, attempt, facts);
  return { mode: attempt.mode, path, outcome, cause, operations: [...attempt.operations] };
}
