/** How deep a value is nested: what calls itself for each level, as JSON.stringify does, ends at some thousands. */

/** Whether lists and objects are nested more than `levels` deep. It does not call itself. */
export function isNestedDeeperThan(levels: number, value: unknown): boolean {
  let level = [value].filter(isContainer);
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth >= levels) return true;
    level = level.flatMap((each) => Object.values(each)).filter(isContainer);
  }
  return false;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
