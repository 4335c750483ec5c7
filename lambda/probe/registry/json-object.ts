/** Reads JSON that a server sent. Pure. */

/** Null for anything but an object. */
export function readObject(text: string): Record<string, unknown> | null {
  try {
    const document: unknown = JSON.parse(text);
    return isObject(document) ? document : null;
  } catch {
    return null;
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
