/**
 * Lambda's Runtime API (Lambda Developer Guide, "Using the Lambda runtime API") for one runtime process. It listens on a
 * Unix socket, which works across network namespaces, so no process has to listen inside.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { nodeHttp } from '../node-http.ts';
import type { RuntimeError } from './invocation.ts';

export interface RuntimeEvents {
  /** The runtime asked for its next invocation; the first time means that it is initialized. */
  readonly onNext: () => void;
  readonly onInitError: (error: RuntimeError) => void;
  readonly onResponse: (payload: unknown) => void;
  readonly onError: (error: RuntimeError) => void;
}

export interface PendingInvocation {
  readonly event: unknown;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  readonly functionArn: string;
}

export interface RuntimeApi {
  readonly socketPath: string;
  /** Passes an invocation to the runtime, now or when it next asks. @returns the request's id */
  readonly deliver: (invocation: PendingInvocation) => string;
  /** Drops what was meant for a runtime that has ended, so that its successor does not get it. */
  readonly forget: () => void;
  readonly close: () => void;
}

const VERSION = '/2018-06-01/runtime';

/** Only this process enters it: each function has its own socket in its file system, and no way to others. */
const SOCKETS = '/run/runtime-apis';

/** What a function may return (Lambda quotas). */
const BODY_LIMIT_BYTES = 6 * 1024 * 1024;

/** @param name distinguishes it from those of other functions */
export async function startRuntimeApi(name: string, events: RuntimeEvents): Promise<RuntimeApi> {
  mkdirSync(SOCKETS, { recursive: true, mode: 0o700 });
  const socketPath = `${SOCKETS}/${name}`;
  const queue: (PendingInvocation & { readonly id: string })[] = [];
  const waiting: ServerResponse[] = [];
  const match = () => {
    const [invocation] = queue;
    const response = invocation && waiting.shift();
    if (!response) return;
    queue.shift();
    answerNext(response, invocation.id, invocation);
  };
  const server = nodeHttp.createServer((request, response) => {
    if (request.method === 'GET' && request.url === `${VERSION}/invocation/next`) {
      waiting.push(response);
      events.onNext();
      match();
      return;
    }
    void receive(request, response, events);
  });
  // The runtime waits for its next invocation without a limit.
  server.requestTimeout = 0;
  // The function has a user id of its own.
  server.listen({ path: socketPath, readableAll: true, writableAll: true });
  await once(server, 'listening');
  return {
    socketPath,
    deliver(invocation) {
      const id = randomUUID();
      queue.push({ ...invocation, id });
      match();
      return id;
    },
    forget() {
      queue.length = 0;
      waiting.length = 0;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function answerNext(
  response: ServerResponse,
  id: string,
  { event, deadline, functionArn }: PendingInvocation,
): void {
  response.writeHead(200, {
    'content-type': 'application/json',
    'lambda-runtime-aws-request-id': id,
    'lambda-runtime-deadline-ms': String(deadline),
    'lambda-runtime-invoked-function-arn': functionArn,
    'lambda-runtime-trace-id': `Root=1-${id.slice(0, 8)}-${id.replaceAll('-', '').slice(8)}`,
  });
  response.end(JSON.stringify(event));
}

/** What comes in is a function's, and may be anything. */
async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  events: RuntimeEvents,
): Promise<void> {
  const text = await readText(request);
  const body = text === null ? TOO_LARGE : parsed(text);
  const path = request.url ?? '';
  const isInvocation = path.startsWith(`${VERSION}/invocation/`);
  if (body instanceof Error) {
    events.onError({ errorType: body.name, errorMessage: body.message });
    response.writeHead(body === TOO_LARGE ? 413 : 400).end();
    return;
  }
  if (path === `${VERSION}/init/error`) events.onInitError(runtimeError(body));
  else if (isInvocation && path.endsWith('/response')) events.onResponse(body);
  else if (isInvocation && path.endsWith('/error')) events.onError(runtimeError(body));
  else {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}');
}

const TOO_LARGE = Object.assign(new Error(`the response has more than ${BODY_LIMIT_BYTES} bytes`), {
  name: 'Function.ResponseSizeTooLarge',
});

/** Null where it is larger than Lambda takes. A body that breaks off is an empty one: its sender has ended. */
async function readText(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > BODY_LIMIT_BYTES) return null;
      chunks.push(chunk);
    }
  } catch {
    return '';
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return text === '' ? null : JSON.parse(text);
  } catch {
    return Object.assign(new Error('the response is not JSON'), { name: 'Runtime.MalformedResponse' });
  }
}

function runtimeError(body: unknown): RuntimeError {
  const { errorType, errorMessage } = Object(body) as Record<string, unknown>;
  return { errorType: String(errorType), errorMessage: String(errorMessage) };
}
