/** Answers that begin well and go wrong: for stand-ins of servers that misbehave. */
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/** The status of an answer that begins well. */
export const BROKEN_STATUS = 200;

/** The body comes by the byte, one a second, without end. */
export function drip(outgoing: ServerResponse): void {
  outgoing.writeHead(BROKEN_STATUS, { 'content-type': 'text/plain' });
  const timer = setInterval(() => outgoing.write('.'), 1_000);
  outgoing.once('close', () => clearInterval(timer));
  outgoing.flushHeaders();
}

/** The reset must not overtake what was sent: when it arrives, a client's kernel drops unread data. */
const RESET_DELAY_MS = 100;

/** The connection is reset after the first half of the body. */
export function breakOff(socket: Socket, outgoing: ServerResponse): void {
  outgoing.writeHead(BROKEN_STATUS, { 'content-type': 'text/plain', 'content-length': '1000' });
  outgoing.write('x'.repeat(500));
  setTimeout(
    () => (socket instanceof TLSSocket ? socket.destroy() : socket.resetAndDestroy()),
    RESET_DELAY_MS,
  );
}
