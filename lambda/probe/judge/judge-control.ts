/** Judges the tries that must not succeed. Silence means something only while a real try succeeded. */
import type { ControlEvidence } from '../attempts/ipv4-control.ts';
import { isInside } from '../net/address.ts';
import type { Control, Target } from '../report-schema.ts';
import { causeOf } from './causes.ts';
import type { Facts } from './facts.ts';

export function judgeControl(evidence: ControlEvidence, targets: readonly Target[], facts: Facts): Control {
  const { id, answeredBy, remoteAddresses } = evidence;
  const outside = answeredBy !== null && !isInside(answeredBy, facts.vpcIpv4CidrBlock);
  return {
    id,
    kind: 'ipv4',
    succeeded: answeredBy !== null,
    meaningful: targets.some(({ reached }) => reached),
    asExpected: answeredBy === null,
    cause: outside ? causeOf('Ipv4PathExists', `${answeredBy} answered over IPv4`, facts) : null,
    remoteAddresses: [...remoteAddresses],
  };
}
