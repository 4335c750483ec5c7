/** Splits what a program writes into lines. Each is of bounded length, whatever the program writes. */
import type { Readable } from 'node:stream';

/** A longer line is split: a program that never ends its line must not fill the memory. */
export const LONGEST_LINE_CHARACTERS = 4_000;

export function eachLine(stream: Readable, onLine: (line: string) => void): void {
  let begun = '';
  const give = (text: string) => {
    for (let at = 0; at === 0 || at < text.length; at += LONGEST_LINE_CHARACTERS)
      onLine(text.slice(at, at + LONGEST_LINE_CHARACTERS));
  };
  stream.setEncoding('utf8').on('data', (text: string) => {
    const lines = (begun + text).split('\n');
    begun = lines.pop() ?? '';
    for (const line of lines) give(line);
    if (begun.length < LONGEST_LINE_CHARACTERS) return;
    give(begun);
    begun = '';
  });
  // Also where it is destroyed before its end.
  stream.on('close', () => begun !== '' && give(begun));
}
