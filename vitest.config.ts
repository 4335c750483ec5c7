/** How the tests run: one process pool, the default listing, and a closing line that counts what ran. */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['./test/install-programs.ts', './test/lab/assembly.ts'],
    reporters: ['default', './test/closing-line.ts'],
    env: { CDK_VALIDATION: 'false' },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Vitest would keep one of two cores for itself, and most tests wait for time-outs that are the network's.
    maxWorkers: 3,
    // Labs wait more than they compute, but on two cores a fourth would stretch the others' connects.
    maxConcurrency: 3,
  },
});
