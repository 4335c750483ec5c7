/** What an attempt observed, before it is judged. Types, and one code. */
import type { Operation } from './report-schema.ts';
import type { Expectation, Mode } from './vocabulary.ts';
import type { RouteFinding } from './witnesses.ts';

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** An operation under way: the report's fields, filled in as they become known. */
export type OperationEvidence = Writable<Operation>;

/** What went wrong outside any connection: no credentials, an answer with other content than was written. */
export interface AttemptFailure {
  readonly code: string;
  readonly message: string;
}

export interface AttemptEvidence {
  readonly mode: Mode;
  readonly operations: readonly OperationEvidence[];
  readonly failure: AttemptFailure | null;
  /** What an echo service answered: the text, judged later; null for other targets. */
  readonly echo: string | null;
  /** What EC2 said about the subnet's routes; null for other targets. */
  readonly route: RouteFinding | null;
  /** Whether the run's deadline ended the attempt. */
  readonly cutOff: boolean;
}

export interface ControlEvidence {
  readonly id: string;
  /** The addresses that were tried, at the same time. */
  readonly remoteAddresses: readonly string[];
  /** The address that answered first, or null. */
  readonly answeredBy: string | null;
  /** How each silent address failed, for example `ETIMEDOUT`. */
  readonly codes: readonly string[];
  readonly cutOff: boolean;
}

/** What the judge has to know of a target besides what was observed. */
export interface JudgedTarget {
  readonly id: string;
  readonly service: string;
  readonly expect: Expectation;
  /** Whether the answer is the address that the request came from. */
  readonly echoes: boolean;
  /** Whether AWS's SDK calls it, by a default host unless it is told to take the dual-stack one. */
  readonly sdk: boolean;
  /**
   * Whether the role's grant for it depends on the address that AWS sees, or on the VPC endpoint that the stack gave the
   * service, so that IAM vouches for its `ok`; `through-endpoint`: only where there is such an endpoint.
   */
  readonly conditioned: boolean | 'through-endpoint';
}

export interface TargetEvidence {
  readonly target: JudgedTarget;
  /** The forced `ipv6` attempt comes first: it decides path, outcome and verdict, unless a VPC endpoint is expected. */
  readonly attempts: readonly [AttemptEvidence, ...AttemptEvidence[]];
}

/** The code of an address that a user's target may not lead to. */
export const REFUSED = 'TARGET_REFUSED';
