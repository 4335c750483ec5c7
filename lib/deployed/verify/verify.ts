/** Deploys the stack into a real account, probes it, checks what the report proves, and destroys the stack. */
import type { Report } from '../../../lambda/report/report-schema.ts';
import { UserError } from '../../user-error.ts';
import { lookForStack, probeNames } from '../find-stack.ts';
import type { Place } from '../place.ts';
import { probeStack } from '../probe-stack.ts';
import { runCdk } from './cdk.ts';
import type { DestroyedStack, Leftovers } from './leftovers.ts';
import { shortcomings } from './shortcomings.ts';

/** Mostly five to ten minutes; a Region on a bad day takes twice that. */
const DEPLOY_TIMEOUT_MS = 30 * 60_000;

/** Lambda's network interfaces hold the subnets for 20 to 40 minutes: after twice that, something is wrong. */
const DESTROY_TIMEOUT_MS = 90 * 60_000;

interface VerifyOptions {
  readonly place: Place;
  /** Whether the stack existed before, and so is not destroyed. */
  readonly keep: boolean;
  readonly progress: (step: string) => void;
  /** Gets each line that the CDK's command line prints, as it is. */
  readonly onOutput: (line: string) => void;
  /** Gets the report, before anything is destroyed. */
  readonly onReport: (report: Report) => void;
  /** Ends deploying and probing; the stack is destroyed then. */
  readonly signal: AbortSignal;
  /** Ends the destroying as well. */
  readonly leave: AbortSignal;
}

export interface Verification {
  /** What the account did not show, or keeps and should not; empty where all is well. */
  readonly problems: readonly string[];
  /** What may be left and could not be looked up. */
  readonly perhaps: readonly string[];
  /** `kept`: it existed before; `left`: it could not be destroyed, or its state is unknown. */
  readonly stack: 'destroyed' | 'kept' | 'left';
  /** How long the destroying took, in whole minutes; null where it failed, or the stack is kept. */
  readonly destroyMinutes: number | null;
}

/** Never throws once started: it always tries to destroy the stack. */
export async function verifyStack(options: VerifyOptions): Promise<Verification> {
  const problems: string[] = [];
  const noting = <Result>(work: Promise<Result>): Promise<Result | null> =>
    work.catch((error: unknown) => {
      problems.push(sentenceOf(error, options));
      return null;
    });
  problems.push(...((await noting(deployAndProbe(options))) ?? []));
  if (options.keep) return { problems, perhaps: [], stack: 'kept', destroyMinutes: null };
  const deployed = await noting(findDeployed(options));
  const started = performance.now();
  const failure = await destroy(options);
  const minutes = Math.round((performance.now() - started) / 60_000);
  if (failure !== null) problems.push(failure);
  const leftovers = deployed && (await noting(lookBack(deployed, options)));
  problems.push(...(leftovers?.left ?? []).map((line) => `left in the account: ${line}`));
  const { stackIsGone = true, perhaps = [] } = leftovers ?? {};
  const isGone = failure === null && stackIsGone;
  const stack = isGone ? 'destroyed' : 'left';
  return { problems, perhaps, stack, destroyMinutes: isGone ? minutes : null };
}

async function deployAndProbe(options: VerifyOptions): Promise<string[]> {
  const { place, progress, onReport, onOutput, signal } = options;
  progress(`deploying ${place.stackName} into ${place.region}, which takes some minutes`);
  const args = ['deploy', place.stackName, '--require-approval', 'never', '--progress', 'events'];
  const failure = await runCdk(args, { place, timeoutMs: DEPLOY_TIMEOUT_MS, signal, onOutput });
  signal.throwIfAborted();
  if (failure !== null) return [`cdk deploy ${failure}: see its output above`];
  const { report, notes } = await probeStack({ place, event: {}, progress, signal });
  onReport(report);
  return [...shortcomings(report), ...notes];
}

/** Its id and outputs must be read before it is gone; null where it was never created. */
async function findDeployed({ place, leave }: VerifyOptions): Promise<DeployedStack | null> {
  const stack = await lookForStack(place, leave);
  return stack?.StackId ? { stackId: stack.StackId, probeNames: probeNames(stack) } : null;
}

type DeployedStack = Pick<DestroyedStack, 'stackId' | 'probeNames'>;

/** @returns null if it succeeded */
async function destroy({ place, progress, onOutput, leave }: VerifyOptions): Promise<string | null> {
  progress(
    `destroying ${place.stackName}: Lambda's network interfaces hold the subnets for 20 to 40 minutes`,
  );
  const args = ['destroy', place.stackName, '--force'];
  const failure = await runCdk(args, { place, timeoutMs: DESTROY_TIMEOUT_MS, signal: leave, onOutput });
  return failure === null ? null : `cdk destroy ${failure}: see its output above`;
}

async function lookBack(
  deployed: DeployedStack,
  { place, progress, leave }: VerifyOptions,
): Promise<Leftovers> {
  progress('looking for what is left');
  // Imported only here: EC2's client takes longer to load than everything else.
  const { findLeftovers } = await import('./leftovers.ts');
  return findLeftovers({ ...deployed, place, signal: leave });
}

function sentenceOf(error: unknown, { signal, leave }: VerifyOptions): string {
  if (error instanceof UserError) return error.message;
  if (leave.aborted) return 'interrupted before it looked for what is left';
  if (signal.aborted) return 'interrupted';
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
