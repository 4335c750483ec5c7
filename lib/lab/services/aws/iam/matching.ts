/** How IAM compares names: wildcards in strings, and in ARNs part by part. */

/** `*` stands for any characters, also none; `?` for exactly one. */
export function matchesPattern(value: string, pattern: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(value);
}

/** The action's case does not matter (IAM User Guide, Action element). */
export function matchesAction(action: string, pattern: string): boolean {
  return matchesPattern(action.toLowerCase(), pattern.toLowerCase());
}

/** Each of the six parts is compared by itself: a wildcard does not reach over a colon, but in the last part. */
export function matchesArn(arn: string, pattern: string): boolean {
  const values = arnParts(arn);
  const patterns = arnParts(pattern);
  return (
    values.length === 6 &&
    patterns.length === 6 &&
    patterns.every((part, index) => matchesPattern(values[index] ?? '', part))
  );
}

function arnParts(arn: string): string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), ...(parts.length > 5 ? [parts.slice(5).join(':')] : [])];
}
