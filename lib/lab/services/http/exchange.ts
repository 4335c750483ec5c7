/** Reads a request to its end and writes a response, for HTTP/1.1 and HTTP/2 and for both schemes. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import ipaddr from 'ipaddr.js';
import { isInside, NAT64_PREFIX } from '../../../../lambda/report/addresses.ts';
import type { StandInRequest, StandInResponse } from '../stand-in.ts';

/** More than a probe ever sends, and small enough to keep in memory. */
const BODY_LIMIT_BYTES = 16 * 1024 * 1024;

export type Incoming = IncomingMessage | Http2ServerRequest;
export type Outgoing = ServerResponse | Http2ServerResponse;

/** @returns null if the body is too large */
export async function readRequest(
  incoming: Incoming,
  vpcEndpointOf: (sourceAddress: string, destinationAddress: string) => string | null,
): Promise<StandInRequest | null> {
  const body = await readBody(incoming);
  if (body === null) return null;
  const [path = '/', ...query] = (incoming.url ?? '/').split('?');
  const authority = 'authority' in incoming ? incoming.authority : incoming.headers.host;
  const host = authority ?? incoming.headers.host ?? '';
  const sourceAddress = plainAddress(incoming.socket.remoteAddress ?? '');
  return {
    method: incoming.method ?? 'GET',
    host: host.toLowerCase().replace(/:\d+$/, ''),
    path,
    query: new URLSearchParams(query.join('?')),
    // HTTP/2 has no Host header, but signatures have.
    headers: { ...incoming.headers, host },
    body,
    secure: 'encrypted' in incoming.socket && incoming.socket.encrypted === true,
    sourceAddress,
    vpcEndpointId: vpcEndpointOf(sourceAddress, plainAddress(incoming.socket.localAddress ?? '')),
  };
}

/** A dual-stack socket shows an IPv4 peer as `::ffff:192.0.2.1`, and NAT64 in the lab as `64:ff9b::c000:201`. */
export function plainAddress(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (!isInside(address, NAT64_PREFIX)) return parsed.toString();
  return ipaddr.fromByteArray(parsed.toByteArray().slice(-IPV4_BYTES)).toString();
}

const IPV4_BYTES = 4;

async function readBody(incoming: Incoming): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= BODY_LIMIT_BYTES) chunks.push(chunk);
  }
  return size <= BODY_LIMIT_BYTES ? Buffer.concat(chunks) : null;
}

export function writeResponse(
  outgoing: Outgoing,
  method: string,
  { status, headers, body = '' }: StandInResponse,
): void {
  const content = Buffer.from(body);
  const length = status === 204 ? {} : { 'content-length': String(content.length) };
  // Both kinds of response have the same methods, but TypeScript cannot call a union of them.
  const response = outgoing as ServerResponse;
  response.writeHead(status, { date: new Date().toUTCString(), ...length, ...headers });
  if (method === 'HEAD') response.end();
  else response.end(content);
}
