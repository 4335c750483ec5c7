/** A table with only spaces between its columns, so that it can be read aloud, copied and searched. */
import width from 'string-width';
import { shortened } from './shortened.ts';

const GAP = '  ';

export function bareTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = widthsOf(all);
  const line = (row: readonly string[]) =>
    row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - width(cell))).join(GAP);
  return all.map((row) => line(row).trimEnd()).join('\n');
}

interface Cut {
  /** Its cells are plain text. */
  readonly column: number;
  readonly least: number;
}

/**
 * The same table within a width: cells of the named columns lose their middle, one column after the other.
 * @returns null where that does not suffice
 */
export function cutTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { columns, cuts }: { readonly columns: number; readonly cuts: readonly Cut[] },
): string | null {
  let cells = rows;
  for (const { column, least } of cuts) {
    const widths = widthsOf([head, ...cells]);
    const excess = widths.reduce((sum, each) => sum + each + GAP.length, -GAP.length) - columns;
    if (excess <= 0) break;
    const most = Math.max(least, (widths[column] ?? 0) - excess);
    cells = cells.map((row) => row.map((cell, index) => (index === column ? shortened(cell, most) : cell)));
  }
  const table = bareTable(head, cells);
  return table.split('\n').every((line) => width(line) <= columns) ? table : null;
}

function widthsOf(all: readonly (readonly string[])[]): number[] {
  const count = all[0]?.length ?? 0;
  return Array.from({ length: count }, (_, column) =>
    all.reduce((widest, row) => Math.max(widest, width(row[column] ?? '')), 0),
  );
}
