/** The stacks of the app: one, or one for each Region of the settings. */
import { regionalStackName, STACK_NAME } from '../../lambda/report/stack-contract.ts';
import type { Settings } from './settings.ts';

interface StackPlacement {
  readonly stackName: string;
  /** The account and Region of the stack; null where it can be deployed to any. */
  readonly env: { readonly account?: string; readonly region: string } | null;
}

/**
 * @param current the CLI's account and Region. The CLI always names a Region, a default one without credentials: it only
 * counts with an account
 */
export function stacksFor(
  { regions }: Pick<Settings, 'regions'>,
  { account, region }: { readonly account?: string | undefined; readonly region?: string | undefined },
): StackPlacement[] {
  if (regions) {
    return regions.map((each) => ({
      // Dashboards share one namespace across all Regions of an account: stacks with one name would overwrite each other's.
      stackName: regionalStackName(STACK_NAME, each),
      env: { ...(account && { account }), region: each },
    }));
  }
  return [{ stackName: STACK_NAME, env: account && region ? { account, region } : null }];
}
