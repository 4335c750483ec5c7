/**
 * Lets an AWS SDK client send each request over one fresh, observed IPv6 connection.
 * The SDK still writes the request and reads the answer; only the socket is the probe's own.
 */
import { Agent } from 'node:https';
import type { Socket } from 'node:net';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import type { HttpHandlerOptions, HttpRequest, HttpResponse } from '@smithy/types';
import { REQUEST_TIMEOUT_MS } from '../limits.ts';
import { openConnection } from '../net/connect.ts';
import { observePhase, recordAnswer, startOperation } from '../observe.ts';
import type { AttemptContext } from './attempt.ts';

/** A request handler for one attempt's client. Its requests become the attempt's operations, in order. */
export function observedHandler(context: AttemptContext) {
  return {
    /** Its `request` phase ends with the answer's header. */
    async handle(
      request: HttpRequest,
      options: HttpHandlerOptions = {},
    ): Promise<{ response: HttpResponse }> {
      const operation = startOperation(
        `${request.method} ${request.path}`,
        request.hostname,
        request.port ?? 443,
      );
      context.operations.push(operation);
      const socket = await openConnection(operation, {
        tls: request.protocol === 'https:',
        signal: context.signal,
      });
      const handler = new NodeHttpHandler({
        httpsAgent: new OneSocketAgent(socket),
        requestTimeout: REQUEST_TIMEOUT_MS,
        throwOnRequestTimeout: true,
      });
      const { response } = await observePhase(operation, 'request', () =>
        handler.handle(request as never, options),
      );
      const { headers, statusCode } = response;
      recordAnswer(operation, statusCode, headers['x-amzn-requestid'] ?? headers['x-amz-request-id']);
      return { response };
    },
    destroy() {},
  };
}

/** An agent that hands out the one connection that it was given. */
class OneSocketAgent extends Agent {
  readonly #socket: Socket;

  constructor(socket: Socket) {
    super({ keepAlive: false });
    this.#socket = socket;
  }

  override createConnection(): Socket {
    return this.#socket;
  }
}
