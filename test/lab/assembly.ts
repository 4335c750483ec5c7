/** The project's own stack for all tests: synthesized and validated, once for the same sources. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { ROOT } from '../../lib/folders.ts';
import { appRun } from '../../lib/lab/run/synthesis/cdk-app.ts';
import { KEPT_ASSEMBLIES } from '../../lib/lab/run/synthesis/kept-assemblies.ts';
import { takeOrSynthesize } from '../../lib/lab/run/synthesis/synthesize.ts';
import { requirePrivileges } from '../../lib/lab/session/privileges.ts';

/** As npm run synth does. */
const SYNTH = ['cdk', 'synth', '--strict', '--quiet'] as const;

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of the assembly. */
    assembly: string;
    /** Why the lab cannot run on this machine; null if it can. */
    labRefused: string | null;
  }
}

export default async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'natless-test-'));
  const run = { ...appRun(ROOT), app: SYNTH.join(' ') };
  await takeOrSynthesize(run, { folder, kept: KEPT_ASSEMBLIES }, () => synthesizeInto(folder));
  project.provide('assembly', folder);
  project.provide('labRefused', await refusal());
  return () => rmSync(folder, { recursive: true, force: true });
}

async function synthesizeInto(folder: string): Promise<void> {
  const [program, ...args] = SYNTH;
  const { status, stderr } = spawnSync(program, [...args, '--output', folder], {
    encoding: 'utf8',
    env: { ...process.env, CDK_VALIDATION: 'true', CDK_DISABLE_CLI_TELEMETRY: 'true' },
  });
  if (status !== 0) throw new Error(`cdk synth --strict failed: ${stderr}`);
}

/** Under CI a machine without the lab is an error, elsewhere its tests are skipped with the reason. */
async function refusal(): Promise<string | null> {
  try {
    await requirePrivileges({ install: true, say: (text) => process.stderr.write(`${text}\n`) });
    return null;
  } catch (error) {
    if (process.env.CI) throw error;
    return (error as Error).message;
  }
}
