/** Where a phrase of the word list is right. Keep it short: each with the reason. */

export interface Exception {
  /** A file, or a folder that ends with a slash, from the project's root. */
  readonly path: string;
  /** The words around the phrase, as they stand there; white space does not matter. */
  readonly words: string;
  readonly reason: string;
}

export const EXCEPTIONS: readonly Exception[] = [];

/** The word list itself, and its tests, quote every phrase. */
export const QUOTES_THE_PHRASES: readonly string[] = [
  'scripts/language/rules.ts',
  'test/docs/language.test.ts',
];
