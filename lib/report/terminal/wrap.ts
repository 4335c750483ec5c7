/** Breaks prose into lines of a terminal's width. */
import width from 'string-width';

/**
 * At spaces only: a word that is longer than a line stays whole, so that it can be copied.
 * @param indent what the lines after the first begin with; the first keeps its own spaces
 */
export function wrapped(text: string, columns: number, indent = ''): string {
  const lead = /^ */.exec(text)?.[0] ?? '';
  const lines: string[] = [];
  let words: string[] = [];
  const line = () => `${lines.length === 0 ? lead : indent}${words.join(' ')}`;
  for (const word of text.trimStart().split(' ')) {
    if (words.length > 0 && width(`${line()} ${word}`) > columns) {
      lines.push(line());
      words = [];
    }
    words.push(word);
  }
  return [...lines, line()].join('\n');
}
