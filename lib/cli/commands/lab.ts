/** `natless lab`: runs the probe in the lab and prints the report. */
import type { RunCommand } from '../context.ts';
import { createCommand } from '../help.ts';
import { addExpectOption } from '../options/expect.ts';
import { addFailOnOption } from '../options/fail-on.ts';
import { addHostOptions, type ResolveArguments } from '../options/hosts.ts';
import {
  addLabRegionOption,
  addNetworkOptions,
  labRequest,
  type NetworkArguments,
} from '../options/network.ts';
import { addPlanOptions } from '../options/plan.ts';
import {
  addLabTargetOptions,
  eventOf,
  requireKnownTargets,
  type TargetArguments,
} from '../options/targets.ts';
import { withResolved } from '../resolve-hosts.ts';
import { addLabOptions, addOutputOptions, type LabArguments, runInLab } from '../run-lab.ts';
import { exec } from './exec.ts';

interface Arguments extends LabArguments, NetworkArguments, ResolveArguments, TargetArguments {}

const TEXT = {
  name: 'lab',
  description: 'Runs the probe in a VPC built from Linux network namespaces: no account needed.',
  examples: [
    'natless lab --only s3,sts --html report.html',
    'natless lab --template vpc.yaml --target https://api.stripe.com',
  ],
} as const;

export const lab: RunCommand = async (argv, context) => {
  if (argv[0] === 'exec') return exec(argv.slice(1), context);
  const command = addLabTargetOptions(addLabRegionOption(addNetworkOptions(createCommand(TEXT, context))));
  addHostOptions(command);
  addFailOnOption(addPlanOptions(addOutputOptions(command)));
  addLabOptions(addExpectOption(command));
  const given = command.parse(argv, { from: 'user' }).opts<Arguments>();
  const request = labRequest(given, context);
  if (request.source.kind === 'synthesize') requireKnownTargets(given);
  const asked = { ...request, event: eventOf(given), onlyMine: given.onlyMine ?? false };
  return runInLab(await withResolved(asked, given, context), given, context);
};
