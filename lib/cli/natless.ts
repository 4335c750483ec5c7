/** The command `natless`: finds the command that the first argument names, runs it, and explains its errors. */
import { Command, CommanderError } from 'commander';
import { ownVersion } from '../version.ts';
import { type Context, contextIn, type ProcessContext, type RunCommand, STATUS } from './context.ts';
import { explanationOf } from './explain.ts';
import { withOutput } from './help.ts';

interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** Each is loaded only when it runs: the AWS clients take longer to load than all the rest. */
  readonly load: () => Promise<RunCommand>;
}

const COMMANDS: Readonly<Record<string, readonly CommandEntry[]>> = {
  'Without an AWS account, in the lab:': [
    {
      name: 'lab',
      summary: 'run the probe in a VPC built from Linux network namespaces',
      load: async () => (await import('./commands/lab.ts')).lab,
    },
    {
      name: 'exec',
      summary: 'run any program inside a private subnet of that VPC',
      load: async () => (await import('./commands/exec.ts')).exec,
    },
    {
      name: 'what-if',
      summary: 'what happens when the NAT gateways go, and what it takes',
      load: async () => (await import('./commands/what-if.ts')).whatIf,
    },
    {
      name: 'targets',
      summary: "list what a template's code, or a VPC by its logs, talks to",
      load: async () => (await import('./commands/targets.ts')).targets,
    },
    {
      name: 'worlds',
      summary: 'list and run the worlds: the lab with one thing changed',
      load: async () => (await import('./commands/worlds.ts')).worlds,
    },
  ],
  'With an account:': [
    {
      name: 'describe',
      summary: 'read a VPC of your account into a file for --vpc-file',
      load: async () => (await import('./commands/describe.ts')).describe,
    },
  ],
  'With a deployed stack:': [
    {
      name: 'probe',
      summary: 'run the deployed probes and print the report',
      load: async () => (await import('./commands/probe.ts')).probe,
    },
    {
      name: 'verify',
      summary: 'deploy the stack, check what its probes report, destroy it',
      load: async () => (await import('./commands/verify.ts')).verify,
    },
  ],
  'In the lab, or with --deployed:': [
    {
      name: 'catalogue',
      summary: 'check the hosts of every AWS service',
      load: async () => (await import('./commands/catalogue.ts')).catalogue,
    },
    {
      name: 'pulls',
      summary: 'check what pulling container images needs',
      load: async () => (await import('./commands/pulls.ts')).pulls,
    },
  ],
  'From a stored report:': [
    {
      name: 'plan',
      summary: 'what to do and what you save without NAT gateways',
      load: async () => (await import('./commands/plan.ts')).plan,
    },
  ],
};

/** Never throws: an error becomes a sentence and a status. */
export async function natless(argv: readonly string[], process: ProcessContext): Promise<number> {
  const context = contextIn(process);
  try {
    return await dispatch(argv, context);
  } catch (error) {
    return context.signal.aborted ? STATUS.interrupted : explain(error, context);
  }
}

async function dispatch(given: readonly string[], context: Context): Promise<number> {
  const [name, ...argv] = given[0] === 'help' ? [...given.slice(1), '--help'] : given;
  const entry = Object.values(COMMANDS)
    .flat()
    .find((each) => each.name === name);
  if (entry) return (await entry.load())(argv, context);
  overview(context).parse(name === undefined ? [] : [name], { from: 'user' });
  return STATUS.asExpected;
}

/** Prints the help or the version, or refuses a command that does not exist. */
function overview(context: Context): Command {
  const program = withOutput(new Command('natless'), context)
    .usage('<command> [options]')
    .description('Shows what your code reaches from a private AWS subnet without a NAT gateway.')
    .version(ownVersion(), '-V, --version', 'print the version')
    .helpCommand(false)
    .addHelpText(
      'after',
      [
        'Exit status: 0 as expected, 1 not as expected, 2 usage, settings or environment.',
        'Examples:',
        '  natless lab --template vpc.yaml',
        '  natless exec -- curl -s https://ifconfig.me/ip',
      ].join('\n'),
    );
  for (const [group, entries] of Object.entries(COMMANDS)) {
    program.commandsGroup(group);
    for (const { name, summary } of entries) program.command(name).description(summary);
  }
  return program;
}

function explain(error: unknown, { stderr }: Context): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? STATUS.asExpected : STATUS.usage;
  stderr.write(`${explanationOf(error)}\n`);
  return STATUS.usage;
}
