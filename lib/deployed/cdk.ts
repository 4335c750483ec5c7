/** Runs the CDK's command line, in a process group of its own: an interrupt is ours to hand on. */
import { spawn } from 'node:child_process';
import { DeployedProblem, type Place } from './problem.ts';

export interface CdkOptions {
  /** The program. */
  readonly cdk: string;
  readonly timeoutMs: number;
  /** @default - it is never interrupted */
  readonly signal?: AbortSignal;
}

/** @throws DeployedProblem unless it ends well; what it says goes to standard error */
export function runCdk(
  args: readonly string[],
  { region, profile }: Place,
  options: CdkOptions,
): Promise<void> {
  const { cdk, timeoutMs, signal } = options;
  const child = spawn(cdk, [...args, ...(profile === null ? [] : ['--profile', profile])], {
    stdio: ['ignore', 2, 2],
    detached: true,
    env: { ...process.env, AWS_REGION: region, AWS_DEFAULT_REGION: region },
    timeout: timeoutMs,
    ...(signal && { signal }),
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const fail = (how: string) => reject(new DeployedProblem(`cdk ${args.join(' ')} failed: ${how}`));
  child.once('error', ({ message }) => fail(message));
  child.once('close', (code, killedBy) => {
    if (code === 0) resolve();
    else fail(killedBy ? `ended by ${killedBy}` : `exit status ${code}; what it said stands above`);
  });
  return promise;
}
