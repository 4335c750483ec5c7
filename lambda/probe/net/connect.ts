/**
 * Opens one IPv6 connection, phase by phase, and writes down what it sees. It connects to the address that it looked up:
 * there is no second lookup in between.
 */
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type SecureContext } from 'node:tls';
import { familyOf } from '../../report/addresses.ts';
import type { OperationEvidence } from '../../report/evidence.ts';
import type { AddressGuard } from '../../report/public-address.ts';
import { ADDRESSES_TRIED, CONNECT_TIMEOUT_MS, TLS_TIMEOUT_MS } from '../limits.ts';
import { ObservedError, observePhase } from '../observe.ts';
import { requireAllowed, requireAllowedHost } from './guarded-lookup.ts';
import { resolveHost } from './resolve.ts';

interface ConnectOptions {
  readonly tls: boolean;
  readonly signal: AbortSignal;
  /** @default - every address is allowed */
  readonly refusalOf?: AddressGuard | undefined;
}

/** A connected socket, or an {@link ObservedError}; either way `operation` holds the evidence. */
export async function openConnection(operation: OperationEvidence, options: ConnectOptions): Promise<Socket> {
  const addresses = await observePhase(operation, 'resolve', () => lookUpAllowed(operation, options));
  const socket = await observePhase(operation, 'connect', () => connectFirst(operation, addresses, options));
  operation.family = 'IPv6';
  operation.remoteAddress = socket.remoteAddress ?? null;
  operation.localAddress = socket.localAddress ?? null;
  return options.tls ? observePhase(operation, 'tls', () => secure(socket, operation.host, options)) : socket;
}

async function lookUpAllowed(operation: OperationEvidence, options: ConnectOptions) {
  // Before the family is looked at: a refused address is refused whatever it is.
  requireAllowedHost(operation.host, options.refusalOf);
  const addresses = await lookUp(operation, options);
  requireAllowed(operation.host, addresses, options.refusalOf);
  return addresses;
}

async function lookUp(operation: OperationEvidence, { signal }: ConnectOptions) {
  const host = operation.host.replace(/^\[|\]$/g, '');
  if (familyOf(host) !== null) return literal(host);
  const { a, aaaa } = await resolveHost(host, signal);
  operation.dns = { a: a.addresses && [...a.addresses], aaaa: aaaa.addresses && [...aaaa.addresses] };
  if (aaaa.addresses === null) throw new ObservedError('resolve', aaaa.code, `no answer for ${host}`);
  if (aaaa.addresses.length === 0)
    throw new ObservedError('resolve', 'ENODATA', `no IPv6 address for ${host}`);
  return aaaa.addresses;
}

function literal(address: string): string[] {
  if (familyOf(address) === 'IPv6') return [address];
  throw new ObservedError('resolve', 'ENODATA', `${address} is not an IPv6 address`);
}

/** The first address that answers. Each gets the whole time-out, so that a slow one does not look dead. */
async function connectFirst(
  operation: OperationEvidence,
  addresses: readonly string[],
  { signal }: ConnectOptions,
): Promise<Socket> {
  let failure: unknown;
  for (const address of addresses.slice(0, ADDRESSES_TRIED)) {
    try {
      return await connectTo(address, operation.port, CONNECT_TIMEOUT_MS, signal);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

/** One TCP handshake with one address. */
export function connectTo(
  address: string,
  port: number,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<Socket> {
  const socket = connectTcp({ host: address, port, noDelay: true });
  return settled(socket, 'connect', 'connect', timeoutMs, signal).then(() => socket);
}

interface SecureOptions {
  readonly signal: AbortSignal;
  /** One to share among many connections. @default - one for this connection */
  readonly secureContext?: SecureContext;
}

/** The TLS handshake on a connected socket, the certificate's name included. */
export async function secure(
  socket: Socket,
  host: string,
  { signal, secureContext }: SecureOptions,
): Promise<Socket> {
  const servername = familyOf(host) === null ? host : '';
  const secured = connectTls({
    ...{ socket, host, servername, ALPNProtocols: ['http/1.1'] },
    ...(secureContext && { secureContext }),
  });
  await settled(secured, 'secureConnect', 'tls', TLS_TIMEOUT_MS, signal);
  return secured;
}

/** Waits for the event that ends a phase; destroys the socket on an error, a time-out or an abort. */
function settled(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  phase: 'connect' | 'tls',
  timeoutMs: number,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      finish();
      socket.on('error', () => {});
      socket.destroy();
      reject(error);
    };
    const onAbort = () => fail(new ObservedError(phase, 'ECANCELLED', 'ended by the deadline'));
    const onClose = () => fail(new ObservedError(phase, 'ECONNRESET', 'closed by the other side'));
    const timer = setTimeout(
      () => fail(new ObservedError(phase, 'ETIMEDOUT', `no answer within ${timeoutMs} ms`)),
      timeoutMs,
    );
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.off('error', fail).off('close', onClose);
    };
    socket.once('error', fail).once('close', onClose);
    socket.once(event, () => {
      finish();
      resolve();
    });
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
  });
}
