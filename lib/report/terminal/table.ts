/** A table with only spaces between its columns, so that it can be read aloud, copied and searched. */
import width from 'string-width';

const GAP = '  ';

export function bareTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) =>
    all.reduce((widest, row) => Math.max(widest, width(row[column] ?? '')), 0),
  );
  const line = (row: readonly string[]) =>
    row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - width(cell))).join(GAP);
  return all.map((row) => line(row).trimEnd()).join('\n');
}
