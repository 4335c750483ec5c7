/** Whether a function of text takes time in proportion to it: measured beside a plain pass over as much text, never in seconds. */

type Parse = (text: string) => unknown;

/** Four times the text takes a linear function about four times as long, a quadratic one sixteen times. */
const GROWTH_FACTOR = 2.5;

/** Below this many plain passes, time is that of the clock and of garbage collection. */
const NOTICEABLE_PASSES = 50;

const TRIES = 4;

/**
 * @param lengths ascending; a quadratic pattern shows at the first that takes any time
 * @returns where the time grows faster than the text, or null
 */
export function superlinearAt(
  parse: Parse,
  textOf: (length: number) => string,
  lengths: readonly number[],
): string | null {
  const [first = 0, ...more] = lengths;
  const shortest = textOf(first);
  // The engine compiles a pattern only once it has run.
  for (let run = 0; run < 2; run += 1) timeOf(parse, shortest);
  const before = { length: first, time: timeOf(parse, shortest) };
  for (const length of more) {
    const text = textOf(length);
    const now: Measured = { length, time: timeOf(parse, text) };
    for (let tried = 1; tried < TRIES && isSuperlinear(before, now); tried += 1)
      now.time = Math.min(now.time, timeOf(parse, text));
    if (isSuperlinear(before, now))
      return `${length} characters take ${Math.round(now.time / before.time)} times as long as ${first}`;
  }
  return null;
}

interface Measured {
  readonly length: number;
  time: number;
}

function isSuperlinear(before: Measured, now: Measured): boolean {
  const [passBefore, pass] = [timeOfPass(before.length), timeOfPass(now.length)];
  const ofLinear = Math.max(now.length / before.length, pass / passBefore);
  return now.time > NOTICEABLE_PASSES * pass && now.time / before.time > GROWTH_FACTOR * ofLinear;
}

const passes = new Map<number, number>();

/** The control: measured once for each length, in the same process. */
function timeOfPass(length: number): number {
  const text = 'a '.repeat(length / 2);
  const known =
    passes.get(length) ?? Math.min(...Array.from({ length: TRIES }, () => timeOf(plainPass, text)));
  passes.set(length, known);
  return known;
}

function timeOf(parse: Parse, text: string): number {
  const started = performance.now();
  try {
    parse(text);
  } catch {
    // A refusal is an answer too.
  }
  return Math.max(performance.now() - started, 0.001);
}

/** Every character is looked at once. */
function plainPass(text: string): number {
  let sum = 0;
  for (const character of text) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) | 0;
  return sum;
}
