/** The VPC's resolver: DNS over UDP and TCP at the given addresses, with a log of the queries. */
import { createSocket, type RemoteInfo, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, isIPv6, type Server, type Socket } from 'node:net';
import { isInside } from '../../../../lambda/report/addresses.ts';
import type { Internet } from '../internet/internet.ts';
import { answer, questionOf, rebound, type Transport } from './answer.ts';
import { withDns64 } from './dns64.ts';

/** How long a TCP client may stay silent (RFC 7766 suggests seconds). */
const TCP_IDLE_TIMEOUT_MS = 5_000;

/** Bounds the log, in case of a flood: a run makes a few hundred queries. */
const LOG_LIMIT = 20_000;

export interface DnsQuery {
  readonly name: string;
  readonly type: string;
  readonly transport: Transport;
  readonly sourceAddress: string;
}

export interface ResolverProps {
  readonly addresses: readonly string[];
  readonly internet: Internet;
  /** Clients in these blocks get answers from DNS64. @default - none do */
  readonly dns64CidrBlocks?: readonly string[];
  /** 0 for any free port, the same for both transports. @default 53 */
  readonly port?: number;
}

export interface RunningResolver {
  readonly port: number;
  /** Every query so far, in the order of arrival. */
  readonly queries: readonly DnsQuery[];
  readonly stop: () => void;
}

/** @throws if an address cannot be bound */
export async function startResolver(props: ResolverProps): Promise<RunningResolver> {
  const { addresses, port = 53, dns64CidrBlocks = [] } = props;
  const translated = withDns64(props.internet);
  const queries: DnsQuery[] = [];
  const resolve = (query: Buffer, transport: Transport, sourceAddress: string) => {
    const isTranslated = dns64CidrBlocks.some((block) => isInside(sourceAddress, block));
    const internet = isTranslated ? translated : props.internet;
    const question = questionOf(query);
    if (question === null) return answer(internet, query, transport);
    const { name, type } = question;
    const askedBefore = queries.some(
      (before) => before.name === name && before.type === type && before.sourceAddress === sourceAddress,
    );
    if (queries.length < LOG_LIMIT) queries.push({ name, type, transport, sourceAddress });
    return answer(askedBefore ? rebound(internet, name) : internet, query, transport);
  };
  const closers: (() => void)[] = [];
  let bound = port;
  for (const address of addresses) {
    const tcp = await serveTcp(address, bound, resolve);
    closers.push(() => tcp.close());
    bound = (tcp.address() as AddressInfo).port;
    const udp = await serveUdp(address, bound, resolve);
    closers.push(() => udp.close());
  }
  return { port: bound, queries, stop: () => closers.forEach((close) => void close()) };
}

type Resolve = (query: Buffer, transport: Transport, sourceAddress: string) => Buffer | null;

async function serveUdp(address: string, port: number, resolve: Resolve): Promise<UdpSocket> {
  const socket = createSocket(isIPv6(address) ? { type: 'udp6', ipv6Only: true } : { type: 'udp4' });
  socket.on('message', (query: Buffer, sender: RemoteInfo) => {
    const response = resolve(query, 'udp', sender.address);
    // It does not matter to the resolver if the client is gone by now.
    if (response) socket.send(response, sender.port, sender.address, () => {});
  });
  socket.bind({ address, port });
  await once(socket, 'listening');
  return socket;
}

async function serveTcp(address: string, port: number, resolve: Resolve): Promise<Server> {
  const server = createServer((socket) => answerStream(socket, resolve));
  server.listen({ host: address, port, ipv6Only: isIPv6(address) });
  await once(server, 'listening');
  return server;
}

/** Each message follows its length (RFC 1035, section 4.2.2); a client may send several. */
function answerStream(socket: Socket, resolve: Resolve): void {
  let received = Buffer.alloc(0);
  socket.setTimeout(TCP_IDLE_TIMEOUT_MS, () => socket.destroy());
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
      const end = 2 + received.readUInt16BE(0);
      const response = resolve(received.subarray(2, end), 'tcp', socket.remoteAddress ?? '');
      received = received.subarray(end);
      if (response) socket.write(withLength(response));
    }
  });
}

function withLength(message: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(message.length);
  return Buffer.concat([length, message]);
}
