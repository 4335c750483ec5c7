/** Judges the tries that must not succeed. Silence means something only while a real try succeeded. */
import type { ControlEvidence } from '../attempts/ipv4-control.ts';
import type { AttemptEvidence } from '../evidence.ts';
import { isInside } from '../net/address.ts';
import type { Control, Target } from '../report-schema.ts';
import { causeOf } from './causes.ts';
import type { Facts } from './facts.ts';
import { failureOf } from './failure.ts';
import { leavesOverIpv6 } from './path.ts';

export function judgeControl(evidence: ControlEvidence, targets: readonly Target[], facts: Facts): Control {
  const { id, answeredBy, remoteAddresses, cutOff } = evidence;
  const outside = answeredBy !== null && !isInside(answeredBy, facts.vpcIpv4CidrBlock);
  return {
    id,
    kind: 'ipv4',
    succeeded: answeredBy !== null,
    // A try that the deadline ended was not silent: nobody waited for its answer.
    meaningful: !(cutOff && answeredBy === null) && targets.some(({ path }) => leavesOverIpv6(path)),
    asExpected: answeredBy === null,
    cause: outside ? causeOf('Ipv4PathExists', `${answeredBy} answered over IPv4`, facts) : null,
    remoteAddresses: [...remoteAddresses],
  };
}

/** A denial means something only while IAM vouches for the same table's other key. */
export function judgeIamControl(
  id: string,
  evidence: AttemptEvidence,
  targets: readonly Target[],
  facts: Facts,
): Control {
  const failure = failureOf(evidence, false, facts);
  const vouched = targets.some((target) => target.id === id && target.witness === 'iam');
  return {
    id,
    kind: 'iam',
    succeeded: failure === null,
    meaningful: failure?.outcome === 'denied' && vouched,
    asExpected: failure !== null,
    cause: failure ? null : causeOf('SourceMismatch', READ_FROM_OUTSIDE, facts),
    remoteAddresses: evidence.operations.flatMap(({ remoteAddress }) => remoteAddress ?? []),
  };
}

const READ_FROM_OUTSIDE = "AWS allowed a read that the role has only from outside the VPC's IPv6 block";
