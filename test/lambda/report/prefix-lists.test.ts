/** Which lists are asked for, and that a list that cannot be read costs no other. */
import { expect, test } from 'vitest';
import { type PrefixListSource, readPrefixLists } from '../../../lambda/report/prefix-lists.ts';

function source(changes: Partial<PrefixListSource> = {}) {
  const asked: string[] = [];
  return {
    asked,
    ofServices: async (ids: readonly string[]) =>
      new Map(ids.includes('pl-s3') ? [['pl-s3', ['52.92.0.0/17']]] : []),
    entriesOf: async (id: string) => {
      asked.push(id);
      if (id === 'pl-gone') throw Object.assign(new Error('gone'), { code: 'InvalidPrefixListID.NotFound' });
      if (id === 'pl-denied') throw Object.assign(new Error('no'), { name: 'UnauthorizedOperation' });
      return [`10.${id.length}.0.0/16`];
    },
    ...changes,
  };
}

test('without lists nothing is asked', async () => {
  const none = source({ ofServices: () => Promise.reject(new Error('asked')) });
  expect(await readPrefixLists([], none)).toEqual({ blocks: new Map(), unread: new Map() });
});

test("a service's list is not asked for again, and a customer's is, once", async () => {
  const both = source();
  const { blocks, unread } = await readPrefixLists(['pl-s3', 'pl-own', 'pl-own'], both);
  expect([...blocks]).toEqual([
    ['pl-s3', ['52.92.0.0/17']],
    ['pl-own', ['10.6.0.0/16']],
  ]);
  expect([...unread]).toEqual([]);
  expect(both.asked).toEqual(['pl-own']);
});

test('an unknown id and a list that may not be read leave the others as they are, in whatever order', async () => {
  for (const ids of [
    ['pl-gone', 'pl-own', 'pl-denied', 'pl-s3'],
    ['pl-s3', 'pl-denied', 'pl-own', 'pl-gone'],
  ]) {
    const { blocks, unread } = await readPrefixLists(ids, source());
    expect([...blocks.keys()].toSorted()).toEqual(['pl-own', 'pl-s3']);
    expect(Object.fromEntries(unread)).toEqual({
      'pl-gone': 'InvalidPrefixListID.NotFound',
      'pl-denied': 'UnauthorizedOperation',
    });
  }
});

test("where EC2 does not name services' lists, each is asked for by itself", async () => {
  const failing = source({ ofServices: () => Promise.reject(new Error('no')) });
  const { blocks } = await readPrefixLists(['pl-s3', 'pl-own'], failing);
  expect([...blocks.keys()]).toEqual(['pl-s3', 'pl-own']);
});

test('more lists than a run asks for are named, and not asked for', async () => {
  const ids = Array.from({ length: 12 }, (_, index) => `pl-${index}`);
  const many = source();
  const { blocks, unread } = await readPrefixLists(ids, many);
  expect(many.asked).toHaveLength(10);
  expect([blocks.size, [...unread.keys()]]).toEqual([10, ['pl-10', 'pl-11']]);
});

test('a reason is plain and short, whatever was thrown', async () => {
  const odd = source({
    entriesOf: () => Promise.reject(Object.assign(new Error('x'), { code: '\u001b[31m'.repeat(99) })),
  });
  const { unread } = await readPrefixLists(['pl-1'], odd);
  expect(unread.get('pl-1')).toMatch(/^[\x20-\x7e]*…$/);
});
