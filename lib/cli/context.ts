/** What a command gets from the process that it runs in, so that tests can call it without one. */
import type { Readable } from 'node:stream';

export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
  hasColors?(env: NodeJS.ProcessEnv): boolean;
}

export interface Context {
  readonly stdin: Readable;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: NodeJS.ProcessEnv;
  /** Ctrl-C. */
  readonly signal: AbortSignal;
  /** Takes over the second Ctrl-C, which otherwise ends the process at once. */
  readonly onSecondInterrupt: (listener: () => void) => void;
}

/** @returns the exit status */
export type RunCommand = (argv: readonly string[], context: Context) => Promise<number>;

/** 0: all is as expected; 1: something is not; 2: usage, settings or environment. */
export const STATUS = { asExpected: 0, unexpected: 1, usage: 2, interrupted: 130 } as const;
