/** The command line that verifies the project in a real account: deploys, probes, holds to account, destroys. */
import { accessSync, constants, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { Command } from 'commander';
import { plainText } from '../lambda/report/plain-text.ts';
import type { Report } from '../lambda/report/report-schema.ts';
import { STACK_NAME } from '../lambda/report/stack-contract.ts';
import { runCommand, STATUS } from '../lib/cli/command.ts';
import { jsonOf, printReport } from '../lib/cli/print.ts';
import { lookForStack } from '../lib/deployed/find-stack.ts';
import { findPlace, type Place } from '../lib/deployed/place.ts';
import { findAccount } from '../lib/deployed/verify/account.ts';
import { confirm } from '../lib/deployed/verify/confirm.ts';
import { type Verdict, verifyStack } from '../lib/deployed/verify/verify.ts';
import { UserError } from '../lib/user-error.ts';

interface Arguments {
  readonly region?: string;
  readonly profile?: string;
  readonly report: string;
  readonly yes?: boolean;
  readonly keepExisting?: boolean;
}

/** The first Ctrl-C leads to the destroying, the second one leaves the stack. */
const leave = new AbortController();
const DESTROYING_FIRST = 'interrupted: the stack is destroyed first; Ctrl-C once more leaves it where it is';

function commandLine(): Command {
  return new Command('npm run verify:aws --')
    .description(
      'Deploys the stack into a sandbox account, probes every Availability Zone, checks what the report shows, and destroys the stack again, also after a failure or Ctrl-C.',
    )
    .option('--region <region>', "where to deploy (default: AWS_REGION, or the profile's)")
    .option('--profile <profile>', 'the profile whose credentials are used (default: AWS_PROFILE)')
    .option('--report <file>', 'where to save the report', 'natless-report.json')
    .option('--yes', 'do not ask before deploying')
    .option('--keep-existing', 'if the stack is there already, update it, verify it and leave it there')
    .addHelpText(
      'after',
      '\nExit status: 0 verified, 1 not verified, 2 usage or environment, 130 interrupted.',
    )
    .allowExcessArguments(false)
    .exitOverride();
}

/** Found out before anything is deployed. */
function ensureWritable(file: string): void {
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

function ensureMayDeploy(exists: boolean, { keepExisting = false }: Arguments, place: Place): void {
  if (!exists || keepExisting) return;
  throw new UserError(
    `there is a stack "${place.stackName}" in ${place.region} already, and verifying would destroy it: destroy it first with npx cdk destroy, or add --keep-existing to update it, verify it and leave it there`,
  );
}

async function ensureConfirmed(place: Place, account: string, exists: boolean, signal: AbortSignal) {
  const what = exists
    ? `This updates the stack "${place.stackName}", probes it and leaves it there:`
    : `This deploys the stack "${place.stackName}", probes it and destroys it again, in about an hour:`;
  const where = `account ${account}, Region ${place.region}`;
  const confirmed = await confirm(
    `${what}\n${where}. Idle it costs next to nothing.\nType "yes" to go on: `,
    signal,
  );
  if (confirmed) return;
  signal.throwIfAborted();
  throw new UserError('\nnothing was deployed: answer "yes", or say --yes where nobody can answer');
}

function say(text: string): void {
  process.stderr.write(`${plainText(text)}\n`);
}

function save(report: Report, file: string): void {
  printReport(report, {});
  writeFileSync(file, jsonOf(report));
  say(`the report is saved in ${file}`);
}

/** A problem may be a stack trace, and is a line all the same. */
const LINE_LIMIT_CHARACTERS = 4_000;

/** The last line says all that matters. */
function conclude({ problems, perhaps, stack }: Verdict, place: Place, account: string): void {
  const print = (text: string) => process.stdout.write(`${plainText(text, LINE_LIMIT_CHARACTERS)}\n`);
  for (const line of perhaps) print(`may be left in the account: ${line}`);
  for (const problem of problems) print(`✗ ${problem}`);
  const where = `account ${account}, Region ${place.region}`;
  const verdict =
    problems.length === 0 ? 'verified' : `not verified (${count(problems.length, 'problem')}, see above)`;
  const fate = {
    destroyed: 'the stack is destroyed',
    kept: 'the stack was there before and is kept',
    left: `THE STACK MAY STILL BE THERE: AWS_REGION=${place.region} npx cdk destroy ${place.stackName}`,
  };
  print(`${verdict} in ${where}; ${fate[stack]}`);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

async function main(signal: AbortSignal): Promise<number> {
  const given = commandLine().parse().opts<Arguments>();
  const file = resolve(given.report);
  ensureWritable(file);
  const place = await findPlace({ ...given, stack: STACK_NAME }, process.env);
  const account = await findAccount(place, signal);
  const exists = (await lookForStack(place, signal)) !== null;
  ensureMayDeploy(exists, given, place);
  if (!given.yes) await ensureConfirmed(place, account, exists, signal);
  if (!exists) signal.addEventListener('abort', () => say(DESTROYING_FIRST));
  const verdict = await verifyStack({
    place,
    keep: exists,
    progress: say,
    onReport: (report) => save(report, file),
    signal,
    leave: leave.signal,
  });
  conclude(verdict, place, account);
  if (signal.aborted) return STATUS.interrupted;
  return verdict.problems.length === 0 ? STATUS.asExpected : STATUS.unexpected;
}

await runCommand(main, {
  onSecondInterrupt: () => leave.abort(),
});
