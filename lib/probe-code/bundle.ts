/**
 * Bundles the probe with esbuild: ES modules, one chunk for each lazily loaded part, so that a run loads only the
 * clients that it needs (CDK's NodejsFunction writes a single file and cannot split). Both the stack and the lab use it.
 */
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync, type Metafile, stop } from 'esbuild';
import { SETTINGS_TARGETS_FILE } from '../../lambda/report/stack-contract.ts';
import type { UserTarget } from '../../lambda/report/user-targets.ts';
import { CODE, EXTENSION, ROOT } from '../folders.ts';

const CREDENTIALS = join(CODE, 'lambda', 'probe', `credentials${EXTENSION}`);
const ENTRY = join(CODE, 'lambda', 'probe', `handler${EXTENSION}`);
const CONTAINER = join(CODE, 'lambda', 'container');

/** Writes the probe's code into a folder, with the targets of the settings. */
export function writeProbe(outdir: string, targets: readonly UserTarget[]): void {
  bundleInto(outdir);
  writeFileSync(join(outdir, SETTINGS_TARGETS_FILE), JSON.stringify(targets));
}

/** Writes the build context of the image into a folder: the Dockerfile, and the same code behind another entry. */
export function writeContainer(outdir: string, targets: readonly UserTarget[]): void {
  build(join(CONTAINER, `main${EXTENSION}`), outdir);
  writeFileSync(join(outdir, SETTINGS_TARGETS_FILE), JSON.stringify(targets));
  copyFileSync(join(CONTAINER, 'Dockerfile'), join(outdir, 'Dockerfile'));
}

/** Writes the bundle into a folder, and returns which file has what. The same sources give the same bytes. */
export function bundleInto(outdir: string): Metafile {
  const metafile = build(ENTRY, outdir);
  leaveOutBareImports(join(outdir, 'handler.mjs'));
  return metafile;
}

/** The bundler stays behind as a process of 90 MB for as long as this one lives. The next bundle starts it again. */
export async function endBundler(): Promise<void> {
  await stop();
}

function build(entry: string, outdir: string): Metafile {
  return buildSync({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // The SDK's ES modules allow unused code to be left out, its CommonJS ones do not: 526 KB against 812 KB for four clients.
    mainFields: ['module', 'main'],
    alias: { '@aws-sdk/credential-provider-node': CREDENTIALS },
    logLevel: 'error',
    metafile: true,
  }).metafile;
}

/** esbuild makes every entry import its helpers, even one that calls none: a second file to load for nothing. */
function leaveOutBareImports(entry: string): void {
  writeFileSync(entry, readFileSync(entry, 'utf8').replaceAll(/import"\.\/chunk-\w+\.mjs";/g, ''));
}
