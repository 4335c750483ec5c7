/**
 * Runs part of the lab as a child process in namespaces of its own. The child ends when its standard input closes, so
 * nothing is left however the parent dies: no namespace, mount, process or file.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { EXTENSION } from '../../folders.ts';
import { UserError } from '../../user-error.ts';
import { closeInheritedDescriptors } from './inherited-descriptors.ts';

/** The entry of a lab's inner process. */
export const INSIDE = join(import.meta.dirname, '..', `inside${EXTENSION}`);

/** Where the child writes its messages, a line of JSON each. */
const MESSAGES_FD = 3;

/** Where the child finds the parent's standard streams, for a command of the user's, and the file for a capture. */
export const PASSED_THROUGH = { input: 4, output: 5, error: 6, capture: 7 } as const;

type Message<Result> =
  | { readonly kind: 'progress'; readonly step: string }
  | { readonly kind: 'command-begins' }
  | { readonly kind: 'remark'; readonly line: string }
  | { readonly kind: 'result'; readonly result: Result }
  | { readonly kind: 'error'; readonly message: string; readonly isUserError: boolean };

export interface InsideOptions {
  /** What `unshare` needs on this machine before the namespaces: nothing for root. */
  readonly unshareArguments: readonly string[];
  readonly onProgress: (step: string) => void;
  /** The standard streams are a command's of the user's from now on. @default - there is none */
  readonly onCommand?: (() => void) | undefined;
  /** A sentence to show while that command runs. @default - not shown */
  readonly onRemark?: ((line: string) => void) | undefined;
  /** Ends the child at once. */
  readonly signal: AbortSignal;
  /** Asks the child to pass a signal on to the command that it runs. @default - only `signal` ends it */
  readonly interrupt?: AbortSignal | undefined;
  /** An open file that the child may write a capture to. @default - none */
  readonly captureFd?: number | undefined;
}

/** In MB. What V8 takes by itself makes each of several labs 45 MB larger than it needs to be. */
const YOUNG_GENERATION = '--max-semi-space-size=2';

/** For as long as the promise is pending, the child and everything that it made stay. */
export type Hold<Result> = (result: Result, innerPid: number) => Promise<void>;

/** @throws UserError for what the user can fix; any other error is a defect of the lab */
export async function runInside<Result>(
  entry: string,
  request: unknown,
  options: InsideOptions,
  hold?: Hold<Result>,
): Promise<Result> {
  const child = spawn(
    'unshare',
    [
      ...options.unshareArguments,
      ...NAMESPACES,
      process.execPath,
      '--disable-warning=ExperimentalWarning',
      YOUNG_GENERATION,
      entry,
    ],
    {
      stdio: ['pipe', 'ignore', 'pipe', 'pipe', 0, 1, 2, options.captureFd ?? 'ignore'],
      signal: options.signal,
      killSignal: 'SIGKILL',
    },
  );
  const ended = endOf(child);
  const printed = linesOf(child.stderr as Readable, options.onProgress);
  const input = child.stdin as Writable;
  input.on('error', () => {});
  input.write(`${JSON.stringify(request)}\n`);
  options.interrupt?.addEventListener('abort', () => input.write(`${signalOf(options.interrupt)}\n`));
  const outcome = await readMessages<Result>(child.stdio[MESSAGES_FD] as Readable, input, options);
  if (outcome?.kind === 'result') await hold?.(outcome.result, onlyChildOf(child));
  input.end();
  const how = await ended;
  if (outcome?.kind === 'result') return outcome.result;
  if (outcome?.kind === 'error') {
    throw outcome.isUserError ? new UserError(outcome.message) : new Error(outcome.message);
  }
  throw new Error([`the lab's inner process ended without a result: ${how}`, ...printed].join('\n'));
}

/** The end of a stack is of no use without its beginning. */
const LINES_KEPT = 50;

/**
 * What the child prints itself, such as a warning or the stack of a crash, is progress: it may quote a template, and
 * nothing reaches the terminal but through the command. @returns the last lines, as they come
 */
