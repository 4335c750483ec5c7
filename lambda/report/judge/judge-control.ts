/** Judges the tries that must not succeed. Silence means something only while a real try succeeded. */
import type { AttemptEvidence, ControlEvidence } from '../evidence.ts';
import type { Cause, Control, Target } from '../report-schema.ts';
import { causeOf } from './causes.ts';
import type { Facts } from './facts.ts';
import { failureOf } from './failure.ts';
import { causeOfDetour } from './judge-target.ts';
import { isThroughEndpoint, leavesOverIpv6 } from './path.ts';

export function judgeControl(evidence: ControlEvidence, targets: readonly Target[], facts: Facts): Control {
  const { id, answeredBy, codes, remoteAddresses, cutOff } = evidence;
  const own = targets.find((target) => target.id === id);
  const cause = answeredBy === null ? null : causeOfAnswer(answeredBy, own, facts);
  return {
    id,
    kind: 'ipv4',
    succeeded: answeredBy !== null,
    // A try that the deadline ended was not silent: nobody waited for its answer.
    meaningful: !(cutOff && answeredBy === null) && targets.some(({ path }) => leavesOverIpv6(path)),
    asExpected: cause === null || (own?.expect === 'vpc-endpoint' && cause.code === 'VpcEndpointInPath'),
    cause,
    unsent: answeredBy === null && codes.length > 0 && codes.every((code) => UNSENT.includes(code)),
    remoteAddresses: [...remoteAddresses],
  };
}

/** Without an address or a route of the family Linux says so at once, and sends nothing (connect(2)). */
const UNSENT = ['ENETUNREACH', 'EADDRNOTAVAIL'];

/** A VPC endpoint answers over IPv4 as well, and leads nowhere else. Without the routes its target's path tells it. */
function causeOfAnswer(address: string, own: Target | undefined, facts: Facts): Cause {
  const untold = facts.route.routes === null && own?.path === 'vpc-endpoint';
  const detour = causeOfDetour('vpc-endpoint', facts, own?.expect ?? 'reached');
  if (detour && (untold || isThroughEndpoint(address, facts))) return detour;
  return causeOf('Ipv4PathExists', `${address} answered over IPv4`, facts);
}

/** Whether what answered shows that IPv4 has a way out of the VPC. */
export function isWayOut({ kind, succeeded, cause }: Pick<Control, 'kind' | 'succeeded' | 'cause'>): boolean {
  return kind === 'ipv4' && succeeded && cause?.code !== 'VpcEndpointInPath';
}

/** Whether a VPC endpoint that was expected answered, as it may over IPv4, too. */
export function isAnsweredByEndpoint({ succeeded, asExpected, cause }: Control): boolean {
  return succeeded && asExpected && cause?.code === 'VpcEndpointInPath';
}

/** A denial means something only while IAM vouches for the same table's other key. */
export function judgeIamControl(
  id: string,
  evidence: AttemptEvidence,
  targets: readonly Target[],
  facts: Facts,
): Control {
  const failure = failureOf(evidence, null, facts);
  const vouched = targets.some((target) => target.id === id && target.witness === 'iam');
  return {
    id,
    kind: 'iam',
    succeeded: failure === null,
    meaningful: failure?.outcome === 'denied' && vouched,
    asExpected: failure !== null,
    cause: failure ? null : causeOf('SourceMismatch', READ_FROM_OUTSIDE, facts),
    unsent: false,
    remoteAddresses: evidence.operations.flatMap(({ remoteAddress }) => remoteAddress ?? []),
  };
}

const READ_FROM_OUTSIDE = "AWS allowed a read that the role has only from outside the VPC's IPv6 block";
