/** Breaks prose into lines of a terminal's width. */
import width from 'string-width';

/**
 * At spaces only: a word that is longer than a line stays whole, so that it can be copied.
 * @param indent what the lines after the first begin with; the first keeps its own spaces
 */
export function wrapped(text: string, columns: number, indent = ''): string {
  const lead = /^ */.exec(text)?.[0] ?? '';
  const lines: string[][] = [[]];
  let used = lead.length;
  for (const word of text.trimStart().split(' ')) {
    const more = 1 + width(word);
    if (lines.at(-1)?.length !== 0 && used + more > columns) {
      lines.push([]);
      used = width(indent) - 1;
    }
    used += lines.length === 1 && lines[0]?.length === 0 ? more - 1 : more;
    lines.at(-1)?.push(word);
  }
  return lines.map((words, index) => `${index === 0 ? lead : indent}${words.join(' ')}`).join('\n');
}
