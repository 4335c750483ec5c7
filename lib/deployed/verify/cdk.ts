/** Runs the CDK's own command line, which deploys and destroys, and passes its output on line by line. */
import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { ROOT } from '../../folders.ts';
import type { Place } from '../place.ts';
import { eachLine } from './each-line.ts';

/** Tests name a program of their own. */
const cdkProgram = () => process.env.NATLESS_TEST_CDK ?? join(ROOT, 'node_modules', '.bin', 'cdk');

/** On an interrupt the CLI ends at once; what it started goes on in CloudFormation. */
const KILL_AFTER_MS = 10_000;

/** What the program started may still hold its output open. */
const DRAIN_MS = 2_000;

interface CdkOptions {
  readonly place: Place;
  readonly timeoutMs: number;
  /** Ends the program, not what it started in CloudFormation. */
  readonly signal: AbortSignal;
  /** Gets each line of its output, as the program wrote it: templates and AWS decide what is in it. */
  readonly onOutput: (line: string) => void;
}

/** @returns null if it succeeded, otherwise how it ended */
export async function runCdk(
  args: readonly string[],
  { place, timeoutMs, signal, onOutput }: CdkOptions,
): Promise<string | null> {
  const { region, profile } = place;
  const child = spawn(cdkProgram(), [...args, ...(profile === null ? [] : ['--profile', profile])], {
    cwd: ROOT,
    env: { ...process.env, AWS_REGION: region, AWS_DEFAULT_REGION: region },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own: this command handles Ctrl-C, since it still has to destroy the stack.
    detached: true,
  });
  for (const stream of [child.stdout, child.stderr]) eachLine(stream, onOutput);
  const deadline = AbortSignal.timeout(timeoutMs);
  const stop = AbortSignal.any([signal, deadline]);
  const end = () => endGroup(child);
  stop.addEventListener('abort', end, { once: true });
  if (stop.aborted) end();
  const how = await endOf(child);
  stop.removeEventListener('abort', end);
  if (deadline.aborted) return `was ended after ${timeoutMs / 60_000} minutes`;
  return how;
}

function endOf(child: ChildProcessByStdio<null, Readable, Readable>): Promise<string | null> {
  child.once('exit', () => setTimeout(() => closeOutput(child), DRAIN_MS).unref());
  return new Promise((resolve) => {
    child.once('error', ({ message }) => resolve(`could not be started (${message}): run npm ci`));
    child.once('close', (code, signal) => {
      resolve(code === 0 ? null : `ended with ${signal ?? `status ${code}`}`);
    });
  });
}

function closeOutput({ stdout, stderr }: ChildProcessByStdio<null, Readable, Readable>): void {
  stdout.destroy();
  stderr.destroy();
}

function endGroup(child: ChildProcess): void {
  signalGroup(child, 'SIGINT');
  setTimeout(() => signalGroup(child, 'SIGKILL'), KILL_AFTER_MS).unref();
}

function signalGroup({ pid, exitCode, signalCode }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended in the meantime.
  }
}
