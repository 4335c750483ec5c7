/** How the tests run: the matrix of worlds first and by itself, then all else; and a closing line that counts what ran. */
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** It runs as many labs at once as the machine bears: beside other tests, each would stretch the other's time-outs. */
const MATRIX = 'test/lab/worlds.test.ts';
const STACK = 'test/stack/*.test.ts';

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: 'worlds', include: [MATRIX], sequence: { groupOrder: 0 } } },
      // One import of CDK for all its tests: it takes longer than most of them, and they share no state.
      {
        extends: true,
        test: { name: 'stack', include: [STACK], isolate: false, sequence: { groupOrder: 1 } },
      },
      {
        extends: true,
        test: {
          name: 'all else',
          include: ['test/**/*.test.ts'],
          exclude: [MATRIX, STACK],
          sequence: { groupOrder: 1 },
        },
      },
    ],
    globalSetup: ['./test/install-programs.ts', './test/lab/assembly.ts'],
    reporters: ['default', './test/closing-line.ts'],
    env: {
      CDK_VALIDATION: 'false',
      // Hundreds of commands load the same code: with their compiled code kept they take half the time to start.
      NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules', '.cache', 'natless'),
    },
    // Nothing takes a quarter of it on an idle machine; one that is shared may be several times slower.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Vitest would keep one of two cores for itself, and most tests wait for time-outs that are the network's.
    maxWorkers: 3,
    // Labs wait more than they compute, but on two cores a fourth would stretch the others' connects.
    maxConcurrency: 3,
  },
});
