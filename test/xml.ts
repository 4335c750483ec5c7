/** Reads well-formed XML of elements and attributes, strictly: what it does not know is an error. */

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
}

const ENTITIES = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
]);

/** @throws on anything that is not elements, attributes in double quotes and spaces */
export function parseXml(text: string): XmlElement {
  let rest = text.replace(/^<\?xml version="1.0" encoding="UTF-8"\?>\s*/, '');
  const take = (pattern: RegExp): RegExpExecArray => {
    const match = pattern.exec(rest);
    if (match?.index !== 0) throw new Error(`not expected: ${rest.slice(0, 80)}`);
    rest = rest.slice(match[0].length);
    return match;
  };
  const element = (): XmlElement => {
    const [, name = '', given = '', end] = take(/<([a-z]+)((?:\s+[a-z]+="[^"<]*")*)\s*(\/?)>\s*/);
    const attributes = Object.fromEntries(
      [...given.matchAll(/([a-z]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, unescaped(value)]),
    );
    const children: XmlElement[] = [];
    while (end === '' && !rest.startsWith('</')) children.push(element());
    if (end === '') take(new RegExp(`</${name}>\\s*`));
    return { name, attributes, children };
  };
  const root = element();
  if (rest !== '') throw new Error(`after the root: ${rest}`);
  return root;
}

function unescaped(text: string): string {
  return text.replace(/&([^;]*);?/g, (_, name: string) => {
    const character = ENTITIES.get(name);
    if (character === undefined) throw new Error(`the entity ${name}`);
    return character;
  });
}
