/** How the tests run: the matrix of worlds first and by itself, then all else; and a closing line that counts what ran. */
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** It runs as many labs at once as the machine can bear: beside other tests, each would run into the other's time-outs. */
const MATRIX = 'test/lab/worlds.test.ts';

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: 'worlds', include: [MATRIX], sequence: { groupOrder: 0 } } },
      {
        extends: true,
        test: {
          name: 'all else',
          include: ['test/**/*.test.ts'],
          exclude: [MATRIX],
          sequence: { groupOrder: 1 },
        },
      },
    ],
    // A worker for each file would load the same modules 140 times, which takes longer than most tests. No module keeps state.
    isolate: false,
    unstubEnvs: true,
    // Node loads the modules itself, as for the commands: it strips types as fast as Vite, and keeps what it has compiled.
    experimental: { viteModuleRunner: false },
    globalSetup: ['./test/temporary-folder.ts', './test/install-programs.ts', './test/lab/assembly.ts'],
    reporters: ['default', './test/closing-line.ts'],
    env: {
      CDK_VALIDATION: 'false',
      // Tests start many processes that load the same code: with their compiled code kept they start in half the time.
      NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules', '.cache', 'natless'),
    },
    // No test takes a quarter of it on an idle machine; a shared one may be several times slower.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Vitest would keep one of two cores for itself, and most tests wait for the network's time-outs.
    maxWorkers: 3,
    // Labs wait more than they compute, but on two cores a fourth would delay the connects of the others.
    maxConcurrency: 3,
  },
});
