/** Runs a command as this process: its streams, Ctrl-C, and the exit status. */
import { type ProcessContext, STATUS } from './context.ts';

/** Ctrl-C, a polite kill, a terminal that closes. */
const INTERRUPTS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** One Ctrl-C may arrive twice: from the terminal, and from npm or bin/natless.mjs. Within this time it counts once. */
const SAME_INTERRUPT_MS = 1_000;

/** What still holds the process so long after the command has ended (a credential helper that hangs) is abandoned. */
const LINGER_MS = 500;

export async function runProcess(command: (process: ProcessContext) => Promise<number>): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosed);
  const { stdout, stderr, env } = process;
  process.exitCode = await command(Object.assign(input(), { stdout, stderr, env, ...interrupts() }));
  setTimeout(() => process.exit(), LINGER_MS).unref();
}

/** Opened only by the command that reads it: natless exec hands it on to another program. */
function input(): Pick<ProcessContext, 'stdin'> {
  return {
    get stdin() {
      return process.stdin;
    },
  };
}

function interrupts(): Pick<ProcessContext, 'signal' | 'onSecondInterrupt'> {
  const interrupt = new AbortController();
  let onSecond = () => process.exit(STATUS.interrupted);
  let first: number | null = null;
  const onInterrupt = (signal?: NodeJS.Signals) => {
    if (first !== null && performance.now() - first > SAME_INTERRUPT_MS) onSecond();
    first ??= performance.now();
    interrupt.abort(signal);
  };
  for (const name of INTERRUPTS) process.on(name, onInterrupt);
  endWithParent(() => onInterrupt());
  return {
    signal: interrupt.signal,
    onSecondInterrupt: (listener) => {
      onSecond = listener as () => never;
    },
  };
}

/** A process that bin/start.mjs has started has a channel to it, which closes when that process is killed. */
function endWithParent(onEnd: () => void): void {
  if (!process.channel) return;
  process.once('disconnect', onEnd);
  process.channel.unref();
}

/** The reader has closed the pipe (`| head`) or the terminal, and needs no more output. */
function ignoreClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
}
