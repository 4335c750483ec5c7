/** Text in boxes: whole where it fits, in lines that fit, and shortened where it needs too many. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wrapped } from '../../../../lib/report/html/picture/text.ts';
import { anyText } from '../../../any-text.ts';

const lines = (text: string, room = 200, limit = 3) =>
  wrapped({ text, style: 'detail' }, room, limit).map((line) => line.text);

test('breaks at blanks before it breaks a word, and keeps what an id is made of together', () => {
  expect(lines('0.0.0.0/0 → vpce-0eefbbd5cbc5c6be2')).toEqual(['0.0.0.0/0 →', 'vpce-0eefbbd5cbc5c6be2']);
  expect(lines('bedrock-runtime.us-west-2.amazonaws.com')).toEqual([
    'bedrock-runtime.us-west-2.',
    'amazonaws.com',
  ]);
});

test('says with an ellipsis that there is more', () => {
  expect(lines('x'.repeat(500))).toHaveLength(3);
  expect(lines('x'.repeat(500)).at(-1)).toMatch(/…$/);
  expect(lines('short')).toEqual(['short']);
});

test('nothing is lost, and nothing unprintable gets in, whatever the text', () => {
  fc.assert(
    fc.property(anyText(60), (text) => {
      const shown = lines(text, 150, 100).join('');
      expect(shown).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(shown.replaceAll(' ', '')).toBe(
        text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs} ]/gu, '').trim(),
      );
    }),
  );
});
