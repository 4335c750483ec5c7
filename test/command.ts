/** Runs one of the project's commands as a user does, and reads what it prints. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const BIN = join(import.meta.dirname, '..', 'bin');

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A signal that is sent, as Ctrl-C would, once standard error holds a text. */
export interface Interrupt {
  readonly after: string;
  readonly signal: NodeJS.Signals;
  /** A person is slower than a program. @default 0 */
  readonly delayMs?: number;
}

export interface CommandOptions {
  /** @default - the environment of the tests */
  readonly env?: NodeJS.ProcessEnv;
  /** What the user types; null for one who types nothing and waits. @default - nothing: the input is closed */
  readonly input?: string | null;
  /** @default - none */
  readonly signals?: readonly Interrupt[];
}

export function runCommand(
  script: string,
  args: readonly string[],
  { env = process.env, input = '', signals = [] }: CommandOptions = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [join(BIN, script), ...args], { env, stdio: 'pipe' });
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
