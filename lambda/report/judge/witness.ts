/** What vouches for a target's path: IAM or an echo for the VPC's addresses, IAM for an expected VPC endpoint. Pure. */
import type { AttemptEvidence, TargetEvidence } from '../evidence.ts';
import type { Cause } from '../report-schema.ts';
import type { Outcome, Path, Witness } from '../vocabulary.ts';
import type { Echo } from '../witnesses.ts';
import { causeOf } from './causes.ts';
import { isOthersNetwork, type JudgeFacts } from './facts.ts';
import type { GrantCondition } from './failure.ts';
import { impossibleIpv6Blocks, knowsIpv6Blocks } from './own-address.ts';
import { gatewayTo, isGoodPath, leavesOverIpv6, pathOfAttempt } from './path.ts';
import { weighEchoes } from './source.ts';

/** An attempt, judged by itself. */
export interface Judgement {
  readonly evidence: AttemptEvidence;
  readonly path: Path;
  readonly outcome: Outcome;
  readonly cause: Cause | null;
}

interface Witnessing {
  readonly witness: Witness | null;
  readonly cause: Cause | null;
}

/** What the grant that a target needs depends on: the VPC's addresses, or the endpoint that it is expected to take. */
export function conditionOn(
  { conditioned, expect }: TargetEvidence['target'],
  { iamWitness }: JudgeFacts,
): GrantCondition | null {
  if (!conditioned || !iamWitness) return null;
  if (expect === 'vpc-endpoint') return 'vpc-endpoint';
  return conditioned === true ? 'source-address' : null;
}

/** A cause where nothing vouches and nothing else is wrong: without a witness there is no pass. */
export function witnessOf(
  target: TargetEvidence['target'],
  decisive: Judgement,
  facts: JudgeFacts,
): Witnessing {
  const { evidence, path, outcome, cause } = decisive;
  const condition = conditionOn(target, facts);
  if (path === condition && outcome === 'ok') return { witness: 'iam', cause: null };
  if (cause !== null) return { witness: null, cause: null };
  if (condition === 'vpc-endpoint')
    return doubt(causeOf('SourceMismatch', `${CONTRADICTION} ${path}`, facts));
  // An endpoint of another project's proves only that its route or its own address was used.
  if (path === 'vpc-endpoint' && isOthersNetwork(facts)) return { witness: null, cause: null };
  if (!isGoodPath(path, facts)) return doubt(causeOfMissingPath(path, facts));
  if (condition === 'source-address' && impossibleIpv6Blocks(facts).length === 0)
    return { witness: 'iam', cause: null };
  if (target.expect === 'vpc-endpoint' && facts.route.routes === null)
    return doubt(causeOf('NoWitness', ROUTES_UNKNOWN, facts));
  return askEchoes(evidence, facts);
}

function doubt(cause: Cause): Witnessing {
  return { witness: null, cause };
}

const CONTRADICTION =
  'IAM allowed it as if the VPC endpoint had carried it, but by its addresses the path is';

/** An echo vouches for what leaves by the same route, and here the route is unknown. */
const ROUTES_UNKNOWN =
  'a VPC endpoint was expected to carry it, and the routes, which show whether it did, are unknown';

/** The attempt reports no error, but was not seen to leave over IPv6: that is not a success. */
function causeOfMissingPath(path: Path, facts: JudgeFacts): Cause {
  if (path === 'ipv4') return causeOf('Ipv4PathExists', 'it was answered over IPv4', facts);
  const cause = causeOf('NoWitness', 'it ended without an error and without a connection', facts);
  return { ...cause, remedy: 'run the probe again: no connection was seen that could have carried it' };
}

function askEchoes(attempt: AttemptEvidence, facts: JudgeFacts): Witnessing {
  if (!knowsIpv6Blocks(facts)) return doubt(causeOf('NoWitness', whyNoBlock(facts), facts));
  const route = gatewayTo(attempt.operations.at(-1)?.remoteAddress ?? '', facts.route);
  const near = facts.echoes.filter(
    (echo) =>
      leavesOverIpv6(pathOfAttempt([echo], facts)) &&
      gatewayTo(echo.remoteAddress ?? '', facts.route) === route,
  );
  const { verdict, named } = weighEchoes(near, facts);
  switch (verdict) {
    case 'inside':
      return { witness: 'echo', cause: null };
    case 'outside':
      return doubt(causeOf('SourceMismatch', `the echo services saw ${saw(named)}`, facts));
    case 'contradiction': {
      const cause = causeOf('NoWitness', `the echo services contradict one another: ${saw(named)}`, facts);
      return doubt({ ...cause, remedy: CONTRADICTED });
    }
    case 'silent':
      return doubt(causeOf('NoWitness', whySilent(near, facts), facts));
  }
}

const CONTRADICTED =
  'look for a proxy that answers plain HTTP instead of the service, and for a NAT that only some of the packets take';

function saw(named: readonly Echo[]): string {
  return named.map(({ target, address }) => `${address} (${target})`).join(', ');
}

function whyNoBlock(facts: JudgeFacts): string {
  const impossible = impossibleIpv6Blocks(facts);
  return impossible.length === 0 ? "the VPC's IPv6 block is unknown" : noVpcHas(impossible);
}

function whySilent(near: readonly Echo[], facts: JudgeFacts): string {
  const impossible = impossibleIpv6Blocks(facts);
  const silence =
    facts.echoes.length > near.length
      ? 'the echo services are behind another route'
      : 'no echo service named an address';
  return impossible.length === 0 ? silence : `${noVpcHas(impossible)}, and ${silence}`;
}

function noVpcHas(blocks: readonly string[]): string {
  return `the stack names ${blocks.join(', ')}, which no VPC has (its blocks are global unicast, /44 to /60 in steps of 4), so IAM shows nothing`;
}
