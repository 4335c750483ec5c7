/** More names than these say no more than their number. */
const NAMES_SHOWN = 4;

/** Each once: `a and b`, or `a, b, c and 37 more`. */
export function listed(names: readonly string[]): string {
  const all = [...new Set(names)];
  if (all.length <= NAMES_SHOWN) return all.join(' and ');
  const shown = all.slice(0, NAMES_SHOWN - 1);
  return `${shown.join(', ')} and ${all.length - shown.length} more`;
}
