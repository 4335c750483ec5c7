/**
 * Bundles the probe with esbuild: ES modules, one chunk for each lazily loaded part, so that a run loads only
 * the clients that it needs (NodejsFunction writes a single file and cannot split).
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { AssetHashType, type BundlingOptions, DockerImage } from 'aws-cdk-lib/core';
import { buildSync, type Metafile } from 'esbuild';
import { SETTINGS_TARGETS_FILE } from '../../../lambda/probe/contract.ts';
import type { UserTarget } from '../../../lambda/probe/user-targets/parse.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const CREDENTIALS = join(ROOT, 'lambda', 'probe', 'credentials.ts');
const ENTRY = join(ROOT, 'lambda', 'probe', 'handler.ts');

/** The function's handler, as Lambda names it: `handler.mjs`, export `handler`. */
export const PROBE_HANDLER = 'handler.handler';

/** The probe's code with the settings' targets beside it, bundled at synthesis; one asset for all functions. */
export function probeCode(targets: readonly UserTarget[]): Code {
  return Code.fromAsset(join(ROOT, 'lambda', 'probe'), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: locally((outdir) => {
      bundleInto(outdir);
      writeFileSync(join(outdir, SETTINGS_TARGETS_FILE), JSON.stringify(targets));
    }),
  });
}

function locally(write: (outdir: string) => void): BundlingOptions {
  return {
    // Asked for by the type and never used: bundling always succeeds locally or throws.
    image: DockerImage.fromRegistry('public.ecr.aws/lambda/nodejs:24'),
    local: {
      tryBundle(outdir: string): boolean {
        write(outdir);
        return true;
      },
    },
  };
}

/** Writes the bundle into a folder, and says which file holds what. The same sources give the same bytes. */
export function bundleInto(outdir: string): Metafile {
  const { metafile } = buildSync({
    absWorkingDir: ROOT,
    entryPoints: [ENTRY],
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // ES module builds of the SDK leave out what is not used; the CommonJS ones cannot: 526 KB against 812 KB for four clients.
    mainFields: ['module', 'main'],
    alias: { '@aws-sdk/credential-provider-node': CREDENTIALS },
    logLevel: 'error',
    metafile: true,
  });
  leaveOutBareImports(join(outdir, 'handler.mjs'));
  return metafile;
}

/** esbuild has every entry import its helpers, also one that calls none: a second file to load, for nothing. */
function leaveOutBareImports(entry: string): void {
  writeFileSync(entry, readFileSync(entry, 'utf8').replaceAll(/import"\.\/chunk-\w+\.mjs";/g, ''));
}
