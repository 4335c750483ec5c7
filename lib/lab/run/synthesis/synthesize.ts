/**
 * Synthesizes the project's own stack, or takes the assembly of an earlier synthesis of the same sources. The assembly
 * is written to memory that only the lab's namespaces have: however the lab ends, no folder and no process is left.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { settingsOf } from '../../../cdk-json.ts';
import { ROOT } from '../../../folders.ts';
import { type AppRun, appRun, runApp } from './cdk-app.ts';
import { KEPT_ASSEMBLIES, keepAssembly, restoreAssembly } from './kept-assemblies.ts';
import { memoryFolder } from './memory-folder.ts';
import { describeSources, type Sources } from './sources.ts';

type Progress = (step: string) => void;

/**
 * @param settings the stack's; undefined for those of cdk.json
 * @returns the assembly's folder
 * @throws UserError with what the synthesis said, for example about the settings
 */
export function synthesize(progress: Progress, settings?: object): Promise<string> {
  return synthesizeInto(memoryFolder(), { root: ROOT, kept: KEPT_ASSEMBLIES, settings, progress });
}

/** The settings of cdk.json. */
export function ownSettings(): object {
  return settingsOf(ROOT);
}

interface Project {
  /** Where its cdk.json is. */
  readonly root: string;
  /** Where its assemblies are kept. */
  readonly kept: string;
  readonly settings?: object | undefined;
  readonly progress: Progress;
}

/** @param memory an empty folder, for the assembly and for everything that the synthesis writes meanwhile */
export async function synthesizeInto(
  memory: string,
  { root, kept, settings, progress }: Project,
): Promise<string> {
  const run = appRun(root, settings);
  const folder = join(memory, 'assembly');
  mkdirSync(folder);
  const isKept = await takeOrSynthesize(run, { folder, kept }, async () => {
    progress('synthesizing the stack');
    await runApp(run, folder, memory);
  });
  if (isKept) progress('the stack is unchanged since its last synthesis');
  return folder;
}

/** @returns whether the assembly that is now in the folder comes from an earlier synthesis */
export async function takeOrSynthesize(
  run: AppRun,
  { folder, kept }: { readonly folder: string; readonly kept: string },
  synthesizeNow: () => Promise<void>,
): Promise<boolean> {
  const sources = describeSources(run);
  if (sources && restoreAssembly(join(kept, sources.key), folder)) return true;
  await synthesizeNow();
  if (sources && areUntouched(sources, run)) keepAssembly(join(kept, sources.key), folder);
  return false;
}

/** A source that changed during the synthesis may have been read before or after the change. */
function areUntouched(before: Sources, run: AppRun): boolean {
  const after = describeSources(run);
  return after?.key === before.key && after.stamp === before.stamp;
}
