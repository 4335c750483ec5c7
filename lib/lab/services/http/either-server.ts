/** A server for a port of which nothing says whether its clients speak TLS: their first byte shows it. */
import type { Server as HttpServer } from 'node:http';
import type { Http2SecureServer } from 'node:http2';
import { createServer, type Server, type Socket } from 'node:net';

import { IDLE_TIMEOUT_MS } from './listen.ts';

/** The content type of a TLS record that begins a handshake (RFC 8446, section 5.1). */
const HANDSHAKE = 22;

export function eitherServer(plain: HttpServer, secure: Http2SecureServer): Server {
  return createServer((socket: Socket) => {
    socket.on('error', () => socket.destroy());
    socket.setTimeout(IDLE_TIMEOUT_MS, () => socket.destroy());
    socket.once('readable', () => {
      const first: Buffer | null = socket.read(1);
      if (first === null) return;
      socket.unshift(first);
      // From here on the server of the protocol watches it.
      socket.setTimeout(0);
      (first[0] === HANDSHAKE ? secure : plain).emit('connection', socket);
    });
  });
}
