/** Finds a stranger's word in a table: a plain index would also find what every object inherits, such as `constructor`. */

export function lookUp<Value>(table: Readonly<Record<string, Value>>, word: string): Value | undefined {
  return Object.hasOwn(table, word) ? table[word] : undefined;
}
