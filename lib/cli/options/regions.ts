/** The options that ask the stacks of several Regions at once. */
import { type Command, Option } from 'commander';
import { ownSettings } from '../../lab/run/synthesis/synthesize.ts';
import { requireRegion } from '../../region.ts';
import { UserError } from '../../user-error.ts';
import { splitList } from './targets.ts';

export interface RegionsArguments {
  readonly allRegions?: boolean;
  readonly regions?: readonly string[];
}

export function addRegionsOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--regions <list>', 'the stacks of these Regions, in one matrix')
        .argParser(distinctRegions)
        .implies({ deployed: true })
        .conflicts('region'),
    )
    .addOption(
      new Option('--all-regions', 'the same for natless.regions of cdk.json')
        .implies({ deployed: true })
        .conflicts(['region', 'regions']),
    );
}

/** @throws UserError */
function distinctRegions(text: string): string[] {
  const regions = splitList(text).map(requireRegion);
  const again = regions.find((region, index) => regions.indexOf(region) < index);
  if (again === undefined) return regions;
  throw new UserError(`--regions has "${again}" twice: write each Region once`);
}

/**
 * The settings are what made the stacks. CloudFormation lists the stacks of one Region at a time: a search would ask
 * some thirty Regions, many of which an account has not enabled.
 * @returns null for the stack of one Region
 * @throws UserError
 */
export async function regionsOf({
  allRegions,
  regions,
}: RegionsArguments): Promise<readonly string[] | null> {
  return allRegions ? await regionsOfSettings() : (regions ?? null);
}

async function regionsOfSettings(): Promise<readonly string[]> {
  // The settings' schema takes a second to load, and only this option needs it.
  const { readSettings } = await import('../../stack/settings.ts');
  const { regions } = readSettings(ownSettings());
  if (regions) return regions;
  throw new UserError(
    'natless.regions is not set in cdk.json: set it and deploy with npx cdk deploy --all, or name the Regions with --regions us-west-2,eu-west-1',
  );
}
