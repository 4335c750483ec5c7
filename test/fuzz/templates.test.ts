/** Whatever a template file holds, it becomes a model or is refused by a sentence. */
import { expect, test } from 'vitest';
import { fuzzRuns } from '../fuzz-runs.ts';
import { checkTemplates } from '../lab/fixtures/mutated-templates.ts';

const { numRuns } = fuzzRuns(500);

test(`${numRuns} mutated templates become a model or a UserError`, async () => {
  const { models, refusals } = await checkTemplates(numRuns);
  // Both must occur, or the mutations are too mild or too harsh to find anything.
  expect(models).toBeGreaterThan(numRuns / 50);
  expect(refusals).toBeGreaterThan(numRuns / 5);
});
