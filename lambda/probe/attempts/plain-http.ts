/** One GET over a connection of our own, its body read to a limit. */
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

export interface Question {
  readonly url: URL;
  /** How the evidence calls it. @default - method and path */
  readonly name?: string;
  /** In lower case. @default - what a simple client sends */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What is made of an answer's header and body. */
type Reader<T> = (response: IncomingMessage) => Promise<T>;

/** The body of the answer, whatever its status; the evidence has the rest. */
export function get(context: AttemptContext, url: URL): Promise<string> {
  return ask(context, { url }, (response) => readBody(response, BODY_LIMIT_BYTES));
}

/** Where the answer redirects to, or null; its body is not read. */
export function getHeader(context: AttemptContext, url: URL): Promise<URL | null> {
  return ask(context, { url }, async (response) => {
    response.destroy();
    return redirectIn({ status: response.statusCode ?? 0, headers: response.headers }, url);
  });
}

/** The answer, whatever its status. @throws ObservedError where the body is longer than the limit */
export function getAnswer(context: AttemptContext, question: Question, limitBytes: number): Promise<Answer> {
  return ask(context, question, async (response) => {
    const { statusCode: status = 0, headers } = response;
    return { status, headers, body: await readBody(response, limitBytes) };
  });
}

/** The same for a body of which the beginning is enough. */
export function getBeginning(context: AttemptContext, question: Question): Promise<Answer> {
  return ask(context, question, async (response) => {
    const { statusCode: status = 0, headers } = response;
    return { status, headers, body: await readBeginning(response) };
  });
}

function ask<T>(context: AttemptContext, question: Question, read: Reader<T>): Promise<T> {
  const { url, name = `GET ${url.pathname}` } = question;
  const tls = url.protocol === 'https:';
  const port = Number(url.port) || (tls ? 443 : 80);
  if (context.mode === 'ipv6')
    return askObserved(context, question, startOperation(name, url.hostname, port), read);
  return watchOperation(context, name, { host: url.hostname, port, tls }, () =>
    askByDefaults(context, question, read),
  );
}

function headersOf({ headers }: Question): Readonly<Record<string, string>> {
  return { 'user-agent': USER_AGENT, accept: '*/*', ...headers };
}

async function askObserved<T>(
  { signal, operations, refusalOf }: AttemptContext,
  question: Question,
  operation: OperationEvidence,
  read: Reader<T>,
): Promise<T> {
  operations.push(operation);
  const socket = await openConnection(operation, {
    tls: question.url.protocol === 'https:',
    signal,
    refusalOf,
  });
  try {
    return await observePhase(operation, 'request', () =>
      exchange(socket, question, { operation, signal, read }),
    );
  } finally {
    socket.destroy();
  }
}

/** As any program would ask, by the runtime's own choice of address; over a connection of its own all the same. */
async function askByDefaults<T>(
  { signal, operations, refusalOf }: AttemptContext,
  question: Question,
  read: Reader<T>,
): Promise<T> {
  const { url } = question;
  requireAllowedHost(url.hostname, refusalOf);
  const send = url.protocol === 'https:' ? requestTls : nodeHttp.request;
  const lookup = refusalOf && { lookup: guardedLookup(refusalOf) };
  return new Promise<T>((resolve, reject) => {
    const sent = send(url, { agent: false, headers: headersOf(question), signal, ...lookup });
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
  question: Question,
  { operation, signal: deadline, read }: Exchange<T>,
): Promise<T> {
  const { url } = question;
  const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  const signal = AbortSignal.any([deadline, timeout]);
  return new Promise<T>((resolve, reject) => {
    const sent = nodeHttp.request({
      createConnection: () => socket,
      path: `${url.pathname}${url.search}`,
      headers: { host: url.host, ...headersOf(question), connection: 'close' },
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

/** What comes first, in one piece; nothing of an empty body. */
async function readBeginning(response: IncomingMessage): Promise<string> {
  for await (const chunk of response as AsyncIterable<Buffer>) {
    return chunk.subarray(0, BODY_LIMIT_BYTES).toString('latin1');
  }
  return '';
}
