/** Opens a connection, with or without TLS, and closes it again: all that a `tcp` or `tls` target needs. */
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { familyOf } from '../../report/addresses.ts';
import { openConnection } from '../net/connect.ts';
import { guardedLookup, requireAllowedHost } from '../net/guarded-lookup.ts';
import { startOperation } from '../observe.ts';
import type { AttemptContext } from './attempt.ts';
import { type Endpoint, watchOperation } from './watched-operation.ts';

export async function openPlainConnection(context: AttemptContext, endpoint: Endpoint): Promise<void> {
  const name = endpoint.tls ? 'TLS handshake' : 'TCP connect';
  if (context.mode !== 'ipv6') {
    await watchOperation(context, name, endpoint, () => connectByDefaults(context, endpoint));
    return;
  }
  const operation = startOperation(name, endpoint.host, endpoint.port);
  context.operations.push(operation);
  const { signal, refusalOf } = context;
  const socket = await openConnection(operation, { tls: endpoint.tls, signal, refusalOf });
  socket.destroy();
}

async function connectByDefaults(
  { signal, refusalOf }: AttemptContext,
  { host, port, tls }: Endpoint,
): Promise<void> {
  const address = host.replace(/^\[|\]$/g, '');
  requireAllowedHost(address, refusalOf);
  const options = { host: address, port, ...(refusalOf && { lookup: guardedLookup(refusalOf) }) };
  return new Promise((resolve, reject) => {
    const socket: Socket = tls
      ? connectTls({ ...options, servername: familyOf(address) === null ? address : '' })
      : connectTcp(options);
    const end = () => socket.destroy();
    signal.addEventListener('abort', end, { once: true });
    socket.once(tls ? 'secureConnect' : 'connect', () => {
      resolve();
      end();
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('closed before the connection was open')));
  });
}
