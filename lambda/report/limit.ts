/** Limits how many pieces of work run at once; the others wait in order. */

export type Limit = <T>(work: () => Promise<T>) => Promise<T>;

export function createLimit(count: number): Limit {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= count) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      // The next in line takes over this place, so that newly arriving work cannot.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
