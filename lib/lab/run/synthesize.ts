/**
 * Synthesizes the project's own stack, as `cdk deploy` would. It runs in the lab's own namespaces and writes to
 * memory that only they have, so that whatever ends the lab leaves no folder and no process.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../folders.ts';
import { UserError } from '../../user-error.ts';
import { memoryFolder } from './memory-folder.ts';

const CDK = join(ROOT, 'node_modules', '.bin', 'cdk');

/** The stack is synthesized for no account in particular: with credentials the CLI would look for theirs, in vain. */
const NO_ACCOUNT = {
  AWS_ACCESS_KEY_ID: undefined,
  AWS_SECRET_ACCESS_KEY: undefined,
  AWS_SESSION_TOKEN: undefined,
  AWS_PROFILE: undefined,
  AWS_DEFAULT_PROFILE: undefined,
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
};

/** No image is built here, so no program that would build one is looked for: this one is everywhere. */
const NO_DOCKER = { CDK_DOCKER: 'true' };

/** It takes longer than the synthesis, and changes nothing in the template: `cdk synth` and `cdk deploy` validate. */
const NO_VALIDATION = { CDK_VALIDATION: 'false' };

/** It takes three seconds; a cold disk and a busy machine may make ten of them. */
const SYNTH_TIMEOUT_MS = 120_000;

/**
 * @param settings the stack's; undefined for those of cdk.json
 * @returns the assembly's folder
 * @throws UserError with what the synthesis said, for example about the settings
 */
export async function synthesize(settings?: object): Promise<string> {
  const folder = memoryFolder();
  const { code, said } = await runCdk(folder, settings);
  if (code === 0) return folder;
  throw new UserError(`the stack cannot be synthesized:\n${said.trim()}`);
}

/** The settings of cdk.json. */
export function ownSettings(): object {
  const { context = {} } = JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8')) as Cdk;
  return context.natless ?? {};
}

interface Cdk {
  readonly context?: { readonly natless?: object };
}

function runCdk(folder: string, settings?: object): Promise<{ code: number | null; said: string }> {
  const context = settings ? ['--context', `natless=${JSON.stringify(settings)}`] : [];
  const child = spawn(CDK, ['synth', '--quiet', '--output', folder, ...context], {
    cwd: ROOT,
    env: { ...process.env, ...NO_ACCOUNT, ...NO_VALIDATION, ...NO_DOCKER },
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: SYNTH_TIMEOUT_MS,
    killSignal: 'SIGKILL',
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (code) => resolve({ code, said }));
  });
}
