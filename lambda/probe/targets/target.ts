/** What a target is: an id, a name for people, and one function that tries it. */
import type { AttemptFunction } from '../attempts/attempt.ts';
import type { Expectation } from '../contract.ts';
import type { ProbeEnvironment } from '../environment.ts';

export interface ProbeTarget {
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
  /** Whether only public addresses may be tried: the target is a user's. @default false */
  readonly publicOnly?: boolean;
  /** Whether the stack has what the target needs; one that was left out is tried only by name. @default - it has */
  readonly isDeployed?: (environment: ProbeEnvironment) => boolean;
  readonly attempt: AttemptFunction;
}

/** The service gave back something else than what was stored: an answer, but not the right one. */
export class ContentMismatch extends Error {
  readonly code = 'ContentMismatch';
}
