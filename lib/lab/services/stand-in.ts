/** A stand-in is a function from a request to a response. Types only. */
import type { IncomingHttpHeaders } from 'node:http';

export interface StandInRequest {
  readonly method: string;
  /** The host in the request: lower case, without a port. */
  readonly host: string;
  /** The path as it was sent, still percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Whether it came over TLS. */
  readonly secure: boolean;
  /** An IPv4 address that arrives mapped into IPv6 is given as the IPv4 address. */
  readonly sourceAddress: string;
  /** The VPC endpoint that carried the request, or null. */
  readonly vpcEndpointId: string | null;
}

export interface StandInResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/**
 * `reset`: the connection is closed without an answer; `reset-in-body`: after the first half of the body;
 * `drip`: the body comes by the byte, one a second.
 */
export type StandInOutcome = StandInResponse | 'reset' | 'reset-in-body' | 'drip';

export type StandIn = (request: StandInRequest) => StandInOutcome | Promise<StandInOutcome>;
