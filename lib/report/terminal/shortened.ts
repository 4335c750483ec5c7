/** The begin and the end of a text that is too long for its column: names of hosts differ in both. */
import width from 'string-width';

export function shortened(text: string, most: number): string {
  if (width(text) <= most) return text;
  const characters = [...text];
  const head = fitting(characters, Math.ceil((most - 1) / 2));
  const tail = fitting(characters.slice(head.length).reverse(), most - 1 - width(head.join('')));
  return `${head.join('')}…${tail.reverse().join('')}`;
}

function fitting(characters: readonly string[], most: number): string[] {
  let used = 0;
  const end = characters.findIndex((character) => {
    used += width(character);
    return used > most;
  });
  return characters.slice(0, end === -1 ? characters.length : end);
}
