/** `natless probe`: invokes the probes of a deployed stack and prints the report. */
import type { RunCommand } from '../context.ts';
import { createCommand } from '../help.ts';
import { addExpectOption } from '../options/expect.ts';
import { addPlaceOptions, onOption } from '../options/place.ts';
import { addPlanOptions, natUsageOption } from '../options/plan.ts';
import { addRegionsOptions } from '../options/regions.ts';
import { addTargetOptions, eventOf, type TargetArguments } from '../options/targets.ts';
import type { ProbeArguments } from '../run-deployed.ts';
import { addOutputOptions, addVerboseOption } from '../run-lab.ts';

interface Arguments extends ProbeArguments, TargetArguments {}

const TEXT = {
  name: 'probe',
  description: 'Invokes the probes of a deployed stack, all at once, and prints the report.',
  examples: ['natless probe --region eu-west-1', 'natless probe --json > report.json'],
} as const;

export const probe: RunCommand = async (argv, context) => {
  const command = addRegionsOptions(addPlaceOptions(createCommand(TEXT, context))).addOption(
    onOption().conflicts(['allRegions', 'regions']),
  );
  addExpectOption(addPlanOptions(addVerboseOption(addOutputOptions(addTargetOptions(command)))));
  command.addOption(natUsageOption().conflicts('json'));
  const given = command.parse(argv, { from: 'user' }).opts<Arguments>();
  const { runDeployed } = await import('../run-deployed.ts');
  return runDeployed(eventOf(given), given, context);
};
