/**
 * Turns evidence and witnesses into a verdict. A pure function: it opens no socket and reads no clock, and it never takes
 * the absence of an error for success.
 */

import { isInside } from '../addresses.ts';
import type { AttemptEvidence, TargetEvidence } from '../evidence.ts';
import type { Attempt, Cause, Target } from '../report-schema.ts';
import type { CauseCode, Expectation, Outcome, Path, Verdict, Witness } from '../vocabulary.ts';
import { causeOf } from './causes.ts';
import { decisiveOf } from './decisive.ts';
import type { JudgeFacts } from './facts.ts';
import { failureOf, type GrantCondition, type JudgedFailure } from './failure.ts';
import { gatewayTo, isReached, pathOfAttempt } from './path.ts';
import { sourceOf } from './source.ts';

interface Judgement {
  readonly evidence: AttemptEvidence;
  readonly path: Path;
  readonly outcome: Outcome;
  readonly cause: Cause | null;
}

export function judgeTarget({ target, attempts }: TargetEvidence, facts: JudgeFacts): Target {
  const [forced, ...further] = attempts;
  const judged = [
    judgeAttempt(target, forced, facts),
    ...further.map((attempt) => judgeAttempt(target, attempt, facts)),
  ] as const;
  const decisive = decisiveOf(target.expect, judged);
  const witnessing = witnessOf(target, decisive, facts);
  const cause = decisive.cause ?? witnessing.cause;
  const [first, ...others] = judged;
  const reports: Target['attempts'] = [attemptReport(first), ...others.map(attemptReport)];
  return {
    id: target.id,
    service: target.service,
    path: decisive.path,
    reached: isReached(decisive.path),
    outcome: decisive.outcome,
    verdict: verdictOf(cause),
    witness: witnessing.witness,
    expect: target.expect,
    asExpected: isAsExpected(target.expect, decisive.path),
    cause,
    warnings: [...warningsOnPath(decisive.path, facts), ...warningsOnApp(decisive.path, reports, facts)],
    advice: null,
    attempts: reports,
  };
}

/** The first doubt decides: a strange path explains a denial, and a failure explains a missing echo. */
function judgeAttempt(
  target: TargetEvidence['target'],
  evidence: AttemptEvidence,
  facts: JudgeFacts,
): Judgement {
  const failure = failureOf(evidence, conditionOn(target, facts), facts);
  const path = pathOf(target, evidence, failure, facts);
  const outcome = failure?.outcome ?? 'ok';
  const detour = causeOfDetour(path, facts, target.expect);
  // An expected path does not explain a failure.
  const doubts = target.expect === path ? [failure?.cause, detour] : [detour, failure?.cause];
  const cause = doubts.find((doubt) => doubt) ?? null;
  return target.echoes && cause === null
    ? { evidence, path, ...judgeEcho(target, evidence, facts) }
    : { evidence, path, outcome, cause };
}

/** What the grant that a target needs depends on: the VPC's addresses, or the endpoint that it is expected to take. */
function conditionOn(
  { conditioned, expect }: TargetEvidence['target'],
  { iamWitness }: JudgeFacts,
): GrantCondition | null {
  if (!conditioned || !iamWitness) return null;
  if (expect === 'vpc-endpoint') return 'vpc-endpoint';
  return conditioned === true ? 'source-address' : null;
}

/** Where the routes are unknown, IAM shows what came through the endpoint: it allowed nothing else. */
function pathOf(
  target: TargetEvidence['target'],
  { operations }: AttemptEvidence,
  failure: JudgedFailure | null,
  facts: JudgeFacts,
): Path {
  const path = pathOfAttempt(operations, facts);
  const isVouched = conditionOn(target, facts) === 'vpc-endpoint' && failure === null;
  const isOpen = facts.route.routes === null && (path === 'ipv6' || path === 'ipv4');
  return isVouched && isOpen ? 'vpc-endpoint' : path;
}

const DETOURS: Readonly<Partial<Record<Path, CauseCode>>> = {
  igw: 'InternetGatewayInPath',
  'vpc-endpoint': 'VpcEndpointInPath',
  nat64: 'Nat64InPath',
};

/** Why a path does not lead over the egress-only gateway; null where it may. */
export function causeOfDetour(path: Path, facts: JudgeFacts, expect: Expectation): Cause | null {
  const code = DETOURS[path];
  if (!code) return null;
  const cause = causeOf(code, `answered over the path ${path}`, facts);
  return expect === path ? { ...cause, remedy: AS_EXPECTED } : cause;
}

