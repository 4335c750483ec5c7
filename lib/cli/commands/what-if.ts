/** `natless what-if`: what happens when the NAT gateways go, and the changes that make up for them. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import { didYouMean } from '../../did-you-mean.ts';
import type { PriceTable } from '../../prices/prices.ts';
import { renderWhatIfPage } from '../../report/html/what-if-page.ts';
import type { WhatIf } from '../../report/inputs/what-if.ts';
import { LANGUAGE_NAMES, type LanguageName } from '../../report/languages.ts';
import { whatIfMarkdown } from '../../report/markdown/what-if.ts';
import { renderWhatIf } from '../../report/terminal/what-if.ts';
import { renderSteps } from '../../report/terminal/what-if-steps.ts';
import { UserError } from '../../user-error.ts';
import { cdkCode } from '../../what-if/cdk-code.ts';
import { CHANGE_KINDS, type ChangeKind } from '../../what-if/change.ts';
import { stepsOf } from '../../what-if/steps.ts';
import { type Context, type RunCommand, STATUS } from '../context.ts';
import { createCommand } from '../help.ts';
import { saveAs, writableFile } from '../options/files.ts';
import { addHostOptions, type ResolveArguments } from '../options/hosts.ts';
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
import { withResolved } from '../resolve-hosts.ts';
import { addInstallOption, formatOption } from '../run-lab.ts';
import { type Answered, answer } from '../what-if/answer.ts';
import { namedTargets } from '../what-if/networks.ts';
import { type Question, questionOf } from '../what-if/question.ts';

interface Arguments extends NetworkArguments, ResolveArguments, TargetArguments {
  readonly onlyMine?: boolean;
  readonly write?: string;
  readonly force?: boolean;
  readonly writeCdk?: boolean;
  readonly steps?: boolean;
  readonly skip?: readonly ChangeKind[];
  readonly openIsolated?: boolean;
  readonly language?: LanguageName;
  readonly natGb?: number;
  readonly price?: PriceTable;
  readonly json?: boolean;
  readonly html?: string;
  readonly format?: 'github';
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
      'there is no network to ask about: name yours with --template FILE, --assembly DIR or --vpc-file FILE',
    );
  }
  requireTemplate(given);
  if (request.source.kind === 'template' && request.source.beside && given.write !== undefined) {
    throw new UserError('--write changes one file: give one --template, or leave --write out');
  }
  const { target = [], targets = [] } = given;
  requireQuestion(given);
  const question = await questionOf(request, {
    named: [...targets, ...target].map(({ url }) => url),
    onlyNamed: given.onlyMine ?? false,
    without: given.skip ?? [],
    openIsolated: given.openIsolated ?? false,
    file: given.write === undefined ? null : requireNewFile(given.write, given.force),
  });
  const { result, drawn, origin } = await answered(question, given, context);
  for (const notice of result.notices) note(notice, context);
  if (given.writeCdk) showCdk(question, context);
  if (given.html !== undefined) saveAs(given.html, renderWhatIfPage(result, drawn, origin), context);
  show(result, question, given, context);
  return result.canGo === true && result.confirmed ? STATUS.asExpected : STATUS.unexpected;
};

function requireQuestion({ onlyMine = false, target = [], targets = [] }: Arguments): void {
  if (!onlyMine || target.length + targets.length > 0) return;
  throw new UserError(
    "--only-mine leaves out what the template's code may call, and no other targets are named: add --target URL",
  );
}

/** What is changed in an account by hand, no file can carry. */
function requireTemplate({ vpcFile, write, writeCdk }: Arguments): void {
  if (vpcFile === undefined || (write === undefined && !writeCdk)) return;
  throw new UserError(
    `${writeCdk ? '--write-cdk' : '--write'} changes a template, and a described VPC has none: leave it out, and the answer lists the changes as commands of the AWS CLI`,
  );
}

async function answered(question: Question, given: Arguments, context: Context): Promise<Answered> {
  const { request, asked, changed } = question;
  const { hosts } = await withResolved({ ...request, event: namedTargets(asked) }, given, context);
  const progress = createProgress(context.stderr);
  return answer(
    { ...question, request: { ...request, hosts }, changed: { ...changed, hosts } },
    { natGb: given.natGb ?? null, prices: given.price, language: given.language },
    { install: given.install, progress: progress.step, signal: context.signal },
  ).finally(progress.done);
}

function commandIn(context: Context) {
  const command = addNamedTargets(
    addLabRegionOption(
      addTemplateOptions(createCommand(TEXT, context), 'Network (one of the first three):'),
    ).optionsGroup('Targets:'),
  );
  return addInstallOption(
    addHostOptions(command)
      .option('--only-mine', "leave out what the template's code may call")
      .optionsGroup('Output:')
      .option('--nat-gb <number>', '', gigabytes)
      .addOption(priceOption('GB a month through NAT; your prices'))
      .option('--write <file>', '', (file: string) => resolve(file))
      .option('--force', 'write the changed template; over a file')
      .addOption(new Option('--skip <kinds>', '').argParser(changeKinds))
      .option('--open-isolated', 'leave changes out; open isolated subnets')
      .option('--steps', '')
      .option('--write-cdk', 'show the order of deployment; the changes for CDK')
      .option('--language <name>', 'of the code, for the lines that change it', languageName)
      .option('--json', '')
      .addOption(formatOption())
      .option('--html <file>', 'print JSON, Markdown; write a page', writableFile),
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

function languageName(text: string): LanguageName {
  const name = LANGUAGE_NAMES.find((each) => each === text);
  if (name !== undefined) return name;
  const meant = didYouMean(text, LANGUAGE_NAMES);
  throw new InvalidArgumentError(`"${text}" is not one of ${LANGUAGE_NAMES.join(', ')}${meant}`);
}

function gigabytes(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !(number >= 0 && Number.isFinite(number)))
    throw new InvalidArgumentError('write a number of gigabytes, such as 120');
  return number;
}

function requireNewFile(file: string, force = false): string {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found?.isDirectory()) throw new UserError(`"${file}" is a folder: name a file with --write`);
  if (force || found === undefined) return file;
  throw new UserError(`"${file}" exists: name another file with --write, or overwrite it with --force`);
}

function show(
  result: WhatIf,
  { network }: Question,
  { json, steps, format }: Arguments,
  context: Context,
): void {
  const options = { columns: columnsOf(context), color: hasColors(context) };
  print(
    result,
    json,
    (plain) => {
      if (format === 'github') return whatIfMarkdown(plain);
      const order = steps
        ? `${renderSteps(stepsOf(plain, network.described ? network.model : null), options)}\n`
        : '';
      return order + renderWhatIf(plain, options);
    },
    context,
  );
}

function showCdk({ planned: { changes }, network: { template } }: Question, context: Context): void {
  const code = cdkCode(changes, template);
  if (code === null) note('--write-cdk: the template shows no sign of CDK, or needs no change', context);
  else context.stdout.write(`${code}\n`);
}
