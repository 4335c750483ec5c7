/** `natless catalogue`: checks the hosts of every AWS service, from the lab or from a deployed stack. */
import { runLabCatalogue } from '../../lab/lab.ts';
import { type Context, type RunCommand, STATUS } from '../context.ts';
import { createCommand } from '../help.ts';
import { addNetworkOptions, labRequest, type NetworkArguments } from '../options/network.ts';
import { addDeployedOptions, type DeployedArguments, placeOf } from '../options/place.ts';
import { note, printCatalogues } from '../print.ts';
import { createProgress } from '../progress.ts';
import { addInstallOption } from '../run-lab.ts';

interface Arguments extends NetworkArguments, DeployedArguments {
  readonly json?: boolean;
}

const TEXT = {
  name: 'catalogue',
  description: 'Checks the hosts of every AWS service in the Region: which answer over IPv6?',
  examples: ['natless catalogue --subnet us-west-2a', 'natless catalogue --deployed --json'],
} as const;

export const catalogue: RunCommand = async (argv, context) => {
  const command = addNetworkOptions(addDeployedOptions(createCommand(TEXT, context), 'on'));
  addInstallOption(command.optionsGroup('Output:').option('--json', 'print one JSON document'));
  const given = command.parse(argv, { from: 'user' }).opts<Arguments>();
  return given.deployed ? fromStack(given, context) : fromLab(given, context);
};

async function fromLab(given: Arguments, context: Context): Promise<number> {
  const { step, done } = createProgress(context.stderr);
  const { install } = given;
  const options = { request: labRequest(given, context), install, progress: step, signal: context.signal };
  const { catalogues, differences, notices } = await runLabCatalogue(options).finally(done);
  printCatalogues(catalogues, given, context);
  for (const notice of notices) note(notice, context);
  for (const difference of differences) note(`the kernel disagrees: ${difference}`, context);
  return differences.length === 0 ? STATUS.asExpected : STATUS.unexpected;
}

async function fromStack(given: Arguments, context: Context): Promise<number> {
  const { catalogueStack } = await import('../../deployed/probe-stack.ts');
  const place = await placeOf(given, context);
  const { step, done } = createProgress(context.stderr);
  const options = { place, progress: step, signal: context.signal };
  printCatalogues(await catalogueStack(options).finally(done), given, context);
  return STATUS.asExpected;
}
