/** Where a subnet's ::/0 leads, in words. */
import { expect, test } from 'vitest';
import { routeInWords } from '../../lib/report/route-in-words.ts';

test.each([
  ['eigw-1', 'ec2', false, '::/0 leads to eigw-1, confirmed by EC2'],
  ['eigw-1', 'ec2', true, "::/0 leads to eigw-1, confirmed by the lab's EC2"],
  ['eigw-1', 'declared', false, '::/0 leads to eigw-1, declared by the stack'],
  ['eigw-1', 'template', true, '::/0 leads to eigw-1, by the template'],
  [null, 'ec2', false, 'there is no route ::/0, confirmed by EC2'],
  [null, 'ec2', true, "there is no route ::/0, confirmed by the lab's EC2"],
  [null, 'declared', true, 'where ::/0 leads is unknown'],
] as const)('%s by %s, in the lab %s: %s', (gateway, witness, inLab, words) => {
  expect(routeInWords({ gateway, witness }, inLab)).toBe(words);
});
