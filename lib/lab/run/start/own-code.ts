/**
 * The code that the lab runs: this checkout's probe, and nothing else. A template's code is compared with it byte by byte
 * and never run; where it differs, the probe takes its place in the same subnet, security group, role and environment.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SETTINGS_TARGETS_FILE } from '../../../../lambda/report/stack-contract.ts';
import { CACHE, CODE } from '../../../folders.ts';
import { PROBE_HANDLER } from '../../../probe-code/handler.ts';
import type { RunnableFunction } from '../../runtime/start-function.ts';
import type { LabRequest, TemplateSource } from '../../session/request.ts';
import { readImage } from '../../template/container-image.ts';
import type { LambdaFunction } from '../../template/model.ts';
import type { AppRun } from '../synthesis/cdk-app.ts';
import { takeOrSynthesize } from '../synthesis/synthesize.ts';
import { sortVariables } from './safe-variables.ts';
import { haveSameFiles } from './same-files.ts';
import { settingsTargetsIn } from './settings-targets.ts';

export interface OwnCode {
  /** In the order of the given. */
  readonly functions: readonly RunnableFunction[];
  /** What differs from the template, a sentence each. */
  readonly notices: readonly string[];
}

/** In memory of the lab's mount namespace: see kernel/netns.ts. */
const FOLDER = '/run/probe-code';

/** What the lab synthesized itself is the output of this checkout's own app. Everything else may be a stranger's. */
function isTrusted(source: TemplateSource): boolean {
  return source.kind === 'synthesize' || source.kind === 'synthesized';
}

/** @throws TemplateError for targets beside the code that no synthesis wrote */
export async function ownCode(
  functions: readonly LambdaFunction[],
  { source, on }: Pick<LabRequest, 'source' | 'on'>,
  progress: (step: string) => void,
): Promise<OwnCode> {
  const isTask = on === 'fargate';
  const paths = [...new Set(functions.map(({ codePath }) => codePath))];
  const folders = new Map<string | null, Folder>();
  for (const [index, path] of paths.entries()) {
    const isKnown = path !== null && isTrusted(source);
    folders.set(
      path,
      isKnown
        ? { path, isSame: true }
        : await replacement(path, join(FOLDER, String(index)), { isTask, progress }),
    );
  }
  const ready = functions.flatMap((fn) => {
    const folder = folders.get(fn.codePath);
    return folder ? [{ fn, folder }] : [];
  });
  return {
    functions: ready.map(({ fn, folder: { path } }) => ({
      ...fn,
      codePath: path,
      handler: isTask ? JSON.stringify(readImage(path).entryPoint) : PROBE_HANDLER,
      environment: isTrusted(source) ? fn.environment : sortVariables(fn.environment).passed,
    })),
    notices: isTrusted(source) ? [] : noticesAbout(ready),
  };
}

interface Folder {
  readonly path: string;
  /** Whether the template's code is this. */
  readonly isSame: boolean;
}

interface Bundling {
  readonly isTask: boolean;
  readonly progress: (step: string) => void;
}

/** @param asset the template's code; null where the lab adds a probe */
async function replacement(
  asset: string | null,
  folder: string,
  { isTask, progress }: Bundling,
): Promise<Folder> {
  mkdirSync(folder, { recursive: true });
  await takeOrSynthesize(bundleOf(isTask), { folder, kept: join(CACHE, 'probe-code') }, async () => {
    progress('bundling the probe');
    // Loaded on demand: the bundler takes longer to load than everything else.
    const { endBundler, writeContainer, writeProbe } = await import('../../../probe-code/bundle.ts');
    (isTask ? writeContainer : writeProbe)(folder, []);
    await endBundler();
  });
  if (asset === null) return { path: folder, isSame: true };
  // The targets are data, and differ with the settings.
  const isSame = haveSameFiles(asset, folder, { except: SETTINGS_TARGETS_FILE });
  writeFileSync(join(folder, SETTINGS_TARGETS_FILE), JSON.stringify(settingsTargetsIn(asset)));
  return { path: folder, isSame };
}

/** Bundles the probe once, for labs that start together: each would load a bundler of its own. */
export async function keepProbe(progress: (step: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'natless-probe-'));
  try {
    await replacement(null, folder, { isTask: false, progress });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What decides the bundle, as what decides an assembly. */
function bundleOf(isTask: boolean): AppRun {
  const app = isTask ? 'the container' : 'the probe';
  return { root: CODE, app, context: {}, environment: {}, folders: ['lambda', join('lib', 'probe-code')] };
}

interface Ready {
  readonly fn: LambdaFunction;
  readonly folder: Folder;
}

function noticesAbout(ready: readonly Ready[]): string[] {
  const others = ready.filter(({ folder }) => !folder.isSame).map(({ fn }) => fn);
  const leftOut = new Set(ready.flatMap(({ fn }) => sortVariables(fn.environment).leftOut));
  const what = namesOf(others);
  return [
    ...(others.length > 0
      ? [`the lab runs its own probe in place of the code of ${what}, which differs from this version's`]
      : []),
    ...(leftOut.size > 0
      ? [`the lab leaves out variables that could run other code: ${[...leftOut].join(', ')}`]
      : []),
  ];
}

/** A task runs once in each subnet. */
function namesOf(functions: readonly LambdaFunction[]): string {
  return [...new Set(functions.map(({ logicalId }) => logicalId))].join(', ');
}
