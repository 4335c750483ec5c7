/** How the tests run under mutation: those of one module only, without what other tests need installed or synthesized. */
import { defineConfig } from 'vitest/config';

const tests: string[] = JSON.parse(process.env.NATLESS_MUTATION_TESTS ?? '[]');

export default defineConfig({
  test: {
    include: tests,
    unstubEnvs: true,
    env: { CDK_VALIDATION: 'false' },
    // Stryker ends a mutant that takes much longer than the tests usually do.
    testTimeout: 60_000,
  },
});
