/** Invokes a probe function and reads its answer. */
import { setTimeout as sleep } from 'node:timers/promises';
import { InvokeCommand, type InvokeCommandOutput, LambdaClient } from '@aws-sdk/client-lambda';
import type { z } from 'zod';
import { plainText } from '../../lambda/report/plain-text.ts';
import { UserError } from '../user-error.ts';
import { callAws, clientConfiguration } from './client.ts';
import type { Place } from './place.ts';
import { readAnswer } from './read-answer.ts';

/** The function's own time-out of 60 s, and half a minute for a first start in a VPC. */
const INVOCATION_TIMEOUT_MS = 90_000;

/**
 * A VPC function that was not invoked for 14 days has lost its network interface and refuses its first invocation; the
 * interface is back in a minute or two (Lambda Developer Guide, "Function states").
 */
const WAKING_TIMEOUT_MS = 180_000;
const WAKING_PAUSE_MS = 5_000;

export interface Invocation {
  readonly functionName: string;
  readonly event: Readonly<Record<string, unknown>>;
  readonly place: Place;
  readonly progress: (step: string) => void;
  readonly signal: AbortSignal;
}

/** @throws UserError unless the answer satisfies the schema */
export async function invokeProbe<Schema extends z.ZodType>(
  invocation: Invocation,
  schema: Schema,
): Promise<z.output<Schema>> {
  const { progress, functionName, signal } = invocation;
  const deadline = AbortSignal.timeout(WAKING_TIMEOUT_MS);
  for (;;) {
    try {
      return readOutput(functionName, await send(invocation), schema);
    } catch (error) {
      if (!isAsleep(error) || deadline.aborted) throw error;
      progress(`${functionName} is waking up: Lambda is creating its network interface again`);
      await sleep(WAKING_PAUSE_MS, undefined, { signal });
    }
  }
}

function isAsleep(error: unknown): boolean {
  const { cause } = error as { cause?: unknown };
  return cause instanceof Error && /^Resource(NotReady|Conflict)Exception$/.test(cause.name);
}

function send({ functionName, event, place, signal }: Invocation): Promise<InvokeCommandOutput> {
  const call = {
    doing: `invoking ${functionName}`,
    permission: 'lambda:InvokeFunction',
    timeoutMs: INVOCATION_TIMEOUT_MS,
    place,
    signal,
  };
  // One try: a second would probe twice.
  const lambda = new LambdaClient({ ...clientConfiguration(place), maxAttempts: 1 });
  const command = new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(event) });
  return callAws(call, lambda, (client, options) => client.send(command, options));
}

function readOutput<Schema extends z.ZodType>(
  functionName: string,
  { FunctionError, Payload }: InvokeCommandOutput,
  schema: Schema,
): z.output<Schema> {
  const answer = parse(Payload?.transformToString() ?? '');
  if (FunctionError) throw functionError(functionName, answer);
  return readAnswer(`invoking ${functionName}`, answer, schema);
}

/** Lambda's form of an error that the function did not catch, time-outs included. */
function functionError(functionName: string, answer: unknown): UserError {
  const { errorType = 'Error', errorMessage = 'no message' } = (answer ?? {}) as Record<string, unknown>;
  const said = plainText(`${errorType}: ${errorMessage}`);
  const help = `read its log with aws logs tail (npx cdk deploy prints the log groups' names)`;
  const sentence = /timed out/i.test(said)
    ? `the function ran into its time-out, which its own deadline should have prevented (${said}): run the command again; if it happens again, ${help}`
    : `the function itself failed (${said}): ${help}`;
  return new UserError(`invoking ${functionName} failed: ${sentence}`);
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return null;
  }
}
