/** The project's own stack, synthesized once for all tests of the lab. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { ensurePrivileges } from '../../lib/lab/session/privileges.ts';

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
  const { status, stderr } = spawnSync('cdk', ['synth', '--strict', '--quiet', '--output', folder], {
    encoding: 'utf8',
    env: { ...process.env, CDK_VALIDATION: 'true' },
  });
  if (status !== 0) throw new Error(`cdk synth --strict failed: ${stderr}`);
  project.provide('assembly', folder);
  project.provide('labRefused', await refusal());
  return () => rmSync(folder, { recursive: true, force: true });
}

/** Under CI a machine without the lab is an error, elsewhere its tests are skipped with the reason. */
async function refusal(): Promise<string | null> {
  try {
    await ensurePrivileges({ install: true, say: (text) => process.stderr.write(`${text}\n`) });
    return null;
  } catch (error) {
    if (process.env.CI) throw error;
    return (error as Error).message;
  }
}
