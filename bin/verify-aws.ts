/** The command line that verifies natless in a real account: deploys, probes, asserts, destroys, lists what is left. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { Command } from 'commander';
import { type CommandContext, runCommand, STATUS } from '../lib/cli/command.ts';
import { findRegion } from '../lib/deployed/client.ts';
import { accountId } from '../lib/deployed/identity.ts';
import { DeployedProblem } from '../lib/deployed/problem.ts';
import { type Verification, verify } from '../lib/deployed/verify.ts';

const CDK = join(import.meta.dirname, '..', 'node_modules', '.bin', 'cdk');

/** The name that bin/app.ts gives the stack. */
const STACK = 'Natless';

interface Arguments {
  readonly region?: string;
  readonly profile?: string;
  readonly report: string;
  readonly yes?: boolean;
  readonly cdk: string;
}

function commandLine(): Command {
  return new Command('npm run verify:aws --')
    .description('Deploys the stack to a real account, probes, asserts, destroys it, and lists what is left.')
    .option('--region <region>', 'the Region (default: AWS_REGION, or the one of the profile)')
    .option('--profile <name>', 'the profile of the AWS credentials')
    .option('--report <file>', 'where to save the report', 'natless-report.json')
    .option('--yes', 'do not ask before anything is created')
    .option('--cdk <program>', "the CDK's command line", CDK)
    .addHelpText('after', '\nExit status: 0 verified, 1 not, or not destroyed, 2 usage or environment.')
    .allowExcessArguments(false)
    .exitOverride();
}

/** @throws DeployedProblem where nobody can be asked */
async function agreed(account: string, region: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new DeployedProblem(
      `this deploys to account ${account} in ${region} and destroys it again, for some cents: say --yes`,
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(
      `Deploy ${STACK} to account ${account} in ${region}, probe, and destroy it again (half an hour, some cents)? [y/N] `,
    );
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}

function conclude({ failures, leftovers }: Verification): number {
  for (const left of leftovers) process.stdout.write(`left: ${left}\n`);
  for (const failure of failures) process.stdout.write(`not verified: ${failure}\n`);
  process.stdout.write(failures.length === 0 ? 'verified\n' : `not verified: ${failures.length} problems\n`);
  return failures.length === 0 ? STATUS.asExpected : STATUS.unexpected;
}

async function main({ progress, done, signal }: CommandContext): Promise<number> {
  const given = commandLine().parse().opts<Arguments>();
  const profile = given.profile ?? null;
  const place = { stackName: STACK, region: await findRegion(given.region ?? null, profile), profile };
  const account = await accountId(place);
  if (!given.yes && !(await agreed(account, place.region))) return STATUS.usage;
  const save = (report: object) => writeFileSync(given.report, `${JSON.stringify(report, null, 2)}\n`);
  const verification = await verify({ place, cdk: given.cdk, progress, save, signal });
  done();
  return conclude(verification);
}

process.exitCode = await runCommand(main, [DeployedProblem]);
