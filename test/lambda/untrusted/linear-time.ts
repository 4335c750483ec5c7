/** Whether a function of text takes time in proportion to it: measured beside a plain pass over as much text. */

type Parse = (text: string) => unknown;

/** Nearer to a quadratic function, which is 2, than to a linear one: garbage collection adds to what is linear. */
const GROWTH_EXPONENT = 1.7;

/** Below this many plain passes, time is that of the clock and of garbage collection. */
const NOTICEABLE_PASSES = 20;

/** A busy machine makes a time too long, and hardly ever that often in a row. */
const TRIES = 8;

/** @returns how the time grows where it grows faster than the text, or null */
export function superlinear(
  parse: Parse,
  textOf: (length: number) => string,
  [short, long]: readonly [number, number],
): string | null {
  const [shortText, longText] = [textOf(short), textOf(long)];
  // The engine compiles a pattern only once it has run.
  const timesOfShort = Array.from({ length: TRIES }, () => timeOf(parse, shortText));
  const times = { short: Math.min(...timesOfShort), long: timeOf(parse, longText) };
  const isSuperlinear = () =>
    times.long > NOTICEABLE_PASSES * timeOfPass(long) &&
    times.long / times.short > (long / short) ** GROWTH_EXPONENT;
  for (let tried = 1; tried < TRIES && isSuperlinear(); tried += 1) {
    times.short = Math.min(times.short, timeOf(parse, shortText));
    times.long = Math.min(times.long, timeOf(parse, longText));
  }
  if (!isSuperlinear()) return null;
  return `${long} characters take ${Math.round(times.long / times.short)} times as long as ${short}`;
}

const passes = new Map<number, number>();

/** The control: measured once for each length, in the same process. */
function timeOfPass(length: number): number {
  const text = 'a '.repeat(length / 2);
  // The engine compiles a loop once it has run for long.
  const measure = () => Math.min(...Array.from({ length: 4 * TRIES }, () => timeOf(plainPass, text)));
  const known = passes.get(length) ?? measure();
  passes.set(length, known);
  return known;
}

/** Some kernels count a thread's time in steps of 10 ms. */
const CLOCK_STEP_MS = 10;

/** Without the time in which the machine did something else, which a short run does not meet and a long one does. */
function timeOf(parse: Parse, text: string): number {
  const [started, used] = [performance.now(), process.threadCpuUsage()];
  try {
    parse(text);
  } catch {
    // A refusal is an answer too.
  }
  const passed = Math.max(performance.now() - started, 0.001);
  const { user, system } = process.threadCpuUsage(used);
  return Math.min(passed, Math.max((user + system) / 1_000, CLOCK_STEP_MS));
}

/** Every character is looked at once. */
function plainPass(text: string): number {
  let sum = 0;
  for (const character of text) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) | 0;
  return sum;
}
