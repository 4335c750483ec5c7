/** `natless what-if`: what happens when the NAT gateways go, and the changes that make up for them. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import { readStack } from '../../lab/run/start/read-stack.ts';
import { type ReadNetwork, readNetwork } from '../../lab/run/start/world-model.ts';
import type { LabRequest } from '../../lab/session/request.ts';
import type { PriceTable } from '../../prices/prices.ts';
import type { FoundTarget, FoundTargets } from '../../report/inputs/found-targets.ts';
import type { WhatIf } from '../../report/inputs/what-if.ts';
import { dualStackName, serviceHosts } from '../../report/savings/endpoints.ts';
import { renderWhatIf } from '../../report/terminal/what-if.ts';
import { renderSteps } from '../../report/terminal/what-if-steps.ts';
import { findTargets } from '../../targets/find-targets.ts';
import { UserError } from '../../user-error.ts';
import { askedTargets, type WantedTarget } from '../../what-if/asked-targets.ts';
import { cdkCode } from '../../what-if/cdk-code.ts';
import { CHANGE_KINDS, type ChangeKind, type Planned } from '../../what-if/change.ts';
import { demonstrationTargets } from '../../what-if/demonstration.ts';
import { editsOf, planChanges } from '../../what-if/plan-changes.ts';
import { stepsOf } from '../../what-if/steps.ts';
import { writeTemplate } from '../../what-if/write-template.ts';
import { type Context, type RunCommand, STATUS } from '../context.ts';
import { createCommand } from '../help.ts';
import {
  addLabRegionOption,
  addTemplateOptions,
  labRequest,
  type NetworkArguments,
} from '../options/network.ts';
import { priceOption } from '../options/plan.ts';
import { addNamedTargets, splitList, type TargetArguments } from '../options/targets.ts';
import { columnsOf, hasColors, note, print } from '../print.ts';
import { createProgress } from '../progress.ts';
import { addInstallOption } from '../run-lab.ts';
import { answer } from '../what-if/answer.ts';

interface Arguments extends NetworkArguments, TargetArguments {
  readonly onlyMine?: boolean;
  readonly write?: string;
  readonly force?: boolean;
  readonly writeCdk?: boolean;
  readonly steps?: boolean;
  readonly skip?: readonly ChangeKind[];
  readonly natGb?: number;
  readonly price?: PriceTable;
  readonly json?: boolean;
}

const TEXT = {
  name: 'what-if',
  description: 'Shows what happens when the NAT gateways go, and the free changes it takes.',
  examples: [
    'natless what-if --template vpc.yaml --write new.yaml',
    'natless what-if --assembly cdk.out --target https://api.stripe.com --steps',
  ],
} as const;

export const whatIf: RunCommand = async (argv, context) => {
  const given = commandIn(context).parse(argv, { from: 'user' }).opts<Arguments>();
  const request = labRequest(given, context);
  if (request.source.kind === 'synthesize') {
    throw new UserError(
      'there is no network to ask about: name yours with --template FILE or --assembly DIR',
    );
  }
  const target = given.write === undefined ? null : requireNewFile(given.write, given.force);
  const network = await readNetwork(request);
  const planned = planChanges({ ...network, without: given.skip ?? [] });
  const changed = changedRequest(request, network, planned, target);
  const found = given.onlyMine ? NO_TARGETS : await foundTargets(request);
  const wanted = [...found.targets.map(asWanted), ...namedTargets(given)];
  const region = network.model.region;
  const hosts = serviceHosts(region);
  const demonstration = wanted.length === 0;
  const asked = askedTargets(demonstration ? demonstrationTargets(region) : wanted, (host) =>
    dualStackName(host, hosts),
  );
  const progress = createProgress(context.stderr);
  const result = await answer(
    {
      ...{ request, network, planned, changed, asked, demonstration, gaps: found.gaps },
      natGb: given.natGb ?? null,
      prices: given.price,
      written: target === null ? null : { file: target, sha256: digestOf(target) },
    },
    { install: given.install, progress: progress.step, signal: context.signal },
  ).finally(progress.done);
  show(result, given, context);
  if (given.writeCdk) showCdk(planned, network, context);
  for (const notice of result.notices) note(notice, context);
  return result.canGo === true && result.confirmed ? STATUS.asExpected : STATUS.unexpected;
};

function commandIn(context: Context) {
  const command = addNamedTargets(
    addLabRegionOption(addTemplateOptions(createCommand(TEXT, context))).optionsGroup('Targets:'),
  );
  return addInstallOption(
    command
      .option('--only-mine', "leave out what the template's code may call")
      .optionsGroup('Money:')
      .option('--nat-gb <number>', 'GB a month through the NAT gateways', gigabytes)
      .addOption(priceOption())
      .optionsGroup('Output:')
      .option('--write <file>', '', (file: string) => resolve(file))
      .option('--force', 'write the changed template, and answer from it')
      .addOption(new Option('--skip <kinds>', 'leave changes out, to see what breaks').argParser(changeKinds))
      .option('--steps', '')
      .option('--write-cdk', 'an order of deployment; the changes for a CDK app')
      .option('--json', ''),
    'print one JSON document; never install packages',
  );
}

function changeKinds(text: string): ChangeKind[] {
  return splitList(text).map((item) => {
    const kind = CHANGE_KINDS.find((each) => each === item);
    if (kind === undefined)
      throw new InvalidArgumentError(`"${item}" is not one of ${CHANGE_KINDS.join(', ')}`);
    return kind;
  });
}

function gigabytes(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !(number >= 0 && Number.isFinite(number)))
    throw new InvalidArgumentError('write a number of gigabytes, such as 120');
  return number;
}

function requireNewFile(file: string, force = false): string {
  if (force || !existsSync(file)) return file;
  throw new UserError(`"${file}" exists: name another file with --write, or overwrite it with --force`);
}

/** The file that was written is what the lab reads, so that the answer holds for that file. */
function changedRequest(
  request: LabRequest,
  { templateFile, model }: ReadNetwork,
  { changes }: Planned,
  target: string | null,
): LabRequest {
  const edits = editsOf(changes);
  if (target === null) return { ...request, edits };
  save(target, writeTemplate(readFileSync(templateFile, 'utf8'), edits));
  return { ...request, source: { kind: 'template', path: target }, region: model.region };
}

