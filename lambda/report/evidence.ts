/** What a run observed, before it is judged. Types, and one code. A judged report holds all of it. */
import type { Attempt, Control, Operation } from './report-schema.ts';
import type { Expectation } from './vocabulary.ts';

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** An operation under way: the report's fields, filled in as they become known. */
export type OperationEvidence = Writable<Operation>;

export type AttemptEvidence = Readonly<
  Pick<Attempt, 'mode' | 'failure' | 'echo' | 'cutOff'> & { operations: readonly OperationEvidence[] }
>;

export type ControlEvidence = Readonly<
  Pick<Control, 'id' | 'kind' | 'outcome' | 'answeredBy' | 'cutOff'> & {
    codes: readonly string[];
    remoteAddresses: readonly string[];
  }
>;

/** What the judge has to know about a target besides what was observed. */
export interface JudgedTarget {
  readonly id: string;
  readonly service: string;
  readonly expect: Expectation;
  /** Whether the answer is the address that the request came from. */
  readonly echoes: boolean;
  /** Whether an AWS SDK client calls it, at its default host unless the code asks for the dual-stack one. */
  readonly sdk: boolean;
  /**
   * Whether the role's grant for it depends on the address that AWS sees, or on the VPC endpoint that the stack gave the
   * service, so that IAM vouches for its `ok`; `through-endpoint`: only where there is an endpoint.
   */
  readonly conditioned: boolean | 'through-endpoint';
}

export interface TargetEvidence {
  readonly target: JudgedTarget;
  /** The forced `ipv6` attempt comes first: it decides path, outcome and verdict, unless a VPC endpoint is expected. */
  readonly attempts: readonly [AttemptEvidence, ...AttemptEvidence[]];
}

export interface ObservedRun {
  readonly region: string;
  readonly targets: readonly TargetEvidence[];
  /** Targets that were tried only because the others are judged by what they answer. */
  readonly witnesses: readonly TargetEvidence[];
  readonly controls: readonly ControlEvidence[];
  /** How to write the name of an image in the account's ECR. */
  readonly imageName: string;
}

/** The code of an address that a user's target may not lead to. */
export const REFUSED = 'TARGET_REFUSED';
