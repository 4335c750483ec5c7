/** A resource is called by each of its names once. */
import { expect, test } from 'vitest';
import { resourceInWords } from '../../../lambda/report/judge/resource-names.ts';

const id = 'subnet-0123456789abcdef0';

test.each([
  [{ logicalId: 'App', name: 'app-a', id }, `app-a (App, ${id})`],
  [{ logicalId: 'App', name: 'App', id }, `App (${id})`],
  [{ logicalId: 'App', name: null, id }, `App (${id})`],
  [{ logicalId: id, name: 'app-a', id }, `app-a (${id})`],
  [{ logicalId: id, name: id, id }, id],
  [{ logicalId: id, name: null, id }, id],
])('%j', (resource, words) => {
  expect(resourceInWords(resource)).toBe(words);
});
