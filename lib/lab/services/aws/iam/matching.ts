/** Compares names as IAM does: strings with wildcards, and ARNs part by part. */

/** `*` stands for any number of characters, `?` for exactly one. */
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

/** Compares each of the six parts separately: only in the last part does a wildcard match colons. */
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
