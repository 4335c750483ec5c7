/** Where a subnet's ::/0 leads, in words. */
import { expect, test } from 'vitest';
import { routeInWords } from '../../lib/report/route-in-words.ts';

test.each([
  ['eigw-1', 'ec2', '::/0 leads to eigw-1, confirmed by EC2'],
  ['eigw-1', 'declared', '::/0 leads to eigw-1, declared by the stack'],
  [null, 'ec2', 'there is no route ::/0, confirmed by EC2'],
  [null, 'declared', 'where ::/0 leads is unknown'],
] as const)('%s by %s: %s', (gateway, witness, words) => {
  expect(routeInWords({ gateway, witness })).toBe(words);
});
