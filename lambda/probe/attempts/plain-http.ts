/** One GET over a connection of our own, its body read to a small limit. */
import { type IncomingMessage, request } from 'node:http';
import { request as requestTls } from 'node:https';
import type { Socket } from 'node:net';
import { ObservedError, type OperationEvidence, observePhase, startOperation } from '../evidence.ts';
import { BODY_LIMIT_BYTES, REQUEST_TIMEOUT_MS } from '../limits.ts';
import { openConnection } from '../net/connect.ts';
import { guardedLookup, requireAllowedHost } from '../net/public-address.ts';
import type { AttemptContext } from './attempt.ts';
import { watchOperation } from './watched-operation.ts';

/** ifconfig.me answers a browser with a page and a curl with the bare address. */
const USER_AGENT = 'curl/8 (natless)';

/** What is made of an answer's header and body. */
type Reader<T> = (response: IncomingMessage) => Promise<T>;

/** The body of the answer, whatever its status; the evidence has the rest. */
export function get(context: AttemptContext, url: URL): Promise<string> {
  return ask(context, url, readBody);
}

/** Where the answer redirects to, or null; its body is not read. */
export function getHeader(context: AttemptContext, url: URL): Promise<string | null> {
  return ask(context, url, async (response) => {
    response.destroy();
    const isRedirect = [301, 302, 303, 307, 308].includes(response.statusCode ?? 0);
    return (isRedirect && response.headers.location) || null;
  });
}

function ask<T>(context: AttemptContext, url: URL, read: Reader<T>): Promise<T> {
  const tls = url.protocol === 'https:';
  const port = Number(url.port) || (tls ? 443 : 80);
  const name = `GET ${url.pathname}`;
  if (context.mode === 'ipv6')
    return askObserved(context, url, startOperation(name, url.hostname, port), read);
  return watchOperation(context, name, { host: url.hostname, port, tls }, () =>
    askByDefaults(context, url, read),
  );
}

async function askObserved<T>(
  { family, signal, operations, refusalOf }: AttemptContext,
  url: URL,
  operation: OperationEvidence,
  read: Reader<T>,
): Promise<T> {
  operations.push(operation);
  const socket = await openConnection(operation, {
    family,
    tls: url.protocol === 'https:',
    signal,
    refusalOf,
  });
  try {
    return await observePhase(operation, 'request', () => exchange(socket, url, { operation, signal, read }));
  } finally {
    socket.destroy();
  }
}

/** As any program would ask, by the runtime's own choice of address; over a connection of its own all the same. */
async function askByDefaults<T>(
  { signal, operations, refusalOf }: AttemptContext,
  url: URL,
  read: Reader<T>,
): Promise<T> {
  requireAllowedHost(url.hostname, refusalOf);
  const send = url.protocol === 'https:' ? requestTls : request;
  const lookup = refusalOf && { lookup: guardedLookup(refusalOf) };
  const headers = { 'user-agent': USER_AGENT, accept: '*/*' };
  return new Promise<T>((resolve, reject) => {
    const sent = send(url, { agent: false, headers, signal, ...lookup });
    sent.once('error', reject);
    sent.once('response', (response) => {
      const operation = operations.at(-1);
      if (operation) operation.httpStatus = response.statusCode ?? null;
      read(response).then(resolve, reject);
    });
    sent.end();
  });
}

interface Exchange<T> {
  readonly operation: OperationEvidence;
  readonly signal: AbortSignal;
  readonly read: Reader<T>;
}

function exchange<T>(
  socket: Socket,
  url: URL,
  { operation, signal: deadline, read }: Exchange<T>,
): Promise<T> {
  const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  const signal = AbortSignal.any([deadline, timeout]);
  return new Promise<T>((resolve, reject) => {
    const sent = request({
      createConnection: () => socket,
      path: `${url.pathname}${url.search}`,
      headers: { host: url.host, 'user-agent': USER_AGENT, accept: '*/*', connection: 'close' },
      signal,
    });
    sent.once('error', reject);
    sent.once('response', (response) => {
      operation.httpStatus = response.statusCode ?? null;
      read(response).then(resolve, reject);
    });
    sent.end();
  }).catch((error: unknown) => {
    if (timeout.aborted) {
      throw new ObservedError('request', 'ETIMEDOUT', `no answer within ${REQUEST_TIMEOUT_MS} ms`);
    }
    throw error;
  });
}

async function readBody(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > BODY_LIMIT_BYTES) {
      throw new ObservedError('request', 'EMSGSIZE', `the answer is longer than ${BODY_LIMIT_BYTES} bytes`);
    }
  }
  return Buffer.concat(chunks).toString('utf8');
}
