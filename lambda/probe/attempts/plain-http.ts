/** One GET over a fresh connection, its body read to a limit. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { request as requestTls } from 'node:https';
import type { Socket } from 'node:net';
import type { OperationEvidence } from '../../report/evidence.ts';
import { BODY_LIMIT_BYTES, REQUEST_TIMEOUT_MS } from '../limits.ts';
import { openConnection } from '../net/connect.ts';
import { guardedLookup, requireAllowedHost } from '../net/guarded-lookup.ts';
import { nodeHttp } from '../net/node-http.ts';
import { ObservedError, observePhase, startOperation } from '../observe.ts';
import type { AttemptContext } from './attempt.ts';
import { redirectIn } from './redirects.ts';
import { watchOperation } from './watched-operation.ts';

/** ifconfig.me answers a browser with a page and a curl with the bare address. */
const USER_AGENT = 'curl/8 (natless)';

export interface GetRequest {
  readonly url: URL;
  /** What the evidence calls it. @default - method and path */
  readonly name?: string;
  /** In lower case. @default - what a simple client sends */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface GetResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Reads what is wanted of a response. */
type Reader<T> = (response: IncomingMessage) => Promise<T>;

/** The response's body, whatever its status; the evidence has the rest. */
export function get(context: AttemptContext, url: URL): Promise<string> {
  return ask(context, { url }, (response) => readBody(response, BODY_LIMIT_BYTES));
}

/** Where the response redirects to, or null; its body is not read. */
export function getHeader(context: AttemptContext, url: URL): Promise<URL | null> {
  return ask(context, { url }, async (response) => {
    response.destroy();
    return redirectIn({ status: response.statusCode ?? 0, headers: response.headers }, url);
  });
}

/** The response, whatever its status. @throws ObservedError where the body is longer than the limit */
export function getResponse(
  context: AttemptContext,
  request: GetRequest,
  limitBytes: number,
): Promise<GetResponse> {
  return ask(context, request, async (response) => {
    const { statusCode: status = 0, headers } = response;
    return { status, headers, body: await readBody(response, limitBytes) };
  });
}

/** The same where the beginning of the body is enough. */
export function getBeginning(context: AttemptContext, request: GetRequest): Promise<GetResponse> {
  return ask(context, request, async (response) => {
    const { statusCode: status = 0, headers } = response;
    return { status, headers, body: await readBeginning(response) };
  });
}

function ask<T>(context: AttemptContext, request: GetRequest, read: Reader<T>): Promise<T> {
  const { url, name = `GET ${url.pathname}` } = request;
  const tls = url.protocol === 'https:';
  const port = Number(url.port) || (tls ? 443 : 80);
  if (context.mode === 'ipv6')
    return askObserved(context, request, startOperation(name, url.hostname, port), read);
  return watchOperation(context, name, { host: url.hostname, port, tls }, () =>
    askByDefaults(context, request, read),
  );
}

function headersOf({ headers }: GetRequest): Readonly<Record<string, string>> {
  return { 'user-agent': USER_AGENT, accept: '*/*', ...headers };
}

async function askObserved<T>(
  { signal, operations, refusalOf }: AttemptContext,
  request: GetRequest,
  operation: OperationEvidence,
  read: Reader<T>,
): Promise<T> {
  operations.push(operation);
  const socket = await openConnection(operation, {
    tls: request.url.protocol === 'https:',
    signal,
    refusalOf,
  });
  try {
    return await observePhase(operation, 'request', () =>
      exchange(socket, request, { operation, signal, read }),
    );
  } finally {
    socket.destroy();
  }
}

/** As any program would, with the runtime's own choice of address, but over a fresh connection. */
async function askByDefaults<T>(
  { signal, operations, refusalOf }: AttemptContext,
  request: GetRequest,
  read: Reader<T>,
): Promise<T> {
  const { url } = request;
  requireAllowedHost(url.hostname, refusalOf);
  const send = url.protocol === 'https:' ? requestTls : nodeHttp.request;
  const lookup = refusalOf && { lookup: guardedLookup(refusalOf) };
  return new Promise<T>((resolve, reject) => {
    const sent = send(url, { agent: false, headers: headersOf(request), signal, ...lookup });
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
  request: GetRequest,
  { operation, signal: deadline, read }: Exchange<T>,
): Promise<T> {
  const { url } = request;
  const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  const signal = AbortSignal.any([deadline, timeout]);
  return new Promise<T>((resolve, reject) => {
    const sent = nodeHttp.request({
      createConnection: () => socket,
      path: `${url.pathname}${url.search}`,
      headers: { host: url.host, ...headersOf(request), connection: 'close' },
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

async function readBody(response: IncomingMessage, limitBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > limitBytes) {
      throw new ObservedError('request', 'EMSGSIZE', `the answer is longer than ${limitBytes} bytes`);
    }
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The first chunk; empty where the body is. */
async function readBeginning(response: IncomingMessage): Promise<string> {
  for await (const chunk of response as AsyncIterable<Buffer>) {
    return chunk.subarray(0, BODY_LIMIT_BYTES).toString('latin1');
  }
  return '';
}
