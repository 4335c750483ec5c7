/**
 * One signed POST to an AWS API, as an operation of an attempt. One or two calls do not justify a client of hundreds of
 * kilobytes in the bundle, which already holds the SDK's signer.
 */
import { Sha256 } from '@smithy/core/checksum';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { SignatureV4 } from '@smithy/signature-v4';
import { environmentCredentials } from '../credentials.ts';
import { ObservedError } from '../observe.ts';
import type { AttemptContext } from './attempt.ts';
import { send } from './aws-client.ts';
import { observedHandler } from './observed-handler.ts';

export interface SignedRequest {
  /** The name of the API's operation. */
  readonly operation: string;
  /** The service's name in a signature's scope. */
  readonly service: string;
  readonly region: string;
  readonly hostname: string;
  /** In lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The most that is read of the answer. */
  readonly limitBytes: number;
}

/**
 * @param read makes the answer from a body and a status; the evidence holds what it throws
 * @throws what `read` throws, and `ResponseInvalid` for an answer that is longer than the limit
 */
export function sendSigned<Answer>(
  context: AttemptContext,
  request: SignedRequest,
  read: (body: string, statusCode: number) => Answer,
): Promise<Answer> {
  return send(context, request.operation, async ({ abortSignal }) => {
    const signed = await sign(request);
    const { response } = await handlerFor(context).handle(signed as never, { abortSignal });
    // The SDK's clients give the status with their answers; here it is copied.
    const operation = context.operations.at(-1);
    if (operation) operation.httpStatus = response.statusCode;
    return read(await readText(response.body, request), response.statusCode);
  });
}

/** As for an SDK client: the observed one where IPv6 is forced, else the SDK's own. */
function handlerFor(context: AttemptContext) {
  return context.mode === 'ipv6' ? observedHandler(context) : new NodeHttpHandler();
}

function sign({ service, region, hostname, headers, body }: SignedRequest) {
  const signer = new SignatureV4({
    service,
    region,
    credentials: environmentCredentials(),
    sha256: Sha256,
  });
  return signer.sign({
    method: 'POST',
    protocol: 'https:',
    hostname,
    path: '/',
    query: {},
    headers: { host: hostname, ...headers },
    body,
  });
}

async function readText(body: AsyncIterable<Buffer>, { operation, limitBytes }: SignedRequest) {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > limitBytes) {
      const message = `the answer to ${operation} is longer than ${limitBytes} bytes`;
      throw new ObservedError('request', 'ResponseInvalid', message);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
