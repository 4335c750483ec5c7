/** The command line of the planner: reads a stored report, prints what it saves and what the rest needs. */
import { Command, Option } from 'commander';
import { plainText } from '../lambda/report/plain-text.ts';
import type { Report, Run } from '../lambda/report/report-schema.ts';
import { STACK_NAME } from '../lambda/report/stack-contract.ts';
import { runCommand, STATUS } from '../lib/cli/command.ts';
import { readReport } from '../lib/cli/expectation.ts';
import { natUsageOption, type PlanArguments, priceOption, wholePlan } from '../lib/cli/plan-options.ts';
import { hasColors, jsonOf } from '../lib/cli/print.ts';
import { findPlace } from '../lib/deployed/place.ts';
import { type Plan, plansOf } from '../lib/report/plan.ts';
import { renderAllowList } from '../lib/report/terminal/allow-list.ts';
import { painter } from '../lib/report/terminal/paint.ts';
import { createProgress } from '../lib/report/terminal/progress.ts';

interface Arguments extends PlanArguments {
  readonly json?: boolean;
  readonly natUsage?: boolean;
  readonly profile?: string;
}

function commandLine(): Command {
  return new Command('npm run plan --')
    .description('Says what a report saves by the month, and what each target needs without NAT gateways.')
    .argument('<report>', 'a report that npm run probe or npm run lab has stored with --json', readReport)
    .addOption(priceOption())
    .option('--allow-list', 'print the allow-list sheet alone')
    .addOption(new Option('--json', 'print the plans, one for each Region, as JSON').conflicts('allowList'))
    .addOption(natUsageOption())
    .option('--profile <profile>', 'for --nat-usage: the profile whose credentials are used')
    .addHelpText('after', '\nExit status: 0, or 2 for usage and environment.')
    .allowExcessArguments(false)
    .exitOverride();
}

const progress = createProgress(process.stderr);

/** In each Region of the report. @throws UserError */
async function natUsageIn(runs: readonly Run[], given: Arguments, signal: AbortSignal) {
  if (!given.natUsage) return [];
  // Only here: EC2's client takes longer to load than the plan to make.
  const { readNatUsage } = await import('../lib/deployed/nat-usage.ts');
  const regions = [...new Set(runs.map(({ region }) => region))];
  const usages = regions.map(async (region) => {
    progress.step(plainText(`reading what the NAT gateways in ${region} carried`));
    return readNatUsage(await findPlace({ ...given, region, stack: STACK_NAME }, process.env), signal);
  });
  return Promise.all(usages).finally(progress.done);
}

async function main(signal: AbortSignal): Promise<number> {
  const command = commandLine().parse();
  const { runs } = command.processedArgs[0] as Report;
  const given = command.opts<Arguments>();
  const natUsage = await natUsageIn(runs, given, signal);
  print(plansOf(runs, { prices: given.price, natUsage }), given);
  return STATUS.asExpected;
}

function print(plans: readonly Plan[], { json, allowList }: Arguments): void {
  const paint = painter(hasColors(process.stdout));
  const sections = plans.flatMap((plan) =>
    allowList ? [renderAllowList(plan.allowList, paint)] : wholePlan(plan, paint),
  );
  process.stdout.write(json ? jsonOf(plans) : `${sections.join('\n\n')}\n`);
}

await runCommand(main);
