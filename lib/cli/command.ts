/** How the project's commands end: the exit statuses, Ctrl-C, and errors as sentences. */
import { CommanderError } from 'commander';
import { plainText } from '../../lambda/report/plain-text.ts';
import { UserError } from '../user-error.ts';

/** 0: all is as expected; 1: something is not; 2: usage, settings or environment. */
export const STATUS = { asExpected: 0, unexpected: 1, usage: 2, interrupted: 130 } as const;

/** Ctrl-C, a polite kill, a terminal that closes. */
const INTERRUPTS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** One Ctrl-C under npm is two signals, the terminal's and npm's own: within this time they count as one. */
const SAME_INTERRUPT_MS = 1_000;

/** After the command's end: whatever still holds the process then (a hanging credential helper) is left behind. */
const LINGER_MS = 500;

export interface CommandOptions {
  /** What a second Ctrl-C does. @default - the process ends at once */
  readonly onSecondInterrupt?: () => void;
}

/** Runs a command to its exit status; the signal fires on Ctrl-C. */
export async function runCommand(
  main: (interrupt: AbortSignal) => Promise<number>,
  options: CommandOptions = {},
): Promise<void> {
  const interrupt = new AbortController();
  listen(interrupt, options);
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosed);
  try {
    process.exitCode = await main(interrupt.signal);
  } catch (error) {
    process.exitCode = interrupt.signal.aborted ? STATUS.interrupted : explainError(error);
  }
  setTimeout(() => process.exit(), LINGER_MS).unref();
}

function listen(
  interrupt: AbortController,
  { onSecondInterrupt = () => process.exit(STATUS.interrupted) }: CommandOptions,
): void {
  let first: number | null = null;
  const onInterrupt = () => {
    if (first !== null && performance.now() - first > SAME_INTERRUPT_MS) onSecondInterrupt();
    first ??= performance.now();
    interrupt.abort();
  };
  for (const name of INTERRUPTS) process.on(name, onInterrupt);
}

/** Whoever closed the pipe (`| head`) or the terminal has seen enough. */
function ignoreClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
}

function explainError(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? STATUS.asExpected : STATUS.usage;
  const message = error instanceof Error ? (error instanceof UserError ? error.message : error.stack) : error;
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
