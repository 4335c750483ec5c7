/**
 * Lambda's Runtime API (Lambda Developer Guide, "Using the Lambda runtime API") for one runtime process. It listens on a
 * Unix socket, which works across network namespaces, so no process has to listen inside.
 */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
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

/** @param name distinguishes it from those of other functions */
export async function startRuntimeApi(name: string, events: RuntimeEvents): Promise<RuntimeApi> {
  const socketPath = `/run/${name}.runtime-api`;
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
  server.listen(socketPath);
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

async function receive(
  request: IncomingMessage,
  response: ServerResponse,
  events: RuntimeEvents,
): Promise<void> {
  const body = await readJson(request);
  const path = request.url ?? '';
  if (path === `${VERSION}/init/error`) events.onInitError(body as RuntimeError);
  else if (path.startsWith(`${VERSION}/invocation/`) && path.endsWith('/response')) events.onResponse(body);
  else if (path.startsWith(`${VERSION}/invocation/`) && path.endsWith('/error'))
    events.onError(body as RuntimeError);
  else {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}');
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? null : JSON.parse(text);
}
