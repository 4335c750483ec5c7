/** `npm run lab -- exec -- COMMAND…`: a command of the user's inside a private subnet of the lab. */
import { Command } from 'commander';
import { runLabExec } from '../lab/lab.ts';
import { createProgress } from '../report/terminal/progress.ts';
import { addWorldOptions, type WorldArguments, worldRequest } from './world-options.ts';

export function isExec([first]: readonly string[]): boolean {
  return first === 'exec';
}

/** @returns the command's own exit status */
export async function execInLab(args: readonly string[], signal: AbortSignal): Promise<number> {
  const parser = commandLine().parse(args, { from: 'user' });
  const given = parser.opts<WorldArguments>();
  const progress = createProgress(process.stderr);
  const request = { ...worldRequest(given), firstSubnetOnly: true, command: parser.args };
  const options = { install: given.install, progress: progress.step, signal };
  const { status, traffic } = await runLabExec(request, options).finally(progress.done);
  for (const line of traffic) process.stderr.write(`${line}\n`);
  return status;
}

function commandLine(): Command {
  return addWorldOptions(new Command('npm run -s lab -- exec'))
    .description(
      'Runs a command inside a private subnet of the lab, as the function would run: then says which gateways its packets used.',
    )
    .argument('<command...>', 'the command, behind --')
    .passThroughOptions()
    .addHelpText('after', "\nExit status: the command's own; 2 for usage and environment.")
    .exitOverride();
}
