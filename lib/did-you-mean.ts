/** Finds the name that was probably meant. */

/** With a larger share of wrong letters it is another word. */
const DIFFERENT = 0.4;

/** @returns ` (did you mean "x"?)`, or nothing: for an error's sentence */
export function didYouMean(word: string, known: readonly string[]): string {
  const [best] = known
    .map((name) => ({ name, distance: distance(word, name) }))
    .filter((each) => each.distance <= Math.max(word.length, each.name.length) * DIFFERENT)
    .toSorted((a, b) => a.distance - b.distance);
  return best ? ` (did you mean "${best.name}"?)` : '';
}

/** Levenshtein's: how many letters to insert, delete or replace. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const [left = 0, above = 0, diagonal = 0] = [next[j], row[j + 1], row[j]];
      next.push(Math.min(left + 1, above + 1, diagonal + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
