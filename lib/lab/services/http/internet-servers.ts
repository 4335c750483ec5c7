/** The lab's internet, running: one server per scheme that plays every host at every address. */
import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import { createSecureServer, type Http2SecureServer } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { nodeHttp } from '../../node-http.ts';
import type { Model } from '../../template/model.ts';
import { endpointPolicies } from '../aws/iam/endpoint-policy.ts';
import type { Principal } from '../aws/iam/principal.ts';
import { isPlayed } from '../internet/endpoint-hosts.ts';
import { findHost } from '../internet/find-host.ts';
import type { Host, Internet, Sighting } from '../internet/internet.ts';
import type { Service, ServiceAnswer, ServiceRequest, ServiceResponse } from '../stand-in.ts';
import { createServices } from '../stand-ins.ts';
import { type Authority, createAuthority } from '../tls/authority.ts';
import { type Incoming, type Outgoing, plainAddress, readRequest, writeResponse } from './exchange.ts';

/** A client that says nothing for so long has gone; longer than any probe waits. */
const IDLE_TIMEOUT_MS = 30_000;

/** Only Bedrock Runtime's client asks for HTTP/2, and the other services do not offer it. */
const HTTP2_SERVICES = ['bedrock-runtime', 'bedrock-runtime-not-granted'];

export interface InternetProps {
  readonly internet: Internet;
  /** Whose resources the AWS services hold. */
  readonly model: Model;
  /** Whose requests the AWS services take; those of nobody else. */
  readonly principals: readonly Principal[];
  /** Stand-ins besides those of the table, by name. @default - none */
  readonly services?: Readonly<Record<string, Service>> | undefined;
  /** The VPC endpoint that requests from one address to another come through. @default - none do */
  readonly vpcEndpointOf?: (sourceAddress: string, destinationAddress: string) => string | null;
  /** 0 for any free port. @default 80 */
  readonly httpPort?: number;
  /** 0 for any free port. @default 443 */
  readonly httpsPort?: number;
}

export interface RunningInternet {
  /** What the clients must trust. */
  readonly caCertificatePem: string;
  readonly httpPort: number;
  readonly httpsPort: number;
  /** Every request so far, in the order of their answers. */
  readonly sightings: () => readonly Sighting[];
  readonly stop: () => Promise<void>;
}

/** @throws if a port cannot be bound, or the template holds what a service cannot stand in for */
export async function startInternet(props: InternetProps): Promise<RunningInternet> {
  const { internet, model, principals, httpPort = 80, httpsPort = 443 } = props;
  const own = new Map(Object.entries(props.services ?? {}));
  const [authority, created] = await Promise.all([
    createAuthority(internet),
    createServices(
      internet.hosts.map(({ service }) => service).filter((name) => !own.has(name)),
      {
        model,
        gate: {
          principals,
          region: model.region,
          endpointPolicies: endpointPolicies(model.endpoints.filter(isPlayed)),
        },
      },
    ),
  ]);
  const services = new Map([...created, ...own]);
  const sightings: Sighting[] = [];
  const serve = (incoming: Incoming, outgoing: Outgoing) => {
    // A client that breaks off in the middle of a request gets no answer and leaves no trace.
    answer(incoming, outgoing, { props, services, sightings }).catch(() => outgoing.destroy());
  };
  const http = nodeHttp.createServer(serve);
  const https = secureServer(internet, authority).on('request', serve);
  const listeners = await Promise.all([listen(http, httpPort), listen(https, httpsPort)]);
  return {
    caCertificatePem: authority.caCertificatePem,
    httpPort: listeners[0].port,
    httpsPort: listeners[1].port,
    sightings: () => sightings,
    stop: async () => void (await Promise.all(listeners.map(({ close }) => close()))),
  };
}

