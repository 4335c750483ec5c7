/**
 * One signed request in EC2's Query protocol. Two read calls do not justify a client of 700 KB in the bundle:
 * the SDK's own signer and XML reader are there already.
 */

import { parseXML } from '@aws-sdk/xml-builder';
import { Sha256 } from '@smithy/core/checksum';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AttemptContext } from '../attempts/attempt.ts';
import { send } from '../attempts/aws-client.ts';
import { observedHandler } from '../attempts/observed-handler.ts';
import { environmentCredentials } from '../credentials.ts';
import { XML_LIMIT_BYTES } from '../limits.ts';

/** The version of EC2's API that every SDK uses. */
const API_VERSION = '2016-11-15';

/** The answer's document as plain objects; a list of one stands as its only element. */
export type XmlDocument = Readonly<Record<string, unknown>>;

/** @throws an error whose `code` is EC2's own (`UnauthorizedOperation`), or `ResponseInvalid` for what is no XML */
export function ec2Query(
  context: AttemptContext,
  action: string,
  parameters: Readonly<Record<string, string>>,
): Promise<XmlDocument> {
  return send(context, action, async ({ abortSignal }) => {
    const request = await sign(context, {
      Action: action,
      Version: API_VERSION,
      ...parameters,
    });
    const { response } = await handlerFor(context).handle(request as never, { abortSignal });
    noteStatus(context, response.statusCode);
    const document = readDocument(await readText(response.body));
    if (response.statusCode !== 200) throw serviceError(document, response.statusCode);
    return document;
  });
}

/** As an SDK client has it: ours where IPv6 is forced, the SDK's own where nothing is. */
function handlerFor(context: AttemptContext) {
  return context.mode === 'ipv6' ? observedHandler(context) : new NodeHttpHandler();
}

/** The SDK's clients tell the status with their answers; here it is read. */
function noteStatus({ operations }: AttemptContext, statusCode: number): void {
  const operation = operations.at(-1);
  if (operation) operation.httpStatus = statusCode;
}

/** `ec2.REGION.amazonaws.com` has no IPv6; `api.aws` is EC2's dual-stack name. */
function sign(
  { mode, environment: { region } }: AttemptContext,
  parameters: Readonly<Record<string, string>>,
) {
  const hostname = mode === 'unchanged' ? `ec2.${region}.amazonaws.com` : `ec2.${region}.api.aws`;
  const signer = new SignatureV4({
    service: 'ec2',
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
    headers: { host: hostname, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: new URLSearchParams(parameters).toString(),
  });
}

async function readText(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > XML_LIMIT_BYTES) throw invalid(`longer than ${XML_LIMIT_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function readDocument(text: string): XmlDocument {
  try {
    return parseXML(text);
  } catch {
    throw invalid(`not XML: "${text.slice(0, 80)}"`);
  }
}

/** EC2's errors: `Response`, `Errors`, `Error` with a code and a message (Amazon EC2 API Reference, Error codes). */
function serviceError(document: XmlDocument, statusCode: number): Error {
  const { Code, Message } = (document as Ec2Errors).Response?.Errors?.Error ?? {};
  if (Code === undefined) return invalid(`with status ${statusCode} that names no error`);
  return Object.assign(new Error(Message ?? 'no message'), { code: Code });
}

interface Ec2Errors {
  readonly Response?: {
    readonly Errors?: { readonly Error?: { readonly Code?: string; readonly Message?: string } };
  };
}

function invalid(message: string): Error {
  return Object.assign(new Error(`EC2 answered something ${message}`), { code: 'ResponseInvalid' });
}
