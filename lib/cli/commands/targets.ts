/** `natless targets`: what a template's code, or a VPC by its logs, talks to. */
import { InvalidArgumentError, Option } from 'commander';
import type { OpenedStack } from '../../lab/run/start/read-stack.ts';
import { requireRegion } from '../../region.ts';
import type { FoundTargets, TargetsDocument } from '../../report/inputs/found-targets.ts';
import { renderTargetList, renderTargets } from '../../report/terminal/targets.ts';
import { UserError } from '../../user-error.ts';
import { type Context, type RunCommand, STATUS } from '../context.ts';
import { createCommand } from '../help.ts';
import { addSourceOptions, type NetworkArguments, sourceOf } from '../options/network.ts';
import { splitList } from '../options/targets.ts';
import { noteUnknownRegion } from '../options/unknown-region.ts';
import { columnsOf, hasColors, note, print } from '../print.ts';
import { type LogArguments, readLogs } from '../read-logs.ts';

interface Arguments
  extends LogArguments,
    Pick<NetworkArguments, 'template' | 'assembly' | 'vpcFile' | 'parameter' | 'value' | 'import'> {
  readonly format: 'table' | 'list';
  readonly json?: boolean;
}

const TEXT = {
  name: 'targets',
  description:
    "Lists what a template's code talks to, by its roles, variables, images and VPC\n" +
    'endpoints, and what a VPC talks to, by its logs.',
  examples: [
    'natless targets --template vpc.yaml --format list > targets.txt',
    'natless targets --assembly cdk.out --query-log-group /vpc/dns --days 14',
  ],
} as const;

export const targets: RunCommand = async (argv, context) => {
  const given = commandIn(context).parse(argv, { from: 'user' }).opts<Arguments>();
  requireSomething(given);
  if (given.region !== undefined) noteUnknownRegion(given.region, context);
  const opened = await openedStack(given);
  const found = opened ? await foundIn(opened) : NOTHING;
  const logs = await readLogs(given, opened?.stack.region ?? null, context);
  const { withLookups } = await import('../../targets/with-lookups.ts');
  const region = opened?.stack.region ?? logs.region ?? '';
  const document: TargetsDocument = {
    schemaVersion: 1,
    region,
    ...found,
    targets: withLookups(found.targets, logs.names, region),
    flows: logs.flows,
    notices: notices(opened, found),
  };
  show(document, given, context);
  return STATUS.asExpected;
};

function commandIn(context: Context) {
  return addSourceOptions(createCommand(TEXT, context).optionsGroup('Template:'))
    .option('--region <region>', "Region (default: the template's, or the profile's)", requireRegion)
    .optionsGroup('Logs in the account:')
    .option('--query-log-group <name>', 'query log of Route 53 Resolver: names')
    .option('--flow-log-group <name>', 'flow logs: addresses and bytes')
    .option('--interface <ids>', "of flow logs only these network interfaces'", interfaceIds)
    .option('--days <number>', 'how many days back to read the logs (default: 7)', wholeDays, 7)
    .option('--profile <profile>', 'profile with credentials (default: AWS_PROFILE)')
    .optionsGroup('Output:')
    .addOption(
      new Option('--format <form>', 'table, or list: a file for --targets')
        .choices(['table', 'list'])
        .default('table'),
    )
    .addOption(new Option('--json', 'print one JSON document').conflicts('format'));
}

function interfaceIds(text: string): string[] {
  const ids = splitList(text);
  if (ids.every((id) => /^eni-[0-9a-f]{8,17}$/.test(id))) return ids;
  throw new InvalidArgumentError('write ids like eni-0123456789abcdef0, with commas between them');
}

/** Flow logs and query logs are rarely kept longer, and a query is paid for by what it reads. */
const MOST_DAYS = 90;

function wholeDays(text: string): number {
  const days = Number(text);
  if (/^\d+$/.test(text) && days >= 1 && days <= MOST_DAYS) return days;
  throw new InvalidArgumentError(`write a whole number of days from 1 to ${MOST_DAYS}`);
}

function requireSomething(given: Arguments): void {
  const { template, assembly, vpcFile, queryLogGroup, flowLogGroup } = given;
  if (given.interface && flowLogGroup === undefined)
    throw new UserError(
      '--interface chooses records of flow logs: name their log group with --flow-log-group',
    );
  if ([template, assembly, vpcFile, queryLogGroup, flowLogGroup].some((each) => each !== undefined)) return;
  throw new UserError(
    'there is nothing to read: name a template with --template, an assembly with --assembly, a described VPC with --vpc-file, or a log group with --query-log-group or --flow-log-group',
  );
}

const NOTHING: FoundTargets = { targets: [], gaps: [], outside: [] };

async function openedStack(given: Arguments): Promise<OpenedStack | null> {
  const source = sourceOf(given);
  if (source.kind === 'synthesize') return null;
  const { readStack } = await import('../../lab/run/start/read-stack.ts');
  return readStack(source, {
    region: given.region ?? null,
    parameters: given.parameter ?? {},
    values: given.value ?? {},
    imports: given.import ?? {},
  });
}

async function foundIn({ stack }: OpenedStack): Promise<FoundTargets> {
  const { findTargets } = await import('../../targets/find-targets.ts');
  return findTargets(stack);
}

function notices(opened: OpenedStack | null, found: FoundTargets): string[] {
  if (!opened) return [];
  const { accountId } = opened.stack;
  const isNamed = found.targets.some(({ url }) => url.includes(accountId));
  return opened.isAccountAssumed && isNamed
    ? [`the template does not name its account: ${accountId} stands for it in the names of images`]
    : [];
}

function show(document: TargetsDocument, { format, json }: Arguments, context: Context): void {
  const options = { columns: columnsOf(context), color: hasColors(context) };
  const render =
    format === 'list' ? renderTargetList : (plain: TargetsDocument) => renderTargets(plain, options);
  print(document, json, render, context);
  if (format !== 'list') return;
  // The list is for a file: what it cannot say goes beside it.
  for (const { logicalId, where, problem, kind } of document.gaps)
    if (kind !== 'inside') note(`${logicalId} ${where}: ${problem}`, context);
  for (const notice of document.notices) note(notice, context);
}
