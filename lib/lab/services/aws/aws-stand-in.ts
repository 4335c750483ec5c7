/** What a stand-in of an AWS service is: it says which permissions a request needs, and answers those that have them. */

import type { ServiceRequest, ServiceResponse } from '../stand-in.ts';
import type { Principal } from './iam/principal.ts';

/** One permission that a request needs. */
export interface RequiredPermission {
  /** `dynamodb:GetItem`. */
  readonly action: string;
  /** An ARN; `*` for an action that takes no resource. */
  readonly resource: string;
  /** The condition keys of the service's own. @default - none */
  readonly conditionKeys?: Readonly<Record<string, readonly string[]>>;
}

/** An error that a service answers with. */
export class ServiceError extends Error {
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

/** How a service words its errors: each of AWS's protocols has a form of its own. */
export interface ErrorForm {
  readonly respond: (error: ServiceError, requestId: string) => ServiceResponse;
  readonly signatureErrors: Readonly<Record<SignatureFault, ServiceError>>;
  /** @param explanation `User: … is not authorized to perform: …` */
  readonly denied: (explanation: string) => ServiceError;
  /** The header that carries the request id of every answer. */
  readonly requestIdHeader: string;
  /** How a denial writes an ARN. @default - as it is */
  readonly quoteResource?: (resource: string) => string;
}

export interface AwsService {
  /** The service's name in a signature's scope. */
  readonly signingName: string;
  readonly errors: ErrorForm;
  /** @throws ServiceError for a request that the service does not understand */
  readonly permissions: (request: ServiceRequest) => readonly RequiredPermission[];
  /** @throws ServiceError */
  readonly answer: (request: ServiceRequest, caller: Principal) => ServiceResponse | Promise<ServiceResponse>;
}
