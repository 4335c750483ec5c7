/** The lab's command line: reads arguments, runs the lab, prints the report. */
import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { EnvironmentError } from '../lib/lab/environment-error.ts';
import { type LabOutcome, runLab } from '../lib/lab/lab.ts';
import type { LabRequest, TemplateSource } from '../lib/lab/request.ts';
import { WORLDS } from '../lib/lab/worlds/worlds.ts';
import { runCommand, STATUS } from '../lib/report/command.ts';
import { printReport } from '../lib/report/print.ts';
import { createProgress } from '../lib/report/progress.ts';

interface Arguments {
  readonly json?: boolean;
  readonly world: string;
  readonly worlds?: boolean;
  readonly subnet?: string;
  readonly assembly?: string;
  readonly template?: string;
  readonly region?: string;
  readonly install: boolean;
}

function commandLine(): Command {
  return new Command('npm run lab --')
    .description('Runs the probe in the VPC of a synthesized template, made of Linux network namespaces.')
    .option('--json', 'print the report as one JSON document')
    .addOption(
      new Option('--world <name>', 'the scenario')
        .choices(WORLDS.map(({ name }) => name))
        .default('as-synthesized'),
    )
    .option('--worlds', 'list the scenarios, a line each')
    .option('--subnet <subnet>', 'run in one subnet: its id, logical id, name or Availability Zone')
    .addOption(
      new Option('--assembly <dir>', 'a folder that cdk synth wrote, instead of synthesizing').conflicts(
        'template',
      ),
    )
    .option('--template <file>', 'a CloudFormation template in JSON')
    .option(
      '--region <region>',
      'the Region to pretend to be in (default: the one that the template is bound to, or else us-west-2)',
    )
    .option('--no-install', 'never install what the machine lacks')
    .addHelpText(
      'after',
      '\nExit status: 0 everything as the world expects, 1 something is not, 2 usage or environment.',
    )
    .allowExcessArguments(false)
    .exitOverride();
}

function requestOf(given: Arguments): LabRequest {
  const { world, subnet = null, region = null } = given;
  return { source: sourceOf(given), world, subnet, region, event: {} };
}

function sourceOf({ assembly, template }: Arguments): TemplateSource {
  if (assembly !== undefined) return { kind: 'assembly', path: resolve(assembly) };
  if (template !== undefined) return { kind: 'template', path: resolve(template) };
  return { kind: 'synthesize' };
}

function print({ report, differences }: LabOutcome, json: boolean): void {
  printReport(report, json);
  for (const difference of differences) process.stderr.write(`not as this world expects: ${difference}\n`);
}

async function main(signal: AbortSignal): Promise<number> {
  const given = commandLine().parse().opts<Arguments>();
  if (given.worlds) {
    for (const { name, summary } of WORLDS) process.stdout.write(`${name.padEnd(34)} ${summary}\n`);
    return STATUS.asExpected;
  }
  const progress = createProgress(process.stderr);
  const options = { request: requestOf(given), install: given.install, progress: progress.step, signal };
  const outcome = await runLab(options).finally(progress.done);
  print(outcome, given.json ?? false);
  return outcome.differences.length === 0 ? STATUS.asExpected : STATUS.unexpected;
}

await runCommand(main, { isUsers: (error) => error instanceof EnvironmentError });
