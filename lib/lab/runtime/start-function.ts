/** Prepares a function of the template in the network namespace of its interface. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { CONTAINER } from '../../../lambda/report/stack-contract.ts';
import type { LambdaFunction } from '../template/model.ts';
import { CONTAINER_RUNTIME } from '../template/tasks.ts';
import type { Invocation } from './invocation.ts';
import { Sandbox } from './sandbox.ts';

/** The runtime of the template's functions, in Lambda's major version of Node, and the stand-in of ECS for its tasks. */
const NODE24 = join(import.meta.dirname, 'node24');

/** A function whose code may run. */
export type RunnableFunction = LambdaFunction & { readonly codePath: string };

export interface FunctionPlace {
  /** The network namespace of its interface. */
  readonly namespace: string;
  readonly functionArn: string;
  /** The variables that the lab adds to the template's: Region, credentials. */
  readonly environment: Readonly<Record<string, string>>;
  readonly resolverAddress: string;
  /** The folder of a runtime, whose entry is `bootstrap.mjs`. @default - the lab's own */
  readonly runtimePath?: string;
}

export interface RunningFunction {
  /** Resolves even if the function fails. */
  readonly invoke: (event: unknown) => Promise<Invocation>;
  readonly stop: () => Promise<void>;
  /** With which a task seals the report in its log; empty for a function, which returns it. */
  readonly reportKey: string;
}

/** Does not run any of the function's code yet, since that may use the network at once. */
export async function prepareFunction(fn: RunnableFunction, place: FunctionPlace): Promise<Sandbox> {
  const isTask = fn.runtime === CONTAINER_RUNTIME;
  const sandbox = new Sandbox({
    runtimePath: NODE24,
    entry: isTask ? 'container.mjs' : 'bootstrap.mjs',
    ...place,
    codePath: fn.codePath,
    handler: fn.handler,
    functionName: fn.name,
    logGroupName: fn.logGroupName,
    environment: {
      ...place.environment,
      ...fn.environment,
      ...(isTask && { [CONTAINER.keyVariable]: randomUUID() }),
    },
    timeoutSeconds: fn.timeoutSeconds,
    memoryMegabytes: fn.memoryMegabytes,
  });
  await sandbox.prepare();
  return sandbox;
}
