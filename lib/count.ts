/** `1 subnet`, `2 subnets`: for nouns whose plural only takes an s. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
