/** `natless exec -- COMMAND…`: runs a command inside a private subnet of the lab. */
import { runLabExec } from '../../lab/lab.ts';
import { callingUser } from '../../lab/session/calling-user.ts';
import type { Context, RunCommand } from '../context.ts';
import { createCommand } from '../help.ts';
import {
  addEnvironmentOption,
  commandEnvironment,
  type EnvironmentArguments,
} from '../options/environment.ts';
import { addHostOption } from '../options/hosts.ts';
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
    "then shows which gateways its packets used. Exits with the command's own status.\n" +
    'It confines the network, not your files: the command runs as you, may do to them\n' +
    'what you may, and gets few of your variables.',
  examples: [
    'natless exec -- curl -s https://ifconfig.me/ip',
    'natless exec --template vpc.yaml --subnet App -- python3 app.py',
  ],
} as const;

export const exec: RunCommand = async (argv, context) => {
  const command = addNetworkOptions(createCommand(TEXT, context));
  addEnvironmentOption(addInstallOption(addHostOption(addLabRegionOption(command))));
  command.usage('[options] -- <command...>').argument('<command...>').passThroughOptions();
  const { args } = command.parse(argv, { from: 'user' });
  const given = command.opts<NetworkArguments & EnvironmentArguments>();
  const user = callingUser(context.env);
  const environment = commandEnvironment(given, context.env, user);
  const progress = createProgress(context.stderr);
  const request = { ...labRequest(given, context), firstSubnetOnly: true, command: args, environment, user };
  const options = { install: given.install, progress: progress.step, ...interrupts(context) };
  const { status, traffic, notices } = await runLabExec(request, options).finally(progress.done);
  for (const line of [...traffic, ...notices]) note(line, context);
  return status;
};

/** For the command to end by itself after a signal that ends programs. */
const GRACE_MS = 5_000;

/** The first Ctrl-C is the command's, which may need it; a second ends it with the lab, and so do other signals before long. */
function interrupts({ signal, onSecondInterrupt }: Context) {
  const end = new AbortController();
  onSecondInterrupt(() => end.abort());
  signal.addEventListener('abort', () => {
    if (signal.reason !== 'SIGINT') setTimeout(() => end.abort(), GRACE_MS).unref();
  });
  return { signal: end.signal, interrupt: signal };
}
