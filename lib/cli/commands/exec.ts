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
import { createProgress, type Progress } from '../progress.ts';
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
    'natless exec --template vpc.yaml --subnet Private -- python3 app.py',
  ],
} as const;

interface Arguments extends NetworkArguments, EnvironmentArguments {
  readonly quiet?: boolean;
}

export const exec: RunCommand = async (argv, context) => {
  const command = addNetworkOptions(createCommand(TEXT, context));
  addEnvironmentOption(addInstallOption(addHostOption(addLabRegionOption(command))));
  command.option('--quiet', 'print nothing of its packets, and no progress');
  command.usage('[options] -- <command...>').argument('<command...>').passThroughOptions();
  const { args } = command.parse(argv, { from: 'user' });
  const { quiet = false, ...given } = command.opts<Arguments>();
  const user = callingUser(context.env);
  const environment = commandEnvironment(given, context.env, user);
  const common = { ...labRequest(given, context), firstSubnetOnly: true };
  const request = { ...common, command: args, environment, user, quiet };
  const progress = quiet ? SILENT : createProgress(context.stderr);
  const outcome = runLabExec(request, {
    ...{ install: given.install, progress: progress.step, onCommand: progress.done },
    onRemark: (line) => noteInBetween(`natless: ${line}`, context),
    ...interrupts(context),
  });
  const { status, traffic, notices } = await outcome.finally(progress.done);
  for (const line of [...traffic, ...notices]) noteInBetween(line, context);
  return status;
};

const SILENT: Progress = { step: () => {}, done: () => {} };

/** The command may have left the cursor within a line. */
function noteInBetween(line: string, context: Context): void {
  context.stderr.freshLine();
  note(line, context);
}

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
