/** Runs a function of the template in the network namespace of its interface. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { LambdaFunction } from '../template/model.ts';
import { CONTAINER_RUNTIME } from '../template/tasks.ts';
import type { FromSandbox, Invocation, ToSandbox } from './messages.ts';

const SANDBOX = join(import.meta.dirname, 'sandbox.ts');

/** The runtime of the template's functions, in Lambda's own major version of Node, and what plays ECS for its tasks. */
const NODE24 = join(import.meta.dirname, 'node24');

/** The 10 s that Lambda allows an initialization, and the start of a process before it. */
const START_TIMEOUT_MS = 15_000;

/** What the sandbox's own time-out and Lambda's may take beyond the function's. */
const INVOCATION_MARGIN_MS = 5_000;

export interface FunctionPlace {
  /** The network namespace of its interface. */
  readonly namespace: string;
  readonly functionArn: string;
  /** What the lab adds to the template's variables: Region, credentials. */
  readonly environment: Readonly<Record<string, string>>;
  readonly resolverAddress: string;
  readonly caCertificatePem: string;
  /** The folder of a runtime, whose entry is `bootstrap.mjs`. @default - the lab's own */
  readonly runtimePath?: string;
}

export interface RunningFunction {
  /** Resolves whatever the function does; rejects only if the sandbox itself fails. */
  readonly invoke: (event: unknown) => Promise<Invocation>;
  readonly stop: () => Promise<void>;
}

/** Resolves when the function is initialized, or has failed to be: the first invocation then says how. */
export async function startFunction(fn: LambdaFunction, place: FunctionPlace): Promise<RunningFunction> {
  const { namespace, environment, ...rest } = place;
  const child = spawn('nsenter', [`--net=/run/netns/${namespace}`, process.execPath, SANDBOX], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const request = {
    runtimePath: NODE24,
    entry: fn.runtime === CONTAINER_RUNTIME ? 'container.mjs' : 'bootstrap.mjs',
    ...rest,
    codePath: fn.codePath,
    handler: fn.handler,
    functionName: fn.name,
    logGroupName: fn.logGroupName,
    environment: { ...environment, ...fn.environment },
    timeoutSeconds: fn.timeoutSeconds,
    memoryMegabytes: fn.memoryMegabytes,
  };
  send(child, { kind: 'start', request });
  await receive(child, 'ready', START_TIMEOUT_MS);
  return {
    async invoke(event) {
      send(child, { kind: 'invoke', event });
      const timeoutMs = fn.timeoutSeconds * 1000 + INVOCATION_MARGIN_MS;
      return (await receive(child, 'done', timeoutMs)).invocation;
    },
    async stop() {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

function send(child: ChildProcess, message: ToSandbox): void {
  child.send(message);
}

function receive<Kind extends FromSandbox['kind']>(child: ChildProcess, kind: Kind, timeoutMs: number) {
  const { promise, resolve, reject } = Promise.withResolvers<Extract<FromSandbox, { kind: Kind }>>();
  const onMessage = (message: FromSandbox) => {
    if (message.kind === kind) resolve(message as Extract<FromSandbox, { kind: Kind }>);
  };
  const onExit = () => reject(new Error(`the sandbox ended before it was ${kind}`));
  const timer = setTimeout(
    () => reject(new Error(`the sandbox was not ${kind} within ${timeoutMs} ms`)),
    timeoutMs,
  );
  child.on('message', onMessage).once('exit', onExit).once('error', reject);
  return promise.finally(() => {
    clearTimeout(timer);
    child.off('message', onMessage).off('exit', onExit).off('error', reject);
  });
}
