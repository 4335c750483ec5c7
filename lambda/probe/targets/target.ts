/** What a target is: an id, a name for people, and one function that tries it. */

import type { JudgedTarget } from '../../report/evidence.ts';
import type { AttemptFunction } from '../attempts/attempt.ts';
import type { ProbeEnvironment } from '../environment.ts';

export interface ProbeTarget extends JudgedTarget {
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
