/** Output in lines: however it arrives, and without an end of a line too. */
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { eachLine, LONGEST_LINE_CHARACTERS } from '../../lib/deployed/verify/each-line.ts';

async function linesOf(...chunks: readonly string[]): Promise<string[]> {
  const stream = new PassThrough();
  const lines: string[] = [];
  eachLine(stream, (line) => lines.push(line));
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  await once(stream, 'close');
  return lines;
}

test.each([
  ['in one piece', ['a\nb\n'], ['a', 'b']],
  ['in parts', ['a', 'b\nc', '\n'], ['ab', 'c']],
  ['without an end', ['a\nb'], ['a', 'b']],
  ['with empty lines', ['\n\na\n'], ['', '', 'a']],
  ['empty', [], []],
])('%s', async (_, chunks, lines) => {
  expect(await linesOf(...chunks)).toEqual(lines);
});

test('a line that never ends is passed on in parts, and none of it is kept', async () => {
  const chunk = 'x'.repeat(3_000);
  const lines = await linesOf(...Array.from({ length: 100 }, () => chunk));
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(LONGEST_LINE_CHARACTERS);
  expect(lines.join('')).toBe(chunk.repeat(100));
});

test('a line that is much too long is split where it is complete, too', async () => {
  const lines = await linesOf(`${'x'.repeat(2 * LONGEST_LINE_CHARACTERS)}\nb\n`);
  expect(lines.map(({ length }) => length)).toEqual([LONGEST_LINE_CHARACTERS, LONGEST_LINE_CHARACTERS, 1]);
});