function save(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UserError(`"${file}" cannot be written: ${(error as Error).message}`);
  }
}

function digestOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

function namedTargets({ target = [], targets = [] }: TargetArguments): WantedTarget[] {
  return [...targets, ...target].map(({ url }) => ({ url, foundIn: [], workloads: [] }));
}

const NO_TARGETS: FoundTargets = { targets: [], gaps: [], outside: [] };

/** What the template's own workloads may call. */
async function foundTargets(request: LabRequest): Promise<FoundTargets> {
  const { source } = request;
  if (source.kind === 'synthesize') return NO_TARGETS;
  const { stack } = await readStack(source, request);
  return findTargets(stack);
}

function asWanted({ url, foundIn, workloads }: FoundTarget): WantedTarget {
  return { url, workloads, foundIn: foundIn.map(({ logicalId, where }) => `${logicalId}: ${where}`) };
}

function show(result: WhatIf, { json, steps }: Arguments, context: Context): void {
  const options = { columns: columnsOf(context), color: hasColors(context) };
  print(
    result,
    json,
    (plain) => {
      const order = steps ? `\n${renderSteps(stepsOf(plain), options)}` : '';
      return renderWhatIf(plain, options) + order;
    },
    context,
  );
}

function showCdk({ changes }: Planned, { template }: ReadNetwork, context: Context): void {
  const code = cdkCode(changes, template);
  if (code === null) note('--write-cdk: the template shows no sign of CDK, or needs no change', context);
  else context.stdout.write(`\n${code}`);
}
