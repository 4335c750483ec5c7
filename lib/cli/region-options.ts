/** The options by which the stacks of several Regions are asked at once. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { ROOT } from '../folders.ts';
import { UserError } from '../user-error.ts';

export interface RegionArguments {
  readonly allRegions?: boolean;
  readonly regions?: readonly string[];
}

const CDK_JSON = join(ROOT, 'cdk.json');

export function addRegionOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--all-regions',
        "ask the stacks of all Regions that cdk.json's settings name, at once, and print one matrix",
      ).conflicts(['region', 'regions', 'catalogue']),
    )
    .addOption(
      new Option('--regions <list>', 'the same for these Regions, separated by commas')
        .argParser((text) => text.split(',').map((region) => region.trim()))
        .conflicts(['region', 'catalogue']),
    );
}

/**
 * The settings are what made the stacks. CloudFormation lists the stacks of one Region at a time, so that searching
 * would ask some thirty Regions, many of which an account has not enabled.
 * @returns null where one Region is meant
 * @throws UserError
 */
export async function regionsOf({ allRegions, regions }: RegionArguments): Promise<readonly string[] | null> {
  const wanted = allRegions ? await regionsOfSettings() : (regions ?? null);
  const again = wanted?.find((region, index) => wanted.indexOf(region) < index);
  if (again !== undefined) throw new UserError(`--regions has "${again}" twice: write each Region once`);
  return wanted;
}

async function regionsOfSettings(): Promise<readonly string[]> {
  // The settings' schema knows CDK's table of services, which takes a second to load and is needed by this option alone.
  const { InvalidSettings, readSettings } = await import('../stack/settings.ts');
  const { context = {} } = JSON.parse(readFileSync(CDK_JSON, 'utf8')) as { context?: { natless?: unknown } };
  try {
    const { regions } = readSettings(context.natless);
    if (regions) return regions;
  } catch (error) {
    throw error instanceof InvalidSettings ? new UserError(error.message) : error;
  }
  throw new UserError(
    'natless.regions is not set in cdk.json: write the Regions there and deploy with npx cdk deploy --all, or name them with --regions us-west-2,eu-west-1',
  );
}
