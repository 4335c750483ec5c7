/** The lab's internet, running: one server per scheme that answers for every host at every address. */
import type { ServerResponse } from 'node:http';
import { createSecureServer, type Http2SecureServer } from 'node:http2';
import { nodeHttp } from '../../node-http.ts';
import type { Model } from '../../template/model.ts';
import { endpointPolicies } from '../aws/iam/endpoint-policy.ts';
import type { Principal } from '../aws/iam/principal.ts';
import { isEmulated } from '../internet/endpoint-hosts.ts';
import { findHost } from '../internet/find-host.ts';
import type { Host, Internet, Sighting } from '../internet/internet.ts';
import type { StandIn, StandInOutcome, StandInRequest, StandInResponse } from '../stand-in.ts';
import { createStandIns } from '../stand-ins.ts';
import { type Authority, createAuthority } from '../tls/authority.ts';
import { BROKEN_STATUS, breakOff, drip } from './broken-answers.ts';
import { eitherServer } from './either-server.ts';
import { type Incoming, type Outgoing, plainAddress, readRequest, writeResponse } from './exchange.ts';
import { type Listener, listen } from './listen.ts';

/** Only Bedrock Runtime's client asks for HTTP/2, and the other services do not offer it. */
const HTTP2_STAND_INS = ['bedrock-runtime', 'bedrock-runtime-not-granted'];

export interface InternetProps {
  readonly internet: Internet;
  /** The AWS services hold this model's resources. */
  readonly model: Model;
  /** The AWS services take requests of these principals only. */
  readonly principals: readonly Principal[];
  /** Stand-ins besides those of the table, by name. @default - none */
  readonly standIns?: Readonly<Record<string, StandIn>> | undefined;
  /** The VPC endpoint that carries requests from one address to another. @default - there is none */
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
  /** Every request so far, in the order of the answers. */
  readonly sightings: () => readonly Sighting[];
  /** Listens there too, with or without TLS. @throws if a place cannot be bound, as before its network is up */
  readonly open: (places: readonly Place[]) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface Place {
  readonly address: string;
  readonly port: number;
}

/** @throws if a port cannot be bound, or a stand-in cannot emulate what the template holds */
export async function startInternet(props: InternetProps): Promise<RunningInternet> {
  const { internet, httpPort = 80, httpsPort = 443 } = props;
  const [authority, standIns] = await Promise.all([createAuthority(internet), standInsFor(props)]);
  const sightings: Sighting[] = [];
  const serve = (incoming: Incoming, outgoing: Outgoing) => {
    // A client that closes in the middle of a request gets no answer and leaves no trace.
    answer(incoming, outgoing, { props, standIns, sightings }).catch(() => outgoing.destroy());
  };
  const http = nodeHttp.createServer(serve);
  const https = secureServer(internet, authority).on('request', serve);
  const listeners = await Promise.all([listen(http, httpPort), listen(https, httpsPort)]);
  const further: Listener[] = [];
  return {
    caCertificatePem: authority.caCertificatePem,
    httpPort: listeners[0].port,
    httpsPort: listeners[1].port,
    sightings: () => sightings,
    open: async (places) => {
      const opened = places.map(({ address, port }) => listen(eitherServer(http, https), port, address));
      further.push(...(await Promise.all(opened)));
    },
    stop: async () => void (await Promise.all([...listeners, ...further].map(({ close }) => close()))),
  };
}

/** Those that the internet's hosts refer to. */
async function standInsFor({ internet, model, principals, standIns = {} }: InternetProps) {
  const own = new Map(Object.entries(standIns));
  const names = internet.hosts.map(({ standIn }) => standIn).filter((name) => !own.has(name));
  const authorization = {
    principals,
    region: model.region,
    endpointPolicies: endpointPolicies(model.endpoints.filter(isEmulated)),
  };
  return new Map([...(await createStandIns(names, { model, authorization })), ...own]);
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
      const standIn = findHost(internet, servername ?? '')?.standIn ?? '';
      const offered = HTTP2_STAND_INS.includes(standIn) ? ['h2', 'http/1.1'] : ['http/1.1'];
      return offered.find((protocol) => protocols.includes(protocol));
    },
  });
}

interface Serving {
  readonly props: InternetProps;
  readonly standIns: ReadonlyMap<string, StandIn>;
  readonly sightings: Sighting[];
}

async function answer(incoming: Incoming, outgoing: Outgoing, serving: Serving): Promise<void> {
  const { props, standIns, sightings } = serving;
  const localAddress = plainAddress(incoming.socket.localAddress ?? '');
  const request = await readRequest(incoming, props.vpcEndpointOf ?? (() => null));
  if (request === null) return writeResponse(outgoing, 'GET', { status: 413 });
  const host = findHost(props.internet, request.host);
  const standIn = host && isAt(host, localAddress) ? standIns.get(host.standIn) : undefined;
  const outcome = standIn ? await respond(standIn, request) : MISDIRECTED;
  if (outcome === 'reset') return void incoming.socket.destroy();
  sightings.push({
    host: request.host,
    standIn: host?.standIn ?? '',
    method: request.method,
    path: request.path,
    sourceAddress: request.sourceAddress,
    ...sighted(host, outcome),
  });
  if (outcome === 'drip') drip(outgoing as ServerResponse);
  else if (outcome === 'reset-in-body') breakOff(incoming.socket, outgoing as ServerResponse);
  else writeResponse(outgoing, request.method, outcome);
}

function sighted(host: Host | null, outcome: Exclude<StandInOutcome, 'reset'>) {
  if (typeof outcome === 'string') return { httpStatus: BROKEN_STATUS, echoed: null };
  const { status, body = '' } = outcome;
  return { httpStatus: status, echoed: host?.standIn.startsWith('echo') ? String(body) : null };
}

/** A client that connected to the wrong address must not find what it looks for (RFC 9110, section 15.5.20). */
const MISDIRECTED: StandInResponse = { status: 421, body: 'misdirected request\n' };

function isAt({ ipv4, ipv6 }: Host, address: string): boolean {
  return [...ipv4, ...ipv6].some((own) => plainAddress(own) === address);
}

/** The client receives a defect of the lab as an answer: it becomes visible there. */
async function respond(standIn: StandIn, request: StandInRequest): Promise<StandInOutcome> {
  try {
    return await standIn(request);
  } catch (error) {
    return { status: 500, body: `the lab's stand-in failed: ${String(error)}\n` };
  }
}
