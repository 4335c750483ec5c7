/** Runs `natless` as a user does: by a call within this process, or in a process of its own where that matters. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { natless as callNatless } from '../lib/cli/natless.ts';

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CallOptions {
  /** The whole environment. @default - that of the tests */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** What the user types, up to the end of the input. @default '' */
  readonly input?: string;
}

/** Calls the command. Calls with an environment of their own wait for one another: the AWS clients read the process's. */
export function natless(args: readonly string[], options: CallOptions = {}): Promise<Ended> {
  return options.env
    ? inTurn(() => withEnvironment(options.env, () => call(args, options)))
    : call(args, options);
}

async function call(args: readonly string[], { env = process.env, input = '' }: CallOptions): Promise<Ended> {
  const output = { stdout: '', stderr: '' };
  const to = (name: keyof typeof output) => ({
    write: (text: string) => {
      output[name] += text;
    },
  });
  const status = await callNatless(args, {
    stdin: Readable.from([input]),
    stdout: to('stdout'),
    stderr: to('stderr'),
    env,
    signal: new AbortController().signal,
    onSecondInterrupt: () => {},
  });
  return { status, ...output };
}

let last: Promise<unknown> = Promise.resolve();

function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  const next = last.then(work);
  last = next.catch(() => {});
  return next;
}

async function withEnvironment<Result>(
  env: NodeJS.ProcessEnv | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  const before = process.env;
  process.env = { ...env };
  try {
    return await work();
  } finally {
    process.env = before;
  }
}

/** A signal that is sent, as Ctrl-C would, once standard error holds a text. */
interface Interrupt {
  readonly after: string;
  readonly signal: NodeJS.Signals;
  /** A person is slower than a program. @default 0 */
  readonly delayMs?: number;
}

export interface ProcessOptions {
  /** @default - the environment of the tests */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** What the user types; null for a user who types nothing and waits. @default '' */
  readonly input?: string | null;
  /** @default - none */
  readonly signals?: readonly Interrupt[];
}

/** What `npx natless` starts. */
export const NATLESS = join(import.meta.dirname, '..', 'bin', 'natless.mjs');

/** Starts the command in a process of its own. */
export function startNatless(
  args: readonly string[],
  { env = process.env, input = '', signals = [] }: ProcessOptions = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [NATLESS, ...args], { env, stdio: 'pipe' });
  const output = { stdout: '', stderr: '' };
  const pending = [...signals];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
    const [next] = pending;
    if (!next || !output.stderr.includes(next.after)) return;
    pending.shift();
    setTimeout(() => child.kill(next.signal), next.delayMs ?? 0);
  });
  child.stdin.on('error', () => {});
  if (input !== null) child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (status) => resolve({ status, ...output }));
  });
}
