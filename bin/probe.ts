/** The command line of a deployed stack: finds its probes, invokes them, prints the report. */
import { Command } from 'commander';
import { STACK_NAME } from '../lambda/probe/contract.ts';
import { InvalidEvent, parseEvent } from '../lambda/probe/event.ts';
import { plainText } from '../lambda/probe/net/plain-text.ts';
import { findPlace } from '../lib/deployed/place.ts';
import { probeStack } from '../lib/deployed/probe-stack.ts';
import { DeployedProblem } from '../lib/deployed/problem.ts';
import { runCommand, STATUS } from '../lib/report/command.ts';
import { printReport } from '../lib/report/print.ts';
import { createProgress } from '../lib/report/progress.ts';

interface Arguments {
  readonly stack: string;
  readonly region?: string;
  readonly profile?: string;
  readonly only?: string;
  readonly json?: boolean;
}

function commandLine(): Command {
  return new Command('npm run probe --')
    .description(
      "Invokes a deployed stack's probes, in all its Availability Zones at once, and prints the report.",
    )
    .option('--stack <name>', "the stack's name", STACK_NAME)
    .option('--region <region>', "the stack's Region (default: AWS_REGION, or the profile's)")
    .option('--profile <profile>', 'the profile whose credentials are used (default: AWS_PROFILE)')
    .option('--only <targets>', 'some targets, separated by commas, such as s3,sts')
    .option('--json', 'print the report as one JSON document')
    .addHelpText(
      'after',
      '\nExit status: 0 all as expected, 1 something is not, 2 usage, settings or environment.',
    )
    .allowExcessArguments(false)
    .exitOverride();
}

/** @throws InvalidEvent for targets that there are not */
function eventOf({ only }: Arguments): Readonly<Record<string, unknown>> {
  if (only === undefined) return {};
  const event = { only: only.split(',').map((id) => id.trim()) };
  parseEvent(event);
  return event;
}

async function main(signal: AbortSignal): Promise<number> {
  const given = commandLine().parse().opts<Arguments>();
  const event = eventOf(given);
  const place = await findPlace(given, process.env);
  const progress = createProgress(process.stderr);
  const step = (text: string) => progress.step(plainText(text));
  const { report, notes } = await probeStack({ place, event, progress: step, signal }).finally(progress.done);
  printReport(report, given.json ?? false);
  for (const note of notes) process.stderr.write(`${plainText(note)}\n`);
  return report.summary.asExpected ? STATUS.asExpected : STATUS.unexpected;
}

await runCommand(main, {
  isUsers: (error) => error instanceof DeployedProblem || error instanceof InvalidEvent,
});