function linesOf(stream: Readable, onProgress: (step: string) => void): readonly string[] {
  const lines: string[] = [];
  createInterface({ input: stream }).on('line', (line) => {
    onProgress(line);
    lines.push(line);
    lines.splice(0, lines.length - LINES_KEPT);
  });
  return lines;
}

/** The reason of an interrupt is the signal's name, where it came as a signal. */
function signalOf(interrupt: AbortSignal | undefined): string {
  return typeof interrupt?.reason === 'string' ? interrupt.reason : 'SIGINT';
}

/** The process that `unshare` forked into the new process namespace, by its id out here. */
function onlyChildOf({ pid }: ChildProcess): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim());
}

/** How the child ended, in words. Never rejects: the messages have the outcome. */
function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', ({ message }) => resolve(message));
    child.once('close', (code, signal) => resolve(signal ?? `status ${code}`));
  });
}

/** `--kill-child`: the child dies with unshare; a PID namespace: its own children die with it. */
const NAMESPACES = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];

/** The parent's line that lets a command begin; every other line is the name of a signal. */
const BEGIN = 'begin';

/** @returns the outcome; null if there is none */
async function readMessages<Result>(stream: Readable, input: Writable, options: InsideOptions) {
  for await (const line of createInterface({ input: stream })) {
    const message = JSON.parse(line) as Message<Result>;
    if (message.kind === 'progress') options.onProgress(message.step);
    else if (message.kind === 'remark') options.onRemark?.(message.line);
    else if (message.kind === 'command-begins') {
      options.onCommand?.();
      input.write(`${BEGIN}\n`);
    } else return message;
  }
  return null;
}

/** The parent process, as the child sees it. */
export interface Parent {
  readonly progress: (step: string) => void;
  /** Settles once the parent has left the standard streams to the command. */
  readonly beginCommand: () => Promise<void>;
  readonly remark: (line: string) => void;
  /** Takes over the signals that the parent asks to pass on. Without a listener each ends the child. */
  readonly onInterrupt: (listener: (signal: NodeJS.Signals) => void) => void;
}

/** The child's half: reads the request, answers with progress and a result, and ends with its parent. */
export function serveInside<Request, Result>(
  handle: (request: Request, parent: Parent) => Promise<Result>,
): void {
  closeInheritedDescriptors(PASSED_THROUGH.capture);
  // What is written in here is read under other user ids: by functions, and by a command of the user's.
  process.umask(0o022);
  const messages = new Socket({ fd: MESSAGES_FD });
  const send = (message: Message<Result>) => messages.write(`${JSON.stringify(message)}\n`);
  const lines = createInterface({ input: process.stdin });
  // This process is PID 1 of its namespace: when it ends, everything in the namespace ends.
  lines.once('close', () => process.exit());
  lines.once('line', (line) => {
    handle(JSON.parse(line) as Request, parentBehind(lines, send)).then(
      (result) => send({ kind: 'result', result }),
      (error: unknown) => send(errorMessage(error)),
    );
  });
}

function parentBehind(lines: Interface, send: (message: Message<never>) => void): Parent {
  const begun = Promise.withResolvers<void>();
  let interrupt: (signal: NodeJS.Signals) => void = () => process.exit();
  lines.on('line', (line) => {
    if (line === BEGIN) begun.resolve();
    else interrupt(line as NodeJS.Signals);
  });
  return {
    progress: (step) => send({ kind: 'progress', step }),
    beginCommand: () => {
      send({ kind: 'command-begins' });
      return begun.promise;
    },
    remark: (line) => send({ kind: 'remark', line }),
    onInterrupt: (listener) => {
      interrupt = listener;
    },
  };
}

function errorMessage(error: unknown): Message<never> {
  const isUserError = error instanceof UserError;
  const message =
    error instanceof Error ? (isUserError ? error.message : (error.stack ?? error.message)) : String(error);
  return { kind: 'error', message, isUserError };
}
