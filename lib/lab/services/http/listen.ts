/** Listens for connections, and ends them all on demand. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { Http2SecureServer } from 'node:http2';
import type { AddressInfo, Server as NetServer, Socket } from 'node:net';

/** A client that stays silent for this long has gone: no probe waits longer. */
export const IDLE_TIMEOUT_MS = 30_000;

export interface Listener {
  readonly port: number;
  /** Also ends the connections that are open. */
  readonly close: () => Promise<void>;
}

/** One socket takes both families, unless one address is named: the host is found by its name and by the address that was reached. */
export async function listen(
  server: Server | Http2SecureServer | NetServer,
  port: number,
  address = '::',
): Promise<Listener> {
  const sockets = new Set<Socket>();
  if ('setTimeout' in server) server.setTimeout(IDLE_TIMEOUT_MS);
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen({ host: address, port, ipv6Only: false });
  await once(server, 'listening');
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return { port: (server.address() as AddressInfo).port, close };
}
