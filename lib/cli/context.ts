/** What a command gets from the process that it runs in, so that tests can call it without one. */
import type { Readable } from 'node:stream';
import { Output, type Stream } from './output.ts';

interface Surroundings {
  readonly stdin: Readable;
  readonly env: NodeJS.ProcessEnv;
  /** Ctrl-C; its reason is the name of the signal, if one came. */
  readonly signal: AbortSignal;
  /** Takes over the second Ctrl-C, which otherwise ends the process at once. */
  readonly onSecondInterrupt: (listener: () => void) => void;
}

/** The process, with its streams as they are. */
export interface ProcessContext extends Surroundings {
  readonly stdout: Stream;
  readonly stderr: Stream;
}

export interface Context extends Surroundings {
  readonly stdout: Output;
  readonly stderr: Output;
}

export function contextIn(process: ProcessContext): Context {
  const { stdout, stderr, env, signal, onSecondInterrupt } = process;
  return {
    ...{ stdout: new Output(stdout), stderr: new Output(stderr), env, signal, onSecondInterrupt },
    // Still unopened.
    get stdin() {
      return process.stdin;
    },
  };
}

/** @returns the exit status */
export type RunCommand = (argv: readonly string[], context: Context) => Promise<number>;

/** 0: all is as expected; 1: something is not; 2: usage, settings or environment. */
export const STATUS = { asExpected: 0, unexpected: 1, usage: 2, interrupted: 130 } as const;
