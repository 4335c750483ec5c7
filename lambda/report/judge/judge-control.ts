/** Judges the tries that must not succeed. Silence means something only while a real try succeeded. */
import type { ControlEvidence } from '../evidence.ts';
import type { Cause, Control, Target } from '../report-schema.ts';
import { causeOf } from './causes.ts';
import { isOthersNetwork, type JudgeFacts } from './facts.ts';
import { causeOfDetour } from './judge-target.ts';
import { isThroughEndpoint, leavesOverIpv6 } from './path.ts';

export function judgeControl(
  evidence: ControlEvidence,
  targets: readonly Target[],
  facts: JudgeFacts,
): Control {
  const { id, kind, outcome, remoteAddresses, answeredBy, codes, cutOff } = evidence;
  const succeeded = outcome === 'ok';
  return {
    ...{ id, kind, outcome, succeeded },
    ...(kind === 'ipv4' ? judgeConnects(evidence, targets, facts) : judgeRead(evidence, targets, facts)),
    ...{ remoteAddresses: [...remoteAddresses], answeredBy, codes: [...codes], cutOff },
  };
}

type ControlJudgement = Pick<Control, 'meaningful' | 'asExpected' | 'cause' | 'unsent'>;

function judgeConnects(
  { id, answeredBy, codes, cutOff }: ControlEvidence,
  targets: readonly Target[],
  facts: JudgeFacts,
): ControlJudgement {
  const own = targets.find((target) => target.id === id);
  const cause = answeredBy === null ? null : causeOfAnswer(answeredBy, own, facts);
  return {
    // A connect that the deadline ended might still have been answered.
    meaningful: !(cutOff && answeredBy === null) && targets.some(({ path }) => leavesOverIpv6(path)),
    asExpected: cause === null || isExpected(cause, own, facts),
    cause,
    unsent: answeredBy === null && codes.length > 0 && codes.every((code) => UNSENT.includes(code)),
  };
}

/** In another project's network nothing is expected of IPv4. */
function isExpected({ code }: Cause, own: Target | undefined, facts: JudgeFacts): boolean {
  return isOthersNetwork(facts) || (own?.expect === 'vpc-endpoint' && code === 'VpcEndpointInPath');
}

/** A denial means something only while IAM vouches for the same table's other key. */
function judgeRead(
  { id, outcome }: ControlEvidence,
  targets: readonly Target[],
  facts: JudgeFacts,
): ControlJudgement {
  const vouched = targets.some((target) => target.id === id && target.witness === 'iam');
  return {
    meaningful: outcome === 'denied' && vouched,
    asExpected: outcome !== 'ok',
    cause: outcome === 'ok' ? causeOf('SourceMismatch', READ_FROM_OUTSIDE, facts) : null,
    unsent: false,
  };
}

const READ_FROM_OUTSIDE =
  "AWS allowed a read that the role is granted only from outside the VPC's IPv6 block";

/** Without an address or a route of the family, Linux fails the connect at once and sends nothing (connect(2)). */
const UNSENT = ['ENETUNREACH', 'EADDRNOTAVAIL'];

/** A VPC endpoint may answer over IPv4 too, and is not a way out. Where the routes are unknown, its target's path shows it. */
function causeOfAnswer(address: string, own: Target | undefined, facts: JudgeFacts): Cause {
  const isTargetsPath = facts.route.routes === null && own?.path === 'vpc-endpoint';
  const detour = causeOfDetour('vpc-endpoint', facts, own?.expect ?? 'reached');
  if (detour && (isTargetsPath || isThroughEndpoint(address, facts))) return detour;
  return causeOf('Ipv4PathExists', `${address} answered over IPv4`, facts);
}

/** Whether what answered shows that IPv4 has a way out of the VPC. */
export function isWayOut({ kind, succeeded, cause }: Pick<Control, 'kind' | 'succeeded' | 'cause'>): boolean {
  return kind === 'ipv4' && succeeded && cause?.code !== 'VpcEndpointInPath';
}

/** Whether the answer came from an expected VPC endpoint, as it may over IPv4 too. */
export function isAnsweredByEndpoint({ succeeded, asExpected, cause }: Control): boolean {
  return succeeded && asExpected && cause?.code === 'VpcEndpointInPath';
}
