/**
 * The advice: the smallest change to a user's code that makes it reach a target over IPv6. It is taken from an attempt
 * that did just that, never from what ought to work. Pure.
 */

import type { Advice, Attempt, Control, Target } from '../report-schema.ts';
import type { AdviceKind } from '../vocabulary.ts';
import { isOthersNetwork, type JudgeFacts } from './facts.ts';
import { isWayOut } from './judge-control.ts';
import { isWrongName } from './no-such-host.ts';
import { otherNameOf } from './other-name.ts';
import { isGoodPath } from './path.ts';

/** Adds the advice to each target of a run. */
export function withAdvice(
  targets: readonly Target[],
  controls: readonly Control[],
  isSdk: (id: string) => boolean,
  known: JudgeFacts,
): Target[] {
  const ipv4Answers = controls.some(isWayOut);
  const withoutDualStack = targets
    .filter((target) => isSdk(target.id) && hasNoIpv6(attemptIn('ipv6', target) ?? target))
    .map(({ id }) => id);
  return targets.map((target) => ({
    ...target,
    advice: adviceFor(target, { sdk: isSdk(target.id), ipv4Answers, withoutDualStack, known }),
  }));
}

interface AdviceFacts {
  /** Whether AWS's SDK calls the target. */
  readonly sdk: boolean;
  /** Whether a control answered over IPv4: what works may then work for that reason. */
  readonly ipv4Answers: boolean;
  /** The targets that have no dual-stack endpoint, which one setting for all clients would break. */
  readonly withoutDualStack: readonly string[];
  readonly known: JudgeFacts;
}

/** Longer than a handshake over any distance, and still short enough to wait for. */
const NODE_OPTION = 'NODE_OPTIONS=--network-family-autoselection-attempt-timeout=2000';
const FLAG = 'useDualstackEndpoint: true';
const VARIABLE = 'AWS_USE_DUALSTACK_ENDPOINT=true';

/** Whether the name has no IPv6 address: no change to the code can reach it then. */
export function hasNoIpv6({ cause }: Pick<Target, 'cause'>): boolean {
  return cause?.code === 'NoSuchHost' || cause?.code === 'NoAaaaRecord';
}

function adviceFor(target: Target, facts: AdviceFacts): Advice {
  if (isOthersNetwork(facts.known)) return adviceInOthersNetwork(target, facts);
  if (facts.ipv4Answers) {
    return advice(
      'unproven',
      null,
      'IPv4 has a way out, so what works may work over IPv4: remove that way out first',
    );
  }
  if (target.expect === 'vpc-endpoint' && target.path === 'vpc-endpoint')
    return adviceForEndpointUser(target, facts);
  if (!target.reached) return adviceForUnreached(target, facts);
  const natural = attemptIn('natural', target);
  if (natural === undefined || natural.cause?.code === 'CutOff') {
    return advice('unproven', null, 'there was no time left to try it as your code would');
  }
  const isAsItIs = worksIn('unchanged', target, facts) || (!facts.sdk && worksIn('natural', target, facts));
  return isAsItIs ? advice('none', null, 'it is reached over IPv6 as it is') : adviceForChange(target, facts);
}

function adviceForChange(target: Target, facts: AdviceFacts): Advice {
  return facts.sdk && worksIn('natural', target, facts)
    ? adviceForEndpoint(facts)
    : advice('node-option', NODE_OPTION, nodeOptionExplanation(facts));
}

/** What a NAT gateway carries beside it proves nothing against a way that an attempt was seen to take. */
function adviceInOthersNetwork(target: Target, facts: AdviceFacts): Advice {
  const { withoutNat, withoutNatBecause: why = '' } = target;
  switch (withoutNat) {
    case 'works':
      return advice('none', null, why);
    case 'works-with-change':
      return adviceForChange(target, facts);
    case 'breaks':
      return hasNoIpv6(target) || target.path === 'nat64'
        ? adviceForUnreached(target, facts)
        : advice('unproven', null, 'the network needs a change first: see the cause above');
    default:
      return advice('unproven', null, why);
  }
}

function adviceForUnreached(target: Pick<Target, 'cause' | 'attempts'>, { known }: AdviceFacts): Advice {
  if (target.cause?.code === 'UnknownToLab')
    return advice('unproven', null, 'the lab does not know it, so what it needs is unknown');
  if (isWrongName(target)) return advice('unproven', null, 'there is no such name: check the spelling');
  if (otherNameOf(target, known) !== null)
    return advice(
      'unproven',
      null,
      'this name has no IPv6; its dual-stack name may have it: see the fix above',
    );
  return hasNoIpv6(target) || target.cause?.code === 'Nat64InPath'
    ? advice(
        'needs-ipv4',
        null,
        'it has no IPv6: keep it reachable through an endpoint, NAT64 or a NAT gateway',
      )
    : advice('unproven', null, 'not reached: fix the cause above first');
}

/** Private DNS points the default name at an endpoint; the dual-stack name may lead past it. */
function adviceForEndpointUser(target: Pick<Target, 'attempts'>, { sdk }: AdviceFacts): Advice {
  return attemptIn(sdk ? 'unchanged' : 'natural', target)?.path === 'vpc-endpoint'
    ? advice('none', null, 'a VPC endpoint carries it as it is')
    : advice('client-flag', FLAG, 'a VPC endpoint carries it only by its dual-stack name');
}

/** One variable is the smaller change, unless it takes the endpoint from another client of the run. */
function adviceForEndpoint({ withoutDualStack }: AdviceFacts): Advice {
  if (withoutDualStack.length === 0) {
    return advice('environment', VARIABLE, `set it for all clients, or pass ${FLAG} to this one`);
  }
  const broken = withoutDualStack.join(', ');
  return advice(
    'client-flag',
    FLAG,
    `pass it to this client; ${VARIABLE}, which holds for all clients, would break ${broken}`,
  );
}

function nodeOptionExplanation({ sdk }: AdviceFacts): string {
  const why = 'Node waits 250 ms for each address and then tries IPv4, which never answers here';
  return sdk ? `${why}; the client also needs ${FLAG}` : why;
}

/** It works if it answered over IPv6; a denial is an answer too. */
function worksIn(
  mode: Attempt['mode'],
  target: Pick<Target, 'attempts'>,
  { known }: Pick<AdviceFacts, 'known'>,
): boolean {
  const attempt = attemptIn(mode, target);
  return attempt !== undefined && isGoodPath(attempt.path, known);
}

function attemptIn(mode: Attempt['mode'], { attempts }: Pick<Target, 'attempts'>): Attempt | undefined {
  return attempts.find((attempt) => attempt.mode === mode);
}

function advice(kind: AdviceKind, line: string | null, explanation: string): Advice {
  return { kind, line, explanation };
}
