/**
 * Watches the sockets that a piece of work opens with Node's defaults, without touching them: which address family an
 * unchanged client uses can only be seen where the probe changes nothing about its connections.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { familyOf } from '../../report/addresses.ts';
import type { OperationEvidence } from '../../report/evidence.ts';
import type { Phase } from '../../report/vocabulary.ts';

/** What is known about a connection so far, with the time of each step (`performance.now()`, in milliseconds). */
export interface WatchedSocket {
  host: string | null;
  readonly addresses: string[];
  remoteAddress: string | null;
  localAddress: string | null;
  readonly openedAt: number;
  resolvedAt: number | null;
  connectedAt: number | null;
  securedAt: number | null;
}

const watchers = new AsyncLocalStorage<WatchedSocket[]>();
let subscribed = false;

/** Runs the work, and adds every socket that it opens to the list, in order. */
export function watchSockets<T>(sockets: WatchedSocket[], work: () => Promise<T>): Promise<T> {
  // Node 22 and later publish every client socket here, those of TLS and HTTP/2 included.
  if (!subscribed) subscribe('net.client.socket', (message) => watch((message as { socket: Socket }).socket));
  subscribed = true;
  return watchers.run(sockets, work);
}

function watch(socket: Socket): void {
  const watched: WatchedSocket = {
    ...{ host: null, addresses: [], remoteAddress: null, localAddress: null },
    ...{ openedAt: performance.now(), resolvedAt: null, connectedAt: null, securedAt: null },
  };
  watchers.getStore()?.push(watched);
  socket.on('lookup', (error: Error | null, address: string, _family: unknown, host: string) => {
    watched.host = host;
    if (error) return;
    watched.resolvedAt ??= performance.now();
    watched.addresses.push(address);
  });
  socket.once('connect', () => {
    watched.connectedAt = performance.now();
    watched.remoteAddress = socket.remoteAddress ?? null;
    watched.localAddress = socket.localAddress ?? null;
  });
  socket.once('secureConnect', () => {
    watched.securedAt = performance.now();
  });
}

/** Writes what a socket showed into an operation. The phases of a reused connection belong to an earlier one. */
export function describeSocket(operation: OperationEvidence, socket: WatchedSocket, isNew: boolean): void {
  operation.host = socket.host ?? operation.host;
  operation.remoteAddress = socket.remoteAddress;
  operation.localAddress = socket.localAddress;
  operation.family = socket.remoteAddress === null ? null : familyOf(socket.remoteAddress);
  operation.dns = {
    a: socket.addresses.filter((address) => familyOf(address) === 'IPv4'),
    aaaa: socket.addresses.filter((address) => familyOf(address) === 'IPv6'),
  };
  if (!isNew) return;
  const { openedAt, resolvedAt, connectedAt, securedAt } = socket;
  operation.phasesMs.resolve = between(openedAt, resolvedAt);
  operation.phasesMs.connect = between(resolvedAt, connectedAt);
  operation.phasesMs.tls = between(connectedAt, securedAt);
}

/** The phase that a socket is in: where a client that hangs is waiting. */
export function phaseOf({ addresses, connectedAt, securedAt }: WatchedSocket, tls: boolean): Phase {
  if (addresses.length === 0) return 'resolve';
  if (connectedAt === null) return 'connect';
  return tls && securedAt === null ? 'tls' : 'request';
}

/** How long a socket's current phase has lasted. */
export function sinceLastStep({
  openedAt,
  resolvedAt,
  connectedAt,
  securedAt,
}: WatchedSocket): number | null {
  return between(securedAt ?? connectedAt ?? resolvedAt ?? openedAt, performance.now());
}

function between(start: number | null, end: number | null): number | null {
  return start === null || end === null ? null : Math.round((end - start) * 10) / 10;
}