const AS_EXPECTED =
  'nothing to do: a VPC endpoint was expected to carry it, and did; that shows nothing about the egress-only internet gateway';

/** An echo must answer with an address of this VPC, unless its status shows that the service has failed. */
function judgeEcho(
  { id }: { id: string },
  attempt: AttemptEvidence,
  facts: JudgeFacts,
): Pick<Judgement, 'outcome' | 'cause'> {
  const { address = null, text = '' } = attempt.echo ?? {};
  const hasFailed = attempt.operations.at(-1)?.httpStatus !== 200;
  if (address === null && hasFailed) return { outcome: 'ok', cause: null };
  if (address === null) {
    return { outcome: 'error', cause: causeOf('ResponseInvalid', `no address: "${text}"`, facts) };
  }
  const own = isInside(address, facts.vpcIpv6CidrBlock);
  const cause = own ? null : causeOf('SourceMismatch', `${id} saw ${address}`, facts);
  return { outcome: 'ok', cause };
}

interface Witnessing {
  readonly witness: Witness | null;
  readonly cause: Cause | null;
}

/** What vouches for the path: IAM for an expected VPC endpoint; IAM or an echo for the VPC's addresses. */
function witnessOf(target: TargetEvidence['target'], decisive: Judgement, facts: JudgeFacts): Witnessing {
  const { evidence, path, outcome, cause } = decisive;
  const condition = conditionOn(target, facts);
  if (path === condition && outcome === 'ok') return { witness: 'iam', cause: null };
  if (cause !== null) return { witness: null, cause: null };
  if (condition === null) {
    const routesUnknown = target.expect === 'vpc-endpoint' && facts.route.routes === null;
    return routesUnknown
      ? { witness: null, cause: causeOf('NoWitness', ROUTES_UNKNOWN, facts) }
      : askEchoes(evidence, facts);
  }
  if (condition === 'source-address') return { witness: 'iam', cause: null };
  return { witness: null, cause: causeOf('SourceMismatch', `${CONTRADICTION} ${path}`, facts) };
}

/** An echo vouches for what leaves by the same route, and here the route is unknown. */
const ROUTES_UNKNOWN =
  'a VPC endpoint was expected to carry it, and the routes, which show whether it did, are unknown';
const CONTRADICTION =
  'IAM allowed it as if the VPC endpoint had carried it, but by its addresses the path is';

function askEchoes(attempt: AttemptEvidence, facts: JudgeFacts): Witnessing {
  const route = gatewayTo(attempt.operations.at(-1)?.remoteAddress ?? '', facts.route);
  const echoes = facts.echoes.filter(
    ({ remoteAddress }) => gatewayTo(remoteAddress ?? '', facts.route) === route,
  );
  const { address, insideVpc } = sourceOf({ ...facts, echoes });
  if (address === null || facts.vpcIpv6CidrBlock === null) {
    const message =
      facts.echoes.length > echoes.length
        ? 'the echo services are behind another route'
        : 'no echo service named an address';
    return { witness: null, cause: causeOf('NoWitness', message, facts) };
  }
  if (insideVpc) return { witness: 'echo', cause: null };
  return { witness: null, cause: causeOf('SourceMismatch', `the echo services saw ${address}`, facts) };
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

/** The network works, and an app would fail all the same: Node turned to IPv4 before IPv6 could answer. */
function warningsOnApp(path: Path, attempts: readonly Attempt[], facts: JudgeFacts): Cause[] {
  const natural = attempts.find(({ mode }) => mode === 'natural');
  if (!natural || !isReached(path) || isReached(natural.path) || natural.cause?.code === 'CutOff') return [];
  const message = `it answers where IPv6 is forced, and not where the runtime chooses: ${natural.cause?.message ?? natural.path}`;
  return [causeOf('AppWouldFail', message, facts)];
}

function warningsOnPath(path: Path, facts: JudgeFacts): Cause[] {
  if (path !== 'ipv6') return [];
  const message =
    facts.route.routes === null
      ? 'the stack declared the route, which was not looked up'
      : 'the route leads to neither an egress-only nor an ordinary internet gateway';
  return [causeOf('RouteDeclared', message, facts)];
}

function attemptReport({ evidence, path, outcome, cause }: Judgement): Attempt {
  const { mode, operations, failure, echo, cutOff } = evidence;
  return { mode, path, outcome, cause, operations: [...operations], failure, echo, cutOff };
}
