/**
 * Verifies natless in a real account: deploys, probes every Availability Zone, asserts, and takes everything away
 * again, whatever happened in between.
 */
import type { Report } from '../../lambda/probe/report-schema.ts';
import { unverified } from './assertions.ts';
import { runCdk } from './cdk.ts';
import { probeStack } from './probe-stack.ts';
import { DeployedProblem, type Place } from './problem.ts';
import { leftovers, stackId, stackResources } from './stack-resources.ts';

/** A stack with a VPC takes some minutes; half an hour means that it hangs. */
const DEPLOY_TIMEOUT_MS = 30 * 60_000;

/** Lambda's network interfaces hold their subnets for 20 to 40 minutes. */
const DESTROY_TIMEOUT_MS = 90 * 60_000;

export interface VerifyOptions {
  readonly place: Place;
  /** The CDK's command line. */
  readonly cdk: string;
  readonly progress: (step: string) => void;
  /** Keeps the report, as soon as there is one. */
  readonly save: (report: Report) => void;
  readonly signal: AbortSignal;
}

export interface Verification {
  /** What does not hold, a sentence each. */
  readonly failures: readonly string[];
  /** What is left in the account, a line each. */
  readonly leftovers: readonly string[];
}

/** @throws DeployedProblem before anything was created; later problems are failures, and everything is destroyed */
export async function verify(options: VerifyOptions): Promise<Verification> {
  const { place } = options;
  if ((await stackId(place)) !== null) {
    throw new DeployedProblem(
      `there is a stack "${place.stackName}" in ${place.region} already, and this command destroys what it deploys: run npx cdk destroy first, or choose another Region`,
    );
  }
  const failures = await problemsOf(() => deployAndProbe(options));
  const removal = await remove(options);
  return { failures: [...failures, ...removal.failures], leftovers: removal.leftovers };
}

async function deployAndProbe({
  place,
  cdk,
  progress,
  save,
  signal,
}: VerifyOptions): Promise<readonly string[]> {
  progress(`deploying ${place.stackName} to ${place.region}`);
  const args = ['deploy', place.stackName, '--require-approval', 'never'];
  await runCdk(args, place, { cdk, timeoutMs: DEPLOY_TIMEOUT_MS, signal });
  const report = await probeStack(place, {}, progress, signal);
  save(report);
  return unverified(report);
}

/** Not to be interrupted: what was created must go. */
async function remove({ place, cdk, progress }: VerifyOptions): Promise<Verification> {
  let left: readonly string[] = [];
  const failures = await problemsOf(async () => {
    const id = await stackId(place);
    if (id === null) return [];
    const before = await stackResources(id, place);
    progress(`destroying ${place.stackName}; Lambda's network interfaces take 20 to 40 minutes to go`);
    const args = ['destroy', place.stackName, '--force'];
    const problems = await problemsOf(() =>
      runCdk(args, place, { cdk, timeoutMs: DESTROY_TIMEOUT_MS }).then(() => []),
    );
    left = leftovers(before, await stackResources(id, place));
    return problems;
  });
  return { failures, leftovers: left };
}

/** The problems that a step found, or the one that ended it. */
async function problemsOf(step: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await step();
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
