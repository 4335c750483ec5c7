/** Runs the CDK's own command line, which deploys and destroys. Its output goes to standard error. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../../folders.ts';
import type { Place } from '../place.ts';

/** Tests name a program of their own. */
const cdkProgram = () => process.env.NATLESS_TEST_CDK ?? join(ROOT, 'node_modules', '.bin', 'cdk');

/** On an interrupt the CLI ends at once; what it started goes on in CloudFormation. */
const KILL_AFTER_MS = 10_000;

const STANDARD_ERROR = 2;

interface CdkOptions {
  readonly place: Place;
  readonly timeoutMs: number;
  /** Ends the program, not what it started in CloudFormation. */
  readonly signal: AbortSignal;
}

/** @returns null if it succeeded, otherwise how it ended */
export async function runCdk(
  args: readonly string[],
  { place, timeoutMs, signal }: CdkOptions,
): Promise<string | null> {
  const { region, profile } = place;
  const child = spawn(cdkProgram(), [...args, ...(profile === null ? [] : ['--profile', profile])], {
    cwd: ROOT,
    env: { ...process.env, AWS_REGION: region, AWS_DEFAULT_REGION: region },
    stdio: ['ignore', STANDARD_ERROR, STANDARD_ERROR],
    // A process group of its own: this command handles Ctrl-C, since it still has to destroy the stack.
    detached: true,
  });
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

function endOf(child: ChildProcess): Promise<string | null> {
  return new Promise((resolve) => {
    child.once('error', ({ message }) => resolve(`could not be started (${message}): run npm ci`));
    child.once('close', (code, signal) => {
      resolve(code === 0 ? null : `ended with ${signal ?? `status ${code}`}`);
    });
  });
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
