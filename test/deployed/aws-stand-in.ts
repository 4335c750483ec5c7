/** A stand-in of AWS's endpoints on this machine: it answers the operations that a test names, and records the requests. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { ErrorForm } from '../../lib/lab/services/aws/aws-stand-in.ts';
import { AwsError } from '../../lib/lab/services/aws/aws-stand-in.ts';
import { type XmlContent, xmlDocument } from '../../lib/lab/services/aws/xml.ts';
import type { StandInResponse } from '../../lib/lab/services/stand-in.ts';

export interface Asked {
  /** `DescribeStacks`, `Invoke`, `HeadBucket`, or `cdk` for what the tests' own cdk tells. */
  readonly operation: string;
  /** The form's fields, for the Query protocols. */
  readonly parameters: URLSearchParams;
  readonly path: string;
  readonly body: string;
}

export type Answers = Readonly<Record<string, (asked: Asked) => StandInResponse | Promise<StandInResponse>>>;

export interface AwsStandIn {
  readonly url: string;
  readonly asked: readonly Asked[];
  readonly stop: () => Promise<void>;
}

export async function startAwsStandIn(answers: Answers): Promise<AwsStandIn> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const one = await read(request);
    asked.push(one);
    const answer = await answers[one.operation]?.(one);
    const { status, headers, body } = answer ?? {
      status: 501,
      headers: {},
      body: `no ${one.operation} here`,
    };
    response.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function read(request: IncomingMessage): Promise<Asked> {
  const body = await text(request);
  const path = request.url ?? '/';
  const parameters = new URLSearchParams(body);
  return { operation: operationOf(request, path, parameters), parameters, path, body };
}

function operationOf(
  { method, headers }: IncomingMessage,
  path: string,
  parameters: URLSearchParams,
): string {
  // The JSON protocols: `GraniteServiceVersion20100801.GetMetricData`.
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.split('.').at(-1) ?? target;
  if (path.startsWith('/cdk/')) return 'cdk';
  if (path.endsWith('/invocations')) return 'Invoke';
  if (method === 'HEAD') return 'HeadBucket';
  if (path.startsWith('/2013-04-01/hostedzonesbyvpc?')) return 'ListHostedZonesByVPC';
  return parameters.get('Action') ?? `${method} ${path}`;
}

/** An answer in the Query protocol of CloudFormation and STS. */
export function queryAnswer(operation: string, content: XmlContent): StandInResponse {
  return xml(`${operation}Response`, { [`${operation}Result`]: content });
}

/** An answer in EC2's variant of it. */
export function ec2Answer(operation: string, content: XmlContent): StandInResponse {
  return xml(`${operation}Response`, content);
}

function xml(root: string, content: XmlContent): StandInResponse {
  return { status: 200, headers: { 'content-type': 'text/xml' }, body: xmlDocument(root, null, content) };
}

export function json(payload: unknown, headers: Readonly<Record<string, string>> = {}): StandInResponse {
  return { status: 200, headers, body: JSON.stringify(payload) };
}

export function refusal(form: ErrorForm, status: number, code: string, message: string): StandInResponse {
  return form.respond(new AwsError(status, code, message), 'request-1');
}
