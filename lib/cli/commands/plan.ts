/** `natless plan`: reads a stored report and prints what it saves and what each target needs. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Option } from 'commander';
import type { Report, Run } from '../../../lambda/report/report-schema.ts';
import { type Plan, plansOf } from '../../report/plan.ts';
import { renderAllowList } from '../../report/terminal/allow-list.ts';
import { fitted } from '../../report/terminal/fitted.ts';
import { type Look, painter } from '../../report/terminal/paint.ts';
import { type Context, type RunCommand, STATUS } from '../context.ts';
import { createCommand } from '../help.ts';
import { readReport } from '../options/expect.ts';
import { placeOf } from '../options/place.ts';
import { natUsageOption, priceOption } from '../options/plan.ts';
import { type PlanArguments, wholePlan } from '../plan-sections.ts';
import { columnsOf, hasColors, print } from '../print.ts';
import { createProgress } from '../progress.ts';

interface Arguments extends PlanArguments {
  readonly json?: boolean;
  readonly natUsage?: boolean;
  readonly profile?: string;
}

const TEXT = {
  name: 'plan',
  description:
    'Reads a report that natless stored with --json: what going without NAT gateways\n' +
    'saves, and what each target needs for it.',
  examples: ['natless plan report.json', 'natless plan report.json --nat-usage --profile prod'],
} as const;

export const plan: RunCommand = async (argv, context) => {
  const command = createCommand(TEXT, context)
    .argument('<report>', '', readReport)
    .option('--json', '')
    .addOption(new Option('--allow-list', 'print one JSON document; only the IPv6 blocks').conflicts('json'))
    .addOption(priceOption())
    .addOption(natUsageOption())
    .option('--profile <profile>', 'profile with the credentials for --nat-usage')
    .parse(argv, { from: 'user' });
  await requireNoInterrupt(context);
  const { runs } = command.processedArgs[0] as Report;
  const given = command.opts<Arguments>();
  const natUsage = await natUsageIn(runs, given, context);
  const plans = plansOf(runs, { prices: given.price, natUsage });
  await requireNoInterrupt(context);
  print(
    plans,
    given.json,
    (plain) => renderPlans(plain, given, { columns: columnsOf(context), paint: painter(hasColors(context)) }),
    context,
  );
  return STATUS.asExpected;
};

/** Ctrl-C arrives between two steps only: reading the largest report takes a second or two. @throws the signal's reason */
async function requireNoInterrupt({ signal }: Context): Promise<void> {
  await nextTurn();
  signal.throwIfAborted();
}

/** In each Region of the report. @throws UserError */
async function natUsageIn(runs: readonly Run[], { natUsage, profile }: Arguments, context: Context) {
  if (!natUsage) return [];
  // Only here: EC2's client takes longer to load than the plan to make.
  const { readNatUsage } = await import('../../deployed/nat-usage.ts');
  const progress = createProgress(context.stderr);
  const regions = [...new Set(runs.map(({ region }) => region))];
  const usages = regions.map(async (region) => {
    progress.step(`reading how many bytes the NAT gateways in ${region} carried`);
    return readNatUsage(await placeOf({ region, ...(profile && { profile }) }, context), context.signal);
  });
  return Promise.all(usages).finally(progress.done);
}

/** With a line break at the end. */
export function renderPlans(
  plans: readonly Plan[],
  { allowList }: Pick<Arguments, 'allowList'>,
  look: Look,
): string {
  const sections = plans.flatMap((each) =>
    allowList ? [renderAllowList(each.allowList, look)] : wholePlan(each, look),
  );
  return `${fitted(sections.join('\n\n'), look.columns)}\n`;
}
