/**
 * Runs the CDK app of cdk.json as `cdk synth` does, without the CLI: that takes as long to start as the app (measured),
 * leaves a telemetry file in the temporary folder when it is killed, and writes the same bytes
 * (test/lab/synthesis/synthesize.test.ts). The CLI adds context lookups in an account, the `build` command and the user's
 * ~/.cdk.json, which this project does not use, and its validation, which `cdk synth` and `cdk deploy` still do.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { cdkApp, cdkContext, lookedUpContext } from '../../../cdk-json.ts';
import { UserError } from '../../../user-error.ts';

/** What decides what the app writes, apart from its sources. */
export interface AppRun {
  readonly root: string;
  /** The command, for a shell. */
  readonly app: string;
  readonly context: object;
  readonly environment: Readonly<Record<string, string>>;
  /** The folders whose code decides the outcome. @default - all of the project's */
  readonly folders?: readonly string[];
}

/** What the CLI adds to the context of cdk.json by default. */
const CLI_CONTEXT = {
  'aws:cdk:enable-path-metadata': true,
  'aws:cdk:enable-asset-metadata': true,
  'aws:cdk:version-reporting': true,
  'aws:cdk:bundling-stacks': ['**'],
};

/** The stack is synthesized for no account in particular, so the app gets no credentials. */
const ACCOUNT = /^(AWS_.*|CDK_DEFAULT_ACCOUNT)$/;

/** What npm, a shell and a terminal say about themselves: it differs from one command to the next. */
const NOISE = /^(npm_.*|INIT_CWD|PWD|OLDPWD|SHLVL|_|TERM.*|COLORTERM|COLUMNS|LINES|WINDOWID|SSH_.*)$/;

/** Set below, or only by the CLI. */
const REPLACED =
  /^(PATH|TMPDIR|HOME|CDK_(OUTDIR|CONTEXT_JSON|VALIDATION|DOCKER|DEFAULT_REGION)|CONTEXT_OVERFLOW_LOCATION_ENV)$/;

const OURS = {
  // It takes longer than the synthesis, and changes nothing in the template.
  CDK_VALIDATION: 'false',
  // No image is built here, so no program that would build one is needed: this one is everywhere.
  CDK_DOCKER: 'true',
};

/** It takes two seconds; a cold disk and a busy machine may make ten of them. */
const TIMEOUT_MS = 120_000;

/** Node prints the line that threw, and each module of the CDK is one line of up to a megabyte. */
const LONGEST_LINE = 1_000;

/** @param settings the stack's; undefined for those of cdk.json */
export function appRun(root: string, settings?: object): AppRun {
  const given = { ...lookedUpContext(root), ...cdkContext(root) };
  return {
    root,
    app: cdkApp(root),
    context: { ...given, ...CLI_CONTEXT, ...(settings && { natless: settings }) },
    environment: environmentOf(process.env),
  };
}

function environmentOf(given: NodeJS.ProcessEnv): Record<string, string> {
  const passed = Object.entries(given).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && ![ACCOUNT, NOISE, REPLACED].some((pattern) => pattern.test(entry[0])),
  );
  return {
    ...Object.fromEntries(passed),
    ...OURS,
    // The CLI always names a Region.
    CDK_DEFAULT_REGION: given.AWS_REGION || given.AWS_DEFAULT_REGION || 'us-east-1',
    PATH: pathOf(given),
  };
}

/** With the Node that runs this as `node`, and each folder once: commands that call one another repeat some. */
function pathOf({ PATH = '' }: NodeJS.ProcessEnv): string {
  return [...new Set([dirname(process.execPath), ...PATH.split(delimiter)])].join(delimiter);
}

/**
 * @param folder where the assembly goes
 * @param memory where everything else goes that is written meanwhile
 * @throws UserError with what the app said
 */
export async function runApp(
  run: AppRun,
  folder: string,
  memory: string,
  timeoutMs = TIMEOUT_MS,
): Promise<void> {
  const temporary = join(memory, 'tmp');
  mkdirSync(temporary);
  const contextFile = join(memory, 'context.json');
  // A file, since a variable holds no more than 128 KB, which many targets exceed.
  writeFileSync(contextFile, JSON.stringify(run.context));
  const variables = {
    CDK_OUTDIR: folder,
    CONTEXT_OVERFLOW_LOCATION_ENV: contextFile,
    TMPDIR: temporary,
    // The CDK would keep digests of the assets in ~/.cdk.
    HOME: temporary,
  };
  const { ended, said } = await execute(run, variables, timeoutMs);
  if (ended !== 0) throw new UserError(`the stack cannot be synthesized:${reasonOf(ended, said)}`);
  requireNoLookups(folder);
}

interface Execution {
  /** The exit status, or the signal that ended the app: SIGKILL at the deadline. */
  readonly ended: number | NodeJS.Signals | null;
  /** On standard error. */
  readonly said: string;
}

function execute(
  { root, app, environment }: AppRun,
  variables: Readonly<Record<string, string>>,
  timeoutMs: number,
): Promise<Execution> {
  const child = spawn(app, {
    cwd: root,
    env: { ...environment, ...variables },
    shell: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    // A group of its own, so that the deadline also ends what the shell has started.
    detached: true,
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const deadline = setTimeout(() => child.pid && process.kill(-child.pid, 'SIGKILL'), timeoutMs);
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (code, signal) => {
      clearTimeout(deadline);
      resolve({ ended: code ?? signal, said });
    });
  });
}

function reasonOf(ended: Execution['ended'], said: string): string {
  const lines = withoutLongLines(said).trim();
  if (lines !== '') return `\n${lines}`;
  return ` "app" of cdk.json printed no reason, and ended with ${ended}`;
}

function withoutLongLines(text: string): string {
  const lines = text.split('\n').filter(({ length }) => length <= LONGEST_LINE);
  return lines.join('\n');
}

/** The CLI would look the values up in an account, and synthesize again. */
function requireNoLookups(folder: string): void {
  const manifest = readFileSync(join(folder, 'manifest.json'), 'utf8');
  const { missing = [] } = JSON.parse(manifest) as { missing?: { key: string }[] };
  if (missing.length === 0) return;
  throw new UserError(
    `the stack cannot be synthesized without an account, in which it looks up ${missing.map(({ key }) => `"${key}"`).join(', ')}: synthesize it with npx cdk synth, and name the folder with --assembly`,
  );
}
