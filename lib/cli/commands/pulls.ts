/** `natless pulls`: walks the pulls of container images, from the lab or from a deployed stack. */

import { UserError } from '../../user-error.ts';
import type { RunCommand } from '../context.ts';
import { createCommand } from '../help.ts';
import { addExpectOption } from '../options/expect.ts';
import { addTemplateOptions, labRequest, type NetworkArguments } from '../options/network.ts';
import { addDeployedOptions, onOption } from '../options/place.ts';
import { addRegionsOptions } from '../options/regions.ts';
import { addNamedTargets, eventOf, type TargetArguments } from '../options/targets.ts';
import type { ProbeArguments } from '../run-deployed.ts';
import {
  addInstallOption,
  addOutputOptions,
  addVerboseOption,
  type LabArguments,
  runInLab,
} from '../run-lab.ts';

const TEXT = {
  name: 'pulls',
  description: 'Walks the pulls of container images and says what would start without IPv4.',
  examples: [
    'natless pulls --subnet us-west-2a',
    'natless pulls --deployed --target oci://ghcr.io/org/app:1',
  ],
} as const;

interface Arguments extends LabArguments, ProbeArguments, TargetArguments, Omit<NetworkArguments, 'on'> {
  readonly deployed?: boolean;
}

export const pulls: RunCommand = async (argv, context) => {
  const command = addRegionsOptions(addDeployedOptions(createCommand(TEXT, context))).addOption(
    onOption().conflicts(['template', 'allRegions', 'regions']),
  );
  addNamedTargets(addTemplateOptions(command).optionsGroup('Targets:'));
  addInstallOption(
    addExpectOption(addVerboseOption(addOutputOptions(command)), ''),
    'status 1 if it differs; never install packages',
  );
  const given = command.parse(argv, { from: 'user' }).opts<Arguments>();
  const event = { ...eventOf(given), pulls: true };
  if (given.deployed) {
    const { runDeployed } = await import('../run-deployed.ts');
    return runDeployed(event, given, context);
  }
  const on = requireLabKind(given.on);
  return runInLab({ ...labRequest({ ...given, on }, context), event }, given, context);
};

function requireLabKind(on: ProbeArguments['on']): NetworkArguments['on'] {
  if (on !== 'fargate-dual-stack') return on;
  throw new UserError(
    '--on fargate-dual-stack is for a deployed stack: add --deployed, or try --on fargate in the lab',
  );
}
