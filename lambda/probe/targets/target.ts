/** A target as the probe tries it: what the report says about it, and the code that calls it. */

import type { JudgedTarget } from '../../report/evidence.ts';
import type { AttemptFunction } from '../attempts/attempt.ts';
import type { ProbeEnvironment } from '../environment.ts';

export interface TargetCode {
  /** Whether the stack has what the target needs; one that was left out is tried only by name. @default - it has */
  readonly isDeployed?: (environment: ProbeEnvironment) => boolean;
  readonly attempt: AttemptFunction;
}

export interface ProbeTarget extends JudgedTarget, TargetCode {
  /** Whether only public addresses may be tried: a user named the target. @default false */
  readonly publicOnly?: boolean;
}

/** The service answered, but with other content than was stored. */
export class ContentMismatch extends Error {
  readonly code = 'ContentMismatch';
}
