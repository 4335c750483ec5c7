/** The key of a synthesis covers every source that the stack is made of. */
import { buildSync } from 'esbuild';
import { expect, test } from 'vitest';
import { ROOT } from '../../../lib/folders.ts';
import { SOURCE_FOLDERS } from '../../../lib/lab/run/synthesis/sources.ts';

/** The app, and what it bundles for the function and for the task. */
test.each(['bin/app.ts', 'lambda/probe/handler.ts', 'lambda/container/main.ts'])(
  'all modules of %s are in folders that the key covers',
  (entry) => {
    const { metafile } = buildSync({
      absWorkingDir: ROOT,
      entryPoints: [entry],
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      outdir: 'nowhere',
      write: false,
      metafile: true,
    });
    const modules = Object.keys(metafile.inputs);
    expect(modules).toContain(entry);
    const outside = modules.filter((path) => !SOURCE_FOLDERS.some((folder) => path.startsWith(`${folder}/`)));
    expect(outside).toEqual([]);
  },
);
