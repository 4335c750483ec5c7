/** The stand-in of an AWS service: names the permissions that a request needs, and answers requests that have them. */

import type { StandInRequest, StandInResponse } from '../stand-in.ts';
import type { Principal } from './iam/principal.ts';

/** One permission that a request needs. */
export interface RequiredPermission {
  /** `dynamodb:GetItem`. */
  readonly action: string;
  /** An ARN; `*` for an action that takes no resource. */
  readonly resource: string;
  /** The condition keys that only the service knows. @default - none */
  readonly conditionKeys?: Readonly<Record<string, readonly string[]>>;
}

/** An error that a service answers with. */
export class AwsError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** What is wrong with a request's signature. */
export type SignatureFault =
  | 'unsigned'
  | 'unknown-access-key'
  | 'wrong-token'
  | 'expired-token'
  | 'clock-skew'
  | 'wrong-signature'
  | 'wrong-content-hash';

/** How a service words its errors: each AWS protocol has its own form. */
export interface ErrorForm {
  readonly respond: (error: AwsError, requestId: string) => StandInResponse;
  readonly signatureErrors: Readonly<Record<SignatureFault, AwsError>>;
  /** @param explanation `User: … is not authorized to perform: …` */
  readonly denied: (explanation: string) => AwsError;
  /** The header of every answer that carries the request id. */
  readonly requestIdHeader: string;
  /** How a denial quotes an ARN. @default - without quotes */
  readonly quoteResource?: (resource: string) => string;
}

export interface AwsStandIn {
  /** The service's name in a signature's scope. */
  readonly signingName: string;
  readonly errors: ErrorForm;
  /** @throws AwsError for a request that the service does not understand */
  readonly permissions: (request: StandInRequest) => readonly RequiredPermission[];
  /** @throws AwsError */
  readonly answer: (request: StandInRequest, caller: Principal) => StandInResponse | Promise<StandInResponse>;
}
