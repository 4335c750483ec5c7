/** Every key and every text in a structure, to show that something is mentioned nowhere in it. */
function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => [
    ...(Array.isArray(value) ? [] : [key]),
    ...stringsIn(part),
  ]);
}

/** Those that match. */
export function mentions(value: unknown, pattern: RegExp): string[] {
  return stringsIn(value).filter((text) => pattern.test(text));
}
