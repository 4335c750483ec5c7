/** Deploys the stack into a real account, probes it, holds the report to what it should show, and destroys it. */
import type { Report } from '../../../lambda/report/report-schema.ts';
import { UserError } from '../../user-error.ts';
import { lookForStack, probeNames } from '../find-stack.ts';
import type { Place } from '../place.ts';
import { probeStack } from '../probe-stack.ts';
import { runCdk } from './cdk.ts';
import type { DestroyedStack, Leftovers } from './leftovers.ts';
import { shortcomings } from './shortcomings.ts';

/** Five to ten minutes in most cases; a Region on a bad day takes twice that. */
const DEPLOY_TIMEOUT_MS = 30 * 60_000;

/** Lambda's network interfaces hold the subnets for 20 to 40 minutes; twice that is no longer a delay. */
const DESTROY_TIMEOUT_MS = 90 * 60_000;

export interface VerifyOptions {
  readonly place: Place;
  /** Whether the stack was there before, and so is not destroyed. */
  readonly keep: boolean;
  readonly progress: (step: string) => void;
  /** Takes the report, before anything is destroyed. */
  readonly onReport: (report: Report) => void;
  /** Ends deploying and probing, and leads to the destroying. */
  readonly signal: AbortSignal;
  /** Ends the destroying too. */
  readonly leave: AbortSignal;
}

export interface Verdict {
  /** Why the account does not show what it should, or keeps what it should not; empty when all is well. */
  readonly problems: readonly string[];
  /** What may be left and could not be looked up. */
  readonly perhaps: readonly string[];
  /** `kept`: it was there before; `left`: it could not be destroyed, or nobody knows. */
  readonly stack: 'destroyed' | 'kept' | 'left';
}

/** Once it has begun it throws for nothing: whatever goes wrong, the destroying is tried. */
export async function verifyStack(options: VerifyOptions): Promise<Verdict> {
  const problems: string[] = [];
  const noting = <Result>(work: Promise<Result>): Promise<Result | null> =>
    work.catch((error: unknown) => {
      problems.push(sentenceOf(error, options));
      return null;
    });
  problems.push(...((await noting(deployAndProbe(options))) ?? []));
  if (options.keep) return { problems, perhaps: [], stack: 'kept' };
  const deployed = await noting(findDeployed(options));
  const failure = await destroy(options);
  if (failure !== null) problems.push(failure);
  const leftovers = deployed && (await noting(lookBack(deployed, options)));
  problems.push(...(leftovers?.left ?? []).map((line) => `left in the account: ${line}`));
  const { stackIsGone = true, perhaps = [] } = leftovers ?? {};
  return { problems, perhaps, stack: failure === null && stackIsGone ? 'destroyed' : 'left' };
}

async function deployAndProbe(options: VerifyOptions): Promise<string[]> {
  const { place, progress, onReport, signal } = options;
  progress(`deploying ${place.stackName} into ${place.region}, which takes some minutes`);
  const args = ['deploy', place.stackName, '--require-approval', 'never', '--progress', 'events'];
  const failure = await runCdk(args, { place, timeoutMs: DEPLOY_TIMEOUT_MS, signal });
  signal.throwIfAborted();
  if (failure !== null) return [`cdk deploy ${failure}: what it said stands above`];
  const { report, notes } = await probeStack({ place, event: {}, progress, signal });
  onReport(report);
  return [...shortcomings(report), ...notes];
}

/** What its id and outputs say must be known before it is gone; null where it was never made. */
async function findDeployed({ place, leave }: VerifyOptions): Promise<DeployedStack | null> {
  const stack = await lookForStack(place, leave);
  return stack?.StackId ? { stackId: stack.StackId, probeNames: probeNames(stack) } : null;
}

type DeployedStack = Pick<DestroyedStack, 'stackId' | 'probeNames'>;

/** @returns null if it ended well */
async function destroy({ place, progress, leave }: VerifyOptions): Promise<string | null> {
  progress(
    `destroying ${place.stackName}: Lambda's network interfaces hold the subnets for 20 to 40 minutes`,
  );
  const args = ['destroy', place.stackName, '--force'];
  const failure = await runCdk(args, { place, timeoutMs: DESTROY_TIMEOUT_MS, signal: leave });
  return failure === null ? null : `cdk destroy ${failure}: what it said stands above`;
}

async function lookBack(
  deployed: DeployedStack,
  { place, progress, leave }: VerifyOptions,
): Promise<Leftovers> {
  progress('looking for what is left');
  // Only here: EC2's client takes longer to load than all the rest.
  const { findLeftovers } = await import('./leftovers.ts');
  return findLeftovers({ ...deployed, place, signal: leave });
}

function sentenceOf(error: unknown, { signal, leave }: VerifyOptions): string {
  if (error instanceof UserError) return error.message;
  if (leave.aborted) return 'what is left was not looked up';
  if (signal.aborted) return 'it was interrupted';
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
