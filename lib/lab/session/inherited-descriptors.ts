/** Closes what a careless parent left open: a folder among it would lead the code in a sandbox out again. */
import { closeSync, readdirSync, readFileSync } from 'node:fs';

/** Node opens its own with it, so only what was inherited lacks it. */
const CLOSE_ON_EXEC = 0o2000000;

/** @param last the last descriptor that was passed on purpose */
export function closeInheritedDescriptors(last: number): void {
  const inherited = readdirSync('/proc/self/fd').map(Number).filter(isInherited);
  for (const descriptor of inherited) if (descriptor > last) closeSync(descriptor);
}

function isInherited(descriptor: number): boolean {
  try {
    const [, flags = ''] =
      /^flags:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8')) ?? [];
    return (Number.parseInt(flags, 8) & CLOSE_ON_EXEC) === 0;
  } catch {
    // The listing's own, closed since.
    return false;
  }
}
