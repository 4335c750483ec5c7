/** The VPC's resolver: a process of its own in the router's namespace, where neither security groups nor ACLs filter. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { DnsQuery } from './dns-server.ts';
import type { Internet } from './internet.ts';
import type { FromResolver, ToResolver } from './resolver-messages.ts';

/** Node starts in about 50 ms; on a machine a hundred times slower the lab is of no use. */
const START_TIMEOUT_MS = 5_000;

/** One message each way between two processes of one machine. */
const ANSWER_TIMEOUT_MS = 2_000;

const PROCESS_FILE = fileURLToPath(new URL('resolver-process.ts', import.meta.url));

export interface ResolverProps {
  /** The network namespace to listen in; null for the caller's own. */
  readonly namespace: string | null;
  readonly addresses: readonly string[];
  readonly internet: Internet;
  /** Whoever asks from these blocks is answered by DNS64. @default - nobody */
  readonly dns64CidrBlocks?: readonly string[];
  /** 0 for any free port. @default 53 */
  readonly port?: number;
}

export interface RunningResolver {
  readonly port: number;
  /** Every query so far, in the order of arrival. */
  readonly queries: () => Promise<readonly DnsQuery[]>;
  readonly stop: () => Promise<void>;
}

/** @throws if the resolver cannot listen on an address, or does not start in time */
export async function startResolver({
  namespace,
  addresses,
  internet,
  dns64CidrBlocks = [],
  port = 53,
}: ResolverProps): Promise<RunningResolver> {
  const child = spawnIn(namespace, [process.execPath, PROCESS_FILE]);
  try {
    const started = await ask(
      child,
      { kind: 'start', addresses, internet, dns64CidrBlocks, port },
      'ready',
      START_TIMEOUT_MS,
    );
    return {
      port: started.port,
      queries: async () => (await ask(child, { kind: 'queries' }, 'queries', ANSWER_TIMEOUT_MS)).queries,
      stop: () => end(child),
    };
  } catch (error) {
    await end(child);
    throw error;
  }
}

/** nsenter replaces itself by the command, so the channel for messages survives. */
function spawnIn(namespace: string | null, command: readonly string[]): ChildProcess {
  const [file = '', ...args] =
    namespace === null ? command : ['nsenter', `--net=/run/netns/${namespace}`, ...command];
  return spawn(file, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
}

type Kind = FromResolver['kind'];

/** Sends one message and waits for the answer of the wanted kind. */
function ask<K extends Kind>(
  child: ChildProcess,
  message: ToResolver,
  wanted: K,
  timeoutMs: number,
): Promise<Extract<FromResolver, { kind: K }>> {
  const { promise, resolve, reject } = Promise.withResolvers<Extract<FromResolver, { kind: K }>>();
  const onMessage = (reply: FromResolver) => {
    if (reply.kind === wanted) resolve(reply as Extract<FromResolver, { kind: K }>);
    if (reply.kind === 'failed') reject(new Error(`the resolver cannot start: ${reply.message}`));
  };
  const onError = (error: Error) => reject(new Error(`the resolver cannot be started: ${error.message}`));
  const onExit = (code: number | null) => reject(new Error(`the resolver ended with status ${code}`));
  const timer = setTimeout(
    () => reject(new Error(`the resolver did not answer within ${timeoutMs} ms`)),
    timeoutMs,
  );
  child.on('message', onMessage).once('error', onError).once('exit', onExit);
  if (child.connected) child.send(message, (error) => error && onError(error));
  else onExit(child.exitCode);
  return promise.finally(() => {
    clearTimeout(timer);
    child.off('message', onMessage).off('error', onError).off('exit', onExit);
  });
}

/** Asked for nothing, it holds nothing: killing it loses nothing. */
function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null)
    return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}
