/** Stand-ins of CloudFormation, Lambda and EC2 on loopback, for the command lines that talk to a deployed stack. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { OUTPUTS } from '../../lambda/probe/contract.ts';
import { xmlDocument } from '../../lib/lab/services/xml.ts';

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface StandIns {
  /** The answer to an action of the Query protocol: CloudFormation's or EC2's. */
  readonly query: (action: string, parameters: URLSearchParams) => Answer;
  /** The answer to an invocation. */
  readonly invoke: (functionName: string, event: unknown) => Answer | Promise<Answer>;
}

export interface RunningStandIns {
  /** What makes the SDK's clients talk to them. */
  readonly environment: Readonly<Record<string, string>>;
  readonly stop: () => void;
}

export async function startStandIns(standIns: StandIns): Promise<RunningStandIns> {
  const server = createServer((request, response) => void answer(request, response, standIns));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    environment: {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_REGION: 'us-west-2',
      AWS_ACCESS_KEY_ID: 'ASIATEST',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_MAX_ATTEMPTS: '1',
    },
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { query, invoke }: StandIns,
): Promise<void> {
  const body = await text(request);
  const [, functionName] = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(request.url ?? '') ?? [];
  const parameters = new URLSearchParams(body);
  const {
    status,
    headers,
    body: answered,
  } = functionName
    ? await invoke(decodeURIComponent(functionName), JSON.parse(body))
    : query(parameters.get('Action') ?? '', parameters);
  response.writeHead(status, headers).end(answered);
}

/** A stack with these probe functions, in the form of CloudFormation's API Reference. */
export function describeStacks(functionNames: readonly string[]): Answer {
  const id = 'arn:aws:cloudformation:us-west-2:111122223333:stack/Natless/1';
  const outputs = [{ OutputKey: OUTPUTS.functionNames, OutputValue: functionNames.join(',') }];
  return xml('DescribeStacks', {
    DescribeStacksResult: {
      Stacks: {
        member: [
          { StackName: 'Natless', StackId: id, StackStatus: 'CREATE_COMPLETE', Outputs: { member: outputs } },
        ],
      },
    },
  });
}

export function xml(action: string, content: Parameters<typeof xmlDocument>[2]): Answer {
  const headers = { 'content-type': 'text/xml' };
  return { status: 200, headers, body: xmlDocument(`${action}Response`, 'http://test.invalid/', content) };
}

/** An error of the Query protocol. */
export function queryError(status: number, code: string, message: string): Answer {
  const body = `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;
  return { status, headers: { 'content-type': 'text/xml' }, body };
}

/** An error of Lambda's own API. */
export function lambdaError(status: number, code: string, message: string): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': code },
    body: JSON.stringify({ message }),
  };
}

export function payload(value: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status: 200, headers, body: JSON.stringify(value) };
}
