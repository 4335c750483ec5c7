/** The command line of the planner: reads a stored report, prints what it saves and what the rest needs. */
import { Command, Option } from 'commander';
import type { Report } from '../lambda/probe/report-schema.ts';
import { runCommand, STATUS } from '../lib/cli/command.ts';
import { readReport } from '../lib/cli/expectation.ts';
import { type PlanArguments, priceOption, wholePlan } from '../lib/cli/plan-options.ts';
import { hasColors, jsonOf } from '../lib/cli/print.ts';
import { painter } from '../lib/report/paint.ts';
import { renderAllowList } from '../lib/report/plan/allow-list-terminal.ts';
import { type Plan, plansOf } from '../lib/report/plan/plan.ts';

interface Arguments extends PlanArguments {
  readonly json?: boolean;
}

function commandLine(): Command {
  return new Command('npm run plan --')
    .description('Says what a report saves by the month, and what each target needs without NAT gateways.')
    .argument('<report>', 'a report that npm run probe or npm run lab has stored with --json', readReport)
    .addOption(priceOption())
    .option('--allow-list', 'print the allow-list sheet alone')
    .addOption(new Option('--json', 'print the plans, one for each Region, as JSON').conflicts('allowList'))
    .addHelpText('after', '\nExit status: 0, or 2 for usage and environment.')
    .allowExcessArguments(false)
    .exitOverride();
}

async function main(): Promise<number> {
  const command = commandLine().parse();
  const { runs } = command.processedArgs[0] as Report;
  const given = command.opts<Arguments>();
  print(plansOf(runs, { prices: given.price }), given);
  return STATUS.asExpected;
}

function print(plans: readonly Plan[], { json, allowList }: Arguments): void {
  const paint = painter(hasColors(process.stdout));
  const sections = plans.flatMap((plan) =>
    allowList ? [renderAllowList(plan.allowList, paint)] : wholePlan(plan, paint),
  );
  process.stdout.write(json ? jsonOf(plans) : `${sections.join('\n\n')}\n`);
}

await runCommand(main, { isUsers: () => false });
