/** A table with only spaces between its columns, so that it can be read aloud, copied and searched. */
import width from 'string-width';
import { shortened } from './shortened.ts';
import { wrapped } from './wrap.ts';

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

/** The least room in which prose is readable. */
const LEAST_PROSE = 16;

/**
 * The same within a width: each row's last cell is prose, which wraps in its place and may reach into empty cells behind it. Where
 * its place is too narrow for it, it stands below its row.
 * Cells of the named columns (plain text) lose their middle where that leaves prose too little room.
 */
export function proseTable(
  head: readonly string[] | null,
  rows: readonly (readonly string[])[],
  { columns, cuts = [] }: { readonly columns: number; readonly cuts?: readonly Cut[] },
): string {
  const cells = cuts.reduce((all, { column, least }) => {
    const excess = leadOf(all).reduce((sum, each) => sum + each + GAP.length, LEAST_PROSE) - columns;
    const most = Math.max(least, (leadOf(all)[column] ?? 0) - Math.max(0, excess));
    return all.map((row) => row.map((cell, index) => (index === column ? shortened(cell, most) : cell)));
  }, rows);
  const shown = head === null ? cells : [head, ...cells];
  const widths = leadOf(shown);
  return shown.flatMap((row) => proseLines(row, widths, columns)).join('\n');
}

/** The widths of the columns before the last cells of the rows. */
function leadOf(rows: readonly (readonly string[])[]): number[] {
  return widthsOf(rows.map((row) => row.map((cell, column) => (column < lastOf(row) ? cell : ''))));
}

function lastOf(row: readonly string[]): number {
  return row.findLastIndex((cell) => cell !== '');
}

function proseLines(row: readonly string[], widths: readonly number[], columns: number): string[] {
  const last = lastOf(row);
  const lead = row
    .slice(0, Math.max(0, last))
    .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - width(cell))) + GAP)
    .join('');
  const prose = row[last] ?? '';
  const room = columns - width(lead);
  if (lead !== '' && room < leastRoom(prose)) return [lead.trimEnd(), wrapped(BELOW + prose, columns, BELOW)];
  const [first = '', ...more] = wrapped(prose, room).split('\n');
  return [lead + first, ...more.map((line) => ' '.repeat(width(lead)) + line)];
}

/** The indent of prose below its row. */
const BELOW = '    ';

/** A word that is longer than that, an address for example, stays whole. */
function leastRoom(prose: string): number {
  const words = prose.split(' ').map((word) => width(word));
  return Math.min(width(prose), Math.max(LEAST_PROSE, ...words));
}

function widthsOf(all: readonly (readonly string[])[]): number[] {
  const count = all[0]?.length ?? 0;
  return Array.from({ length: count }, (_, column) =>
    all.reduce((widest, row) => Math.max(widest, width(row[column] ?? '')), 0),
  );
}