function secureServer(internet: Internet, authority: Authority): Http2SecureServer {
  return createSecureServer({
    allowHTTP1: true,
    SNICallback: (serverName, callback) => {
      const context = authority.contextFor(serverName);
      // Without a context the handshake waits for one, and so does the client.
      if (context) callback(null, context);
    },
    ALPNCallback: ({ servername, protocols }) => {
      const service = findHost(internet, servername ?? '')?.service ?? '';
      const offered = HTTP2_SERVICES.includes(service) ? ['h2', 'http/1.1'] : ['http/1.1'];
      return offered.find((protocol) => protocols.includes(protocol));
    },
  });
}

interface Serving {
  readonly props: InternetProps;
  readonly services: ReadonlyMap<string, Service>;
  readonly sightings: Sighting[];
}

async function answer(incoming: Incoming, outgoing: Outgoing, serving: Serving): Promise<void> {
  const { props, services, sightings } = serving;
  const localAddress = plainAddress(incoming.socket.localAddress ?? '');
  const request = await readRequest(incoming, props.vpcEndpointOf ?? (() => null));
  if (request === null) return writeResponse(outgoing, 'GET', { status: 413 });
  const host = findHost(props.internet, request.host);
  const service = host && isAt(host, localAddress) ? services.get(host.service) : undefined;
  const response = service ? await respond(service, request) : MISDIRECTED;
  if (response === 'reset') return void incoming.socket.destroy();
  sightings.push({
    host: request.host,
    service: host?.service ?? '',
    method: request.method,
    path: request.path,
    sourceAddress: request.sourceAddress,
    ...sighted(host, response),
  });
  if (response === 'drip') drip(outgoing as ServerResponse);
  else if (response === 'reset-in-body') breakOff(incoming.socket, outgoing as ServerResponse);
  else writeResponse(outgoing, request.method, response);
}

function sighted(host: Host | null, response: Exclude<ServiceAnswer, 'reset'>) {
  if (typeof response === 'string') return { httpStatus: BROKEN_STATUS, echoed: null };
  const { status, body = '' } = response;
  return { httpStatus: status, echoed: host?.service.startsWith('echo') ? String(body) : null };
}

/** Of an answer that begins well and never ends. */
const BROKEN_STATUS = 200;

function drip(outgoing: ServerResponse): void {
  outgoing.writeHead(BROKEN_STATUS, { 'content-type': 'text/plain' });
  const timer = setInterval(() => outgoing.write('.'), 1_000);
  outgoing.once('close', () => clearInterval(timer));
  outgoing.flushHeaders();
}

/** The reset must not overtake what was sent: a client's kernel drops unread data when it arrives. */
const RESET_DELAY_MS = 100;

function breakOff(socket: Socket, outgoing: ServerResponse): void {
  outgoing.writeHead(BROKEN_STATUS, { 'content-type': 'text/plain', 'content-length': '1000' });
  outgoing.write('x'.repeat(500));
  setTimeout(
    () => (socket instanceof TLSSocket ? socket.destroy() : socket.resetAndDestroy()),
    RESET_DELAY_MS,
  );
}

/** A client that connected to the wrong address must not find what it looks for (RFC 9110, section 15.5.20). */
const MISDIRECTED: ServiceResponse = { status: 421, body: 'misdirected request\n' };

function isAt({ ipv4, ipv6 }: Host, address: string): boolean {
  return [...ipv4, ...ipv6].some((own) => plainAddress(own) === address);
}

/** A fault of the lab's own is told to the client: there it is seen. */
async function respond(service: Service, request: ServiceRequest): Promise<ServiceAnswer> {
  try {
    return await service(request);
  } catch (error) {
    return { status: 500, body: `the lab's stand-in failed: ${String(error)}\n` };
  }
}

interface Listener {
  readonly port: number;
  /** Ends the connections that are open, too. */
  readonly close: () => Promise<void>;
}

/** One socket takes both families: the host is found by name and by the address that was reached. */
async function listen(server: Server | Http2SecureServer, port: number): Promise<Listener> {
  const sockets = new Set<Socket>();
  server.setTimeout(IDLE_TIMEOUT_MS);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen({ host: '::', port, ipv6Only: false });
  await once(server, 'listening');
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return { port: (server.address() as AddressInfo).port, close };
}
