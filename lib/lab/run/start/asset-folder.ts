/** Holds the folders that a template names as its code to the assembly that the template is in. */
import { existsSync, lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { LambdaFunction } from '../../template/model.ts';
import { TemplateError } from '../../template/template-error.ts';

/** The probe has some thirty. */
const MOST_FILES = 1_000;

/** Follows every link. @throws TemplateError for a folder that is not there, or that leads out of the assembly */
export function requireInsideAssembly({ logicalId, codePath }: LambdaFunction, assetRoot: string): void {
  if (codePath === null) return;
  const root = realpathSync(assetRoot);
  if (!existsSync(codePath) || !statSync(codePath).isDirectory()) {
    throw new TemplateError(
      `${logicalId}: there is no folder "${codePath}": its code is not in the assembly`,
    );
  }
  requireInside(codePath, root, logicalId);
  for (const file of filesIn(codePath)) requireInside(join(codePath, file), root, logicalId);
}

function requireInside(path: string, root: string, logicalId: string): void {
  const real = realPath(path);
  if (real !== null && (real === root || real.startsWith(root + (root.endsWith(sep) ? '' : sep)))) return;
  throw new TemplateError(
    `${logicalId}: its code "${path}" leads to ${real === null ? 'nothing' : `"${real}", outside the assembly "${root}"`}: name a folder that cdk synth wrote there`,
  );
}

function realPath(path: string): string | null {
  try {
    return realpathSync(path);
  } catch {
    return null;
  }
}

/** Everything in a folder but its folders, by relative path: files, links, and what should not be there. @throws TemplateError for too many */
export function filesIn(folder: string): string[] {
  const files: string[] = [];
  const pending = [folder];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const name of readdirSync(next)) {
      const path = join(next, name);
      if (lstatSync(path).isDirectory()) pending.push(path);
      else files.push(relative(folder, path));
    }
    if (files.length + pending.length > MOST_FILES) {
      throw new TemplateError(
        `"${folder}" has more than ${MOST_FILES} files: name a folder that cdk synth wrote`,
      );
    }
  }
  return files.toSorted();
}
