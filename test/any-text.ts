/** Texts of any characters. */
import fc from 'fast-check';

/** The halves of pairs, which are not characters by themselves. */
const HALVES = { first: 0xd800, end: 0xe000 };
const HOW_MANY = HALVES.end - HALVES.first;

const characters = fc
  .nat(0x10_ffff - HOW_MANY)
  .map((number) => String.fromCodePoint(number < HALVES.first ? number : number + HOW_MANY), numberOf);

/** With it fast-check also tries names such as `__proto__`. @throws for what is not one character */
function numberOf(character: unknown): number {
  const [code = Number.NaN, ...more] = [...String(character)].map(
    (each) => each.codePointAt(0) ?? Number.NaN,
  );
  const isHalf = code >= HALVES.first && code < HALVES.end;
  if (Number.isNaN(code) || isHalf || more.length > 0) throw new Error('not one character');
  return code < HALVES.first ? code : code - HOW_MANY;
}

/** As with the unit `binary` of fast-check, which lists all million characters first: that takes each process a second. */
export function anyText(maxLength?: number): fc.Arbitrary<string> {
  return fc.string({ unit: characters, ...(maxLength !== undefined && { maxLength }) });
}
