/** What a target is: an id, a name for people, and one function that tries it. */
import type { AttemptFunction } from '../attempts/attempt.ts';
import type { Expectation } from '../contract.ts';

export interface ProbeTarget {
  readonly id: string;
  readonly service: string;
  readonly expect: Expectation;
  /** Whether the answer is the address that the request came from. */
  readonly echoes: boolean;
  readonly attempt: AttemptFunction;
}

/** The service gave back something else than what was stored: an answer, but not the right one. */
export class ContentMismatch extends Error {
  readonly code = 'ContentMismatch';
}
