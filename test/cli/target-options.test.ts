/** What `--only` leaves of the targets that other options name. */
import { expect, test } from 'vitest';
import { eventOf } from '../../lib/cli/options/targets.ts';

const A = 'https://a.example';
const B = 'https://b.example';
const target = [{ url: A }, { url: B, name: 'b' }];

test.each([
  ['built-in ones are tried beside all that are named', ['checkip'], ['checkip', A, 'b']],
  ['it may choose among the named ones too', ['checkip', 'b'], ['checkip', 'b']],
  ['by their ids', [A], [A]],
] as const)('%s', (_, only, expected) => {
  expect(eventOf({ only, target })).toEqual({ only: expected, targets: target });
});

test('without targets it stays as it is', () => {
  expect(eventOf({ only: ['checkip'] })).toEqual({ only: ['checkip'] });
  expect(eventOf({ target })).toEqual({ targets: target });
});
