/** The command line for a deployed stack: finds it, asks every probe, prints the report. */
import { Command } from 'commander';
import { type CommandContext, printCatalogues, printReport, runCommand, STATUS } from '../lib/cli/command.ts';
import { addEventOptions, type EventArguments, eventOf } from '../lib/cli/event-options.ts';
import { addExpectOption, compare, type ExpectationArguments } from '../lib/cli/expectation.ts';
import { findRegion } from '../lib/deployed/client.ts';
import { catalogueStack, probeStack } from '../lib/deployed/probe-stack.ts';
import { DeployedProblem } from '../lib/deployed/problem.ts';

interface Arguments extends EventArguments, ExpectationArguments {
  readonly json?: boolean;
  readonly stack: string;
  readonly region?: string;
  readonly profile?: string;
}

function commandLine(): Command {
  return addExpectOption(addEventOptions(new Command('npm run probe --')))
    .description(
      'Asks the probes of a deployed stack what they can reach, from every Availability Zone at once.',
    )
    .option('--json', 'print the report as one JSON document')
    .option('--stack <name>', 'the name of the stack', 'Natless')
    .option('--region <region>', 'its Region (default: AWS_REGION, or the one of the profile)')
    .option(
      '--profile <name>',
      'the profile of the AWS credentials (default: AWS_PROFILE, or the default one)',
    )
    .addHelpText(
      'after',
      '\nExit status: 0 everything as expected, 1 something is not, 2 usage, settings or environment.',
    )
    .allowExcessArguments(false)
    .exitOverride();
}

async function main({ progress, done, signal }: CommandContext): Promise<number> {
  const given = commandLine().parse().opts<Arguments>();
  const profile = given.profile ?? null;
  const region = await findRegion(given.region ?? null, profile);
  const place = { stackName: given.stack, region, profile };
  if (given.catalogue) {
    const catalogues = await catalogueStack(place, progress, signal);
    done();
    printCatalogues(catalogues, given.json ?? false);
    return STATUS.asExpected;
  }
  const report = await probeStack(place, eventOf(given), progress, signal);
  done();
  printReport(report, given.json ?? false);
  if (given.expect) return compare(given.expect, report);
  return report.summary.asExpected ? STATUS.asExpected : STATUS.unexpected;
}

process.exitCode = await runCommand(main, [DeployedProblem]);
