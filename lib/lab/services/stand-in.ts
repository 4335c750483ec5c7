/** What a stand-in is: a function from a request to a response. Types only. */
import type { IncomingHttpHeaders } from 'node:http';

export interface ServiceRequest {
  readonly method: string;
  /** The host that was asked for: lower case, without a port. */
  readonly host: string;
  /** The path as it was sent, still percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Whether it came over TLS. */
  readonly secure: boolean;
  /** Where it came from; an IPv4 address that arrives mapped into IPv6 is given as the IPv4 address that it is. */
  readonly sourceAddress: string;
  /** The VPC endpoint that it came through, or null. */
  readonly vpcEndpointId: string | null;
}

export interface ServiceResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/**
 * `reset`: the connection is closed in the place of an answer; `reset-in-body`: behind the first half of the body;
 * `drip`: the body comes by the byte, one a second.
 */
export type ServiceAnswer = ServiceResponse | 'reset' | 'reset-in-body' | 'drip';

export type Service = (request: ServiceRequest) => ServiceAnswer | Promise<ServiceAnswer>;
