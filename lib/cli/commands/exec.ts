/** `natless exec -- COMMAND…`: runs a command inside a private subnet of the lab. */
import { runLabExec } from '../../lab/lab.ts';
import type { RunCommand } from '../context.ts';
import { createCommand } from '../help.ts';
import {
  addLabRegionOption,
  addNetworkOptions,
  labRequest,
  type NetworkArguments,
} from '../options/network.ts';
import { note } from '../print.ts';
import { createProgress } from '../progress.ts';
import { addInstallOption } from '../run-lab.ts';

const TEXT = {
  name: 'exec',
  description:
    "Runs a command in a private subnet of the lab, with the function's role, and\n" +
    "then shows which gateways its packets used. Exits with the command's own status.",
  examples: [
    'natless exec -- curl -s https://ifconfig.me/ip',
    'natless exec --template vpc.yaml --subnet App -- python3 app.py',
  ],
} as const;

export const exec: RunCommand = async (argv, context) => {
  const command = addInstallOption(addLabRegionOption(addNetworkOptions(createCommand(TEXT, context))));
  command.usage('[options] -- <command...>').argument('<command...>').passThroughOptions();
  const { args } = command.parse(argv, { from: 'user' });
  const given = command.opts<NetworkArguments>();
  const progress = createProgress(context.stderr);
  const request = { ...labRequest(given), firstSubnetOnly: true, command: args };
  const options = { install: given.install, progress: progress.step, signal: context.signal };
  const { status, traffic } = await runLabExec(request, options).finally(progress.done);
  for (const line of traffic) note(line, context);
  return status;
};
