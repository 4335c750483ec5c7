/** Which stacks the app has: one, or one for each Region of the settings. */
import { regionalStackName, STACK_NAME } from '../../lambda/report/stack-contract.ts';
import type { Settings } from './settings.ts';

export interface StackPlan {
  readonly stackName: string;
  /** What the stack is bound to; null where it can be deployed to any account and Region. */
  readonly env: { readonly account?: string; readonly region: string } | null;
}

/**
 * @param current the CLI's account and Region. It always names a Region, a default one where there are no credentials:
 * with an account it is meant
 */
export function stacksFor(
  { regions }: Pick<Settings, 'regions'>,
  { account, region }: { readonly account?: string | undefined; readonly region?: string | undefined },
): StackPlan[] {
  if (regions) {
    return regions.map((each) => ({
      // Dashboards have one namespace in all Regions of an account: stacks of one name would take each other's.
      stackName: regionalStackName(STACK_NAME, each),
      env: { ...(account && { account }), region: each },
    }));
  }
  return [{ stackName: STACK_NAME, env: account && region ? { account, region } : null }];
}
