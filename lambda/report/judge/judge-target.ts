/**
 * Turns evidence and witnesses into a verdict. A pure function: it opens no socket and reads no clock, and it never takes
 * the absence of an error for success.
 */

import { endpointVariablesOf, isBuiltIn } from '../built-in-targets.ts';
import type { AttemptEvidence, TargetEvidence } from '../evidence.ts';
import type { Attempt, Cause, Target } from '../report-schema.ts';
import type { CauseCode, Expectation, Path, Verdict } from '../vocabulary.ts';
import { causeOf } from './causes.ts';
import { decisiveOf } from './decisive.ts';
import { isOthersNetwork, type JudgeFacts } from './facts.ts';
import { failureOf, type JudgedFailure } from './failure.ts';
import { isOwnIpv6, knowsIpv6Blocks } from './own-address.ts';
import { isGoodPath, isReachedIn, pathOfAttempt } from './path.ts';
import { conditionOn, type Judgement, witnessOf } from './witness.ts';

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
    reached: isReachedIn(decisive.path, facts),
    outcome: decisive.outcome,
    verdict: verdictOf(cause),
    witness: witnessing.witness,
    expect: target.expect,
    asExpected: isAsExpected(target.expect, decisive.path, facts),
    cause,
    warnings: [
      ...warningsOnPath(decisive.path, target, facts),
      ...warningsOnApp(decisive.path, reports, facts),
      ...warningsOnEndpoint(target.id, facts),
    ],
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
  if (!code || isGoodPath(path, facts)) return null;
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
  // Without a known block nothing is outside it: the witness is missing then.
  const isStrange = knowsIpv6Blocks(facts) && !isOwnIpv6(address, facts);
  return {
    outcome: 'ok',
    cause: isStrange ? causeOf('SourceMismatch', `${id} saw ${address}`, facts) : null,
  };
}

const INCONCLUSIVE: ReadonlySet<CauseCode> = new Set(['Throttled', 'NoWitness', 'CutOff', 'UnknownToLab']);

function verdictOf(cause: Cause | null): Verdict {
  if (cause === null) return 'pass';
  return INCONCLUSIVE.has(cause.code) ? 'inconclusive' : 'fail';
}

/** Whether a path is what was expected of the target. */
function isAsExpected(expect: Expectation, path: Path, facts: JudgeFacts): boolean {
  switch (expect) {
    case 'reached':
      return isReachedIn(path, facts);
    case 'not-reached':
      return !isReachedIn(path, facts);
    case 'vpc-endpoint':
      return path === 'vpc-endpoint';
    case 'any':
      return true;
  }
}

/** The network works, and an app would fail all the same: Node turned to IPv4 before IPv6 could answer. */
function warningsOnApp(path: Path, attempts: readonly Attempt[], facts: JudgeFacts): Cause[] {
  const natural = attempts.find(({ mode }) => mode === 'natural');
  const isGood = (each: Path) => isGoodPath(each, facts);
  if (!natural || !isGood(path) || isGood(natural.path) || natural.cause?.code === 'CutOff') return [];
  const message = `it answers where IPv6 is forced, and not where the runtime chooses: ${natural.cause?.message ?? natural.path}`;
  return [causeOf('AppWouldFail', message, facts)];
}

function warningsOnPath(path: Path, { id }: { id: string }, facts: JudgeFacts): Cause[] {
  if (path === 'igw' && isOthersNetwork(facts)) return [causeOf('InternetGatewayInPath', LETS_IN, facts)];
  if (path !== 'ipv6') return [];
  const message = facts.route.routes === null ? routeUnseen(id) : (unreadIn(facts) ?? NEITHER_GATEWAY);
  return [causeOf('RouteDeclared', message, facts)];
}

/** A client of the user's would go where the variable says; the probe's own calls AWS. */
function warningsOnEndpoint(id: string, facts: JudgeFacts): Cause[] {
  const given = facts.endpointVariables ?? [];
  const named = isBuiltIn(id) ? endpointVariablesOf(id).filter((name) => given.includes(name)) : [];
  if (named.length === 0) return [];
  const message = `${named.join(' and ')} is set in the function's environment, and the probe ignored it`;
  return [causeOf('EndpointUrlIgnored', message, facts)];
}

/** A user's target may not lead into other networks, which only the routes name. */
function routeUnseen(id: string): string {
  const message = 'the stack declared the route, which was not looked up';
  return isBuiltIn(id)
    ? message
    : `${message}: so only the VPC's own blocks were refused to this target, not other networks`;
}

function unreadIn({ route: { routes } }: JudgeFacts): string | null {
  const lists = (routes ?? []).flatMap(({ unread, gateway }) => (unread ? [`${unread} to ${gateway}`] : []));
  if (lists.length === 0) return null;
  return `the route table also sends prefix lists elsewhere that were not read, and may hold its address: ${lists.join(', ')}`;
}

const LETS_IN = 'it is reached over an internet gateway, which also lets connections in';

const NEITHER_GATEWAY = 'the route leads to neither an egress-only nor an ordinary internet gateway';

function attemptReport({ evidence, path, outcome, cause }: Judgement): Attempt {
  const { mode, operations, failure, echo, cutOff } = evidence;
  return { mode, path, outcome, cause, operations: [...operations], failure, echo, cutOff };
}
