/** How the project's commands end: the exit statuses, Ctrl-C, and errors as sentences. */
import { CommanderError } from 'commander';
import { plainText } from '../../lambda/probe/net/plain-text.ts';

/** 0: all is as expected; 1: something is not; 2: usage, settings or environment. */
export const STATUS = { asExpected: 0, unexpected: 1, usage: 2, interrupted: 130 } as const;

/** Ctrl-C, a polite kill, a terminal that closes. */
export const INTERRUPTS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** After the command's end: whatever still holds the process then (a hanging credential helper) is left behind. */
const LINGER_MS = 500;

export interface CommandOptions {
  /** Whether an error is the user's to mend: its message is the whole story, and no stack trace is wanted. */
  readonly isUsers: (error: Error) => boolean;
}

/** Runs a command to its exit status; the signal fires on Ctrl-C, a second one ends the process at once. */
export async function runCommand(
  main: (interrupt: AbortSignal) => Promise<number>,
  options: CommandOptions,
): Promise<void> {
  const interrupt = new AbortController();
  for (const name of INTERRUPTS) process.once(name, () => interrupt.abort());
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosed);
  try {
    process.exitCode = await main(interrupt.signal);
  } catch (error) {
    process.exitCode = interrupt.signal.aborted ? STATUS.interrupted : explainError(error, options);
  }
  setTimeout(() => process.exit(), LINGER_MS).unref();
}

/** Whoever closed the pipe (`| head`) or the terminal has seen enough. */
function ignoreClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
}

function explainError(error: unknown, { isUsers }: CommandOptions): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? STATUS.asExpected : STATUS.usage;
  const message = error instanceof Error ? (isUsers(error) ? error.message : error.stack) : error;
  process.stderr.write(`${plainLines(String(message))}\n`);
  return STATUS.usage;
}

/** Longer than any sentence of ours with a stranger's words in it. */
const LINE_LIMIT_CHARACTERS = 4_000;

/** An error may have lines of its own; what a stranger put into them stays plain. */
function plainLines(message: string): string {
  return message
    .split('\n')
    .map((line) => (line.match(/^ */)?.[0] ?? '') + plainText(line, LINE_LIMIT_CHARACTERS))
    .join('\n');
}
