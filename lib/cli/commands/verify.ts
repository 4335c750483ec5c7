/** `natless verify`: proves the project in a real account: deploys, probes, checks the report, destroys. */
import { accessSync, constants, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Report } from '../../../lambda/report/report-schema.ts';
import { count } from '../../count.ts';
import { lookForStack } from '../../deployed/find-stack.ts';
import type { Place } from '../../deployed/place.ts';
import { placeAmong } from '../../deployed/probe-regions.ts';
import { findAccount } from '../../deployed/verify/account.ts';
import { type Answered, answersIn } from '../../deployed/verify/questions.ts';
import { type Verification, verifyStack } from '../../deployed/verify/verify.ts';
import { EXTENSION } from '../../folders.ts';
import { ownSettings } from '../../lab/run/synthesis/synthesize.ts';
import { requireRegion } from '../../region.ts';
import { wrapped } from '../../report/terminal/wrap.ts';
import { UserError } from '../../user-error.ts';
import { confirm } from '../confirm.ts';
import { type Context, type RunCommand, STATUS } from '../context.ts';
import { createCommand } from '../help.ts';
import { type PlaceArguments, placeOf } from '../options/place.ts';
import { columnsOf, jsonOf, note, plainLine, printReport } from '../print.ts';

interface Arguments extends PlaceArguments {
  readonly report?: string;
  readonly yes?: boolean;
  readonly keepExisting?: boolean;
}

const TEXT = {
  name: 'verify',
  description:
    'Deploys the stack into a sandbox account, probes every subnet, checks the report\n' +
    'and destroys the stack again, also after a failure or Ctrl-C (status 130).',
  examples: ['natless verify --region eu-west-1 --profile sandbox', 'natless verify --yes --keep-existing'],
} as const;

/** The first Ctrl-C leads to the destroying, the second one leaves the stack. */
const DESTROYING_FIRST = 'interrupted: the stack is destroyed first; Ctrl-C again leaves it in the account';

export const verify: RunCommand = async (argv, context) => {
  const given = parse(argv, context);
  requireClone();
  const file = resolve(given.report ?? 'natless-report.json');
  requireWritable(file);
  const place = await placeOfStack(await placeOf(given, context));
  const account = await findAccount(place, context.signal);
  const exists = (await lookForStack(place, context.signal)) !== null;
  requireNoStack(exists, given, place);
  if (!given.yes) await requireConfirmation(place, account, exists, context);
  if (!exists) context.signal.addEventListener('abort', () => note(DESTROYING_FIRST, context));
  const leave = new AbortController();
  context.onSecondInterrupt(() => leave.abort());
  let saved: Report | null = null;
  const verdict = await verifyStack({
    place,
    keep: exists,
    progress: (text) => note(text, context),
    // Not a note: the indentation stays.
    onOutput: (line) => context.stderr.write(`${line}\n`),
    onReport: (report) => {
      saved = report;
      save(report, file, context);
    },
    signal: context.signal,
    leave: leave.signal,
  });
  if (saved !== null) printAnswers(answersIn({ ...verdict, report: saved }), context);
  conclude(verdict, place, account, context);
  if (context.signal.aborted) return STATUS.interrupted;
  return verdict.problems.length === 0 ? STATUS.asExpected : STATUS.unexpected;
};

function parse(argv: readonly string[], context: Context): Arguments {
  return createCommand(TEXT, context)
    .option('--region <region>', "where to deploy (default: AWS_REGION or the profile's)", requireRegion)
    .option('--profile <profile>', 'profile with the credentials (default: AWS_PROFILE)')
    .option('--report <file>', 'where to save the report (default: natless-report.json)')
    .option('--yes', 'do not ask before deploying')
    .option('--keep-existing', 'update and verify a stack that exists, and keep it')
    .parse(argv, { from: 'user' })
    .opts<Arguments>();
}

/** @throws UserError in the package, which has no command line of the CDK's */
function requireClone(): void {
  if (EXTENSION === '.ts') return;
  throw new UserError(
    'natless verify deploys natless itself, with the command line of the CDK, which the package does not have: run npm ci and npx natless verify in a clone of the repository',
  );
}

/** @throws UserError where the file cannot be written: better now than after the deployment */
function requireWritable(file: string): void {
  if (isWritable(file)) return;
  throw new UserError(`the report cannot be written to "${file}": name another file with --report`);
}

function isWritable(file: string): boolean {
  const known = statSync(file, { throwIfNoEntry: false });
  try {
    accessSync(known ? file : dirname(file), constants.W_OK);
    return !known?.isDirectory();
  } catch {
    return false;
  }
}

function requireNoStack(exists: boolean, { keepExisting = false }: Arguments, place: Place): void {
  if (!exists || keepExisting) return;
  throw new UserError(
    `there is a stack "${place.stackName}" in ${place.region} already, and verifying would destroy it: destroy it first with npx cdk destroy, or add --keep-existing to update it, verify it and keep it`,
  );
}

async function requireConfirmation(place: Place, account: string, exists: boolean, context: Context) {
  const what = exists
    ? `This updates the stack "${place.stackName}", probes it and keeps it:`
    : `This deploys the stack "${place.stackName}", probes it and destroys it again, in about an hour:`;
  const where = `account ${account}, Region ${place.region}`;
  const question = `${what}\n${where}. Idle it costs next to nothing.\nType "yes" to go on: `;
  if (await confirm(question, context)) return;
  context.signal.throwIfAborted();
  throw new UserError('\nnothing was deployed: answer "yes", or add --yes where there is no one to answer');
}

function save(report: Report, file: string, context: Context): void {
  printReport(report, {}, context);
  writeFileSync(file, jsonOf(report));
  note(`the report is saved in ${file}`, context);
}

/** Which questions of docs/unverified.md the run answered. */
function printAnswers(answers: readonly Answered[], context: Context): void {
  const lines = answers.flatMap(({ question, answer }) => [question, `→ ${answer}`]);
  for (const line of ['what this run answers of docs/unverified.md', ...lines])
    context.stdout.write(`${wrapped(plainLine(line), columnsOf(context), '  ')}\n`);
}

/** @throws UserError for a Region that the settings' Regions lack */
async function placeOfStack(place: Place): Promise<Place> {
  // The settings' schema takes a second to load.
  const { readSettings } = await import('../../stack/settings.ts');
  const { regions } = readSettings(ownSettings());
  return placeAmong(regions ?? null, place);
}

/** The last line is the verdict. */
function conclude(
  { problems, perhaps, stack }: Verification,
  place: Place,
  account: string,
  { stdout }: Context,
): void {
  const where = `account ${account}, Region ${place.region}`;
  const verdict =
    problems.length === 0 ? 'verified' : `not verified (${count(problems.length, 'problem')}, see above)`;
  const fate = {
    destroyed: 'the stack is destroyed',
    kept: 'the stack was there before and is kept',
    left: `THE STACK MAY STILL BE THERE: AWS_REGION=${place.region} npx cdk destroy ${place.stackName}`,
  };
  const lines = [
    ...perhaps.map((line) => `may be left in the account: ${line}`),
    ...problems.map((problem) => `✗ ${problem}`),
    `${verdict} in ${where}; ${fate[stack]}`,
  ];
  for (const line of lines) stdout.write(`${plainLine(line)}\n`);
}
