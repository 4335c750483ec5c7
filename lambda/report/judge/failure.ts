/** How an attempt failed: the outcome and the cause, from its last operation and from what was thrown. */

import type { AttemptEvidence, OperationEvidence } from '../evidence.ts';
import { codeText, messageText } from '../evidence-text.ts';
import type { Cause } from '../report-schema.ts';
import type { CauseCode, Outcome } from '../vocabulary.ts';
import { causeOf } from './causes.ts';
import { type Classified, classify, type Failure } from './classify.ts';
import type { JudgeFacts } from './facts.ts';
import { closedEndpointOf, dropOf, remedyOfDrop } from './lab-drop.ts';
import { CHECK_SPELLING, isEndpointName } from './no-such-host.ts';
import { remedyByOtherName } from './other-name.ts';
import { isOwnIpv6 } from './own-address.ts';
import { isPrivateIpv6Block } from './private-block.ts';
import { nameSilence } from './silence.ts';
import { remedyForUnknown, unknownToLab } from './unknown-to-lab.ts';

export interface JudgedFailure {
  readonly outcome: Outcome;
  readonly cause: Cause;
}

/** What a grant depends on besides the action: the address that AWS sees, or the endpoint that carried the request. */
export type GrantCondition = 'source-address' | 'vpc-endpoint';

/** What came back of an attempt, whatever its path. */
export function outcomeOf(attempt: AttemptEvidence): Outcome {
  return classifyFailure(attempt)?.outcome ?? 'ok';
}

/** Why it failed, whatever its path; null for an attempt that succeeded. */
export function failureCodeOf(attempt: AttemptEvidence): CauseCode | null {
  return classifyFailure(attempt)?.code ?? null;
}

/**
 * @param condition what the grant that the attempt needs depends on; null for nothing
 * @returns null for an attempt that succeeded
 */
export function failureOf(
  attempt: AttemptEvidence,
  condition: GrantCondition | null,
  facts: JudgeFacts,
): JudgedFailure | null {
  const classified = classifyFailure(attempt);
  if (classified === null) return null;
  const { code, outcome, failure } = classified;
  if (failure === null) return { outcome, cause: causeOf(code, 'ended by the deadline', facts) };
  const last = attempt.operations.at(-1);
  const named = nameFailure(code, failure.message, last, condition, facts);
  const cause = causeOf(named, messageOf(named, failure, last, facts), facts);
  const remedy = remedyOf(named, condition, attempt, facts);
  return { outcome, cause: remedy === null ? cause : { ...cause, remedy } };
}

function messageOf(
  code: CauseCode,
  failure: Failure,
  last: OperationEvidence | undefined,
  facts: JudgeFacts,
): string {
  const unknown = unknownToLab(last, facts);
  if (last && unknown !== null) return `${last.name} to ${last.host}: ${unknown}`;
  const where = last ? `${last.name} to ${last.host}` : 'before any request';
  const closed = code === 'ConnectTimeout' && last ? closedEndpointOf(last, facts) : undefined;
  if (last && closed)
    return `${where}: the name leads to the VPC endpoint at ${closed.remoteAddress}, which lets nothing in from here`;
  const further = `${closedPort(code, last?.port, facts)}${ownAddress(last, facts)}`;
  return `${where}: ${failure.code}: ${failure.message}${further}`;
}

/** What is known of this failure beyond its cause; null where that is nothing. */
function remedyOf(
  code: CauseCode,
  condition: GrantCondition | null,
  { operations }: AttemptEvidence,
  facts: JudgeFacts,
): string | null {
  const last = operations.at(-1);
  if (code === 'WitnessDenied' && condition === 'vpc-endpoint') return ENDPOINT_MISSED;
  if (last === undefined) return code === 'CutOff' ? null : NOTHING_SENT;
  if (code === 'UnknownToLab') return remedyForUnknown(last, facts);
  if (code === 'NoSuchHost') return isEndpointName(last.host) ? null : CHECK_SPELLING;
  if (code === 'NoAaaaRecord') return remedyByOtherName(last.host, facts);
  const drop = code === 'ConnectTimeout' ? (dropOf(last, facts) ?? closedEndpointOf(last, facts)) : undefined;
  return drop ? remedyOfDrop(drop) : null;
}

const NOTHING_SENT =
  'nothing was sent, so this says nothing about the network: look at what the client needs before its first request (credentials, settings, its Region, a resource of the stack)';

function nameFailure(
  code: CauseCode,
  message: string,
  last: OperationEvidence | undefined,
  condition: GrantCondition | null,
  facts: JudgeFacts,
): CauseCode {
  if (unknownToLab(last, facts) !== null) return 'UnknownToLab';
  if (isPrivateIpv6Block(code, last, facts)) return 'PrivateIpv6Block';
  if (last && code === 'ConnectTimeout') return nameSilence(last, facts);
  if (last && code === 'NoAaaaRecord' && closedEndpointOf(last, facts)) return 'ConnectTimeout';
  return condition ? blame(code, message) : code;
}

/** `failure` is null where the run's deadline ended the attempt. */
function classifyFailure(attempt: AttemptEvidence): (Classified & { failure: Failure | null }) | null {
  if (attempt.cutOff) return { code: 'CutOff', outcome: 'none', failure: null };
  const last = attempt.operations.at(-1);
  const observed = last?.error ?? (attempt.failure && { phase: null, ...attempt.failure });
  if (!observed) return null;
  // A stored report may hold more than the probe writes.
  const { code, message } = observed;
  const shown = { code: codeText(code), message: messageText(message) };
  const failure = { ...observed, ...shown, httpStatus: last?.httpStatus ?? null };
  const classified = classify(failure);
  return { ...classified, outcome: last ? classified.outcome : 'none', failure };
}

const ENDPOINT_MISSED =
  "AWS did not see the request come through the stack's VPC endpoint: check its route or its private DNS name, and the name that the client calls; set iamWitness to false to tell a wrong path from a wrong policy";

/** Silence on a port that the security group does not let out is explained by that. */
function closedPort(code: CauseCode, port: number | undefined, { openPorts }: JudgeFacts): string {
  if (code !== 'ConnectTimeout' || port === undefined || openPorts === null || openPorts.includes(port))
    return '';
  return `; the security group lets out ${openPorts.join(', ')} and not ${port}: add the target to the settings, which open its port`;
}

/** A name that leads into the VPC has an endpoint's private DNS or a private hosted zone behind it. */
function ownAddress(last: OperationEvidence | undefined, facts: JudgeFacts): string {
  if (last === undefined || last.remoteAddress !== null) return '';
  const inside = last.dns?.aaaa?.find((address) => isOwnIpv6(address, facts));
  return inside === undefined ? '' : `; ${inside} is inside the VPC: check what answers for the name there`;
}

/**
 * IAM's message where no statement allows an action (IAM User Guide, Troubleshoot access denied error messages),
 * and the whole of S3's message before it gave reasons. An explicit deny, or a model without access, is worded differently.
 */
const NOTHING_ALLOWS = /because no [\w-]+ policy allows|^Access Denied\.?$/;

/** The grant exists, but only for the VPC's addresses: if nothing allows the call, AWS saw another address. */
function blame(code: CauseCode, message: string): CauseCode {
  return code === 'AccessDenied' && NOTHING_ALLOWS.test(message) ? 'WitnessDenied' : code;
}
