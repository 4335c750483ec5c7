/** The options that say which deployed stack to ask, and with which credentials. */
import { type Command, Option } from 'commander';
import { STACK_NAME } from '../../../lambda/report/stack-contract.ts';
import type { Place } from '../../deployed/place.ts';
import { requireRegion } from '../../region.ts';
import type { Context } from '../context.ts';
import { noteUnknownRegion } from './unknown-region.ts';

export interface PlaceArguments {
  readonly stack?: string;
  readonly region?: string;
  readonly profile?: string;
}

/** @throws UserError without a Region, or with a name that no stack can have */
export async function placeOf(given: PlaceArguments, context: Context): Promise<Place> {
  const { findPlace } = await import('../../deployed/place.ts');
  const place = await findPlace({ ...given, stack: given.stack ?? STACK_NAME }, context.env);
  noteUnknownRegion(place.region, context);
  return place;
}

export function addPlaceOptions(command: Command): Command {
  return command
    .optionsGroup('Stack:')
    .option('--stack <name>', `name of the stack (default: ${STACK_NAME})`)
    .option('--region <region>', "its Region (default: AWS_REGION or the profile's)", requireRegion)
    .option('--profile <profile>', 'profile with credentials (default: AWS_PROFILE)');
}

export interface DeployedArguments extends PlaceArguments {
  readonly deployed?: boolean;
}

/** They change what the lab builds; a deployed stack stays as it is. */
const LAB_OPTIONS = [
  ...['template', 'assembly', 'vpcFile'],
  ...['vpc', 'subnet', 'parameter', 'securityGroup', 'workload'],
];

/** For the commands that ask either the lab or a deployed stack. */
export function addDeployedOptions(command: Command, ...otherLabOptions: string[]): Command {
  return command
    .optionsGroup('Stack:')
    .addOption(new Option('--deployed', '').conflicts([...LAB_OPTIONS, ...otherLabOptions]))
    .addOption(
      new Option('--stack <name>', 'ask the deployed stack; the one of this name').implies({
        deployed: true,
      }),
    )
    .option('--region <region>', 'Region of the stack, or for the lab to emulate', requireRegion)
    .addOption(
      new Option('--profile <profile>', 'profile with credentials; implies --deployed').implies({
        deployed: true,
      }),
    );
}

/** What the probes run on. */
export function onOption(): Option {
  return new Option('--on <kind>', 'lambda, fargate or fargate-dual-stack (tasks)').choices([
    'lambda',
    'fargate',
    'fargate-dual-stack',
  ]);
}
