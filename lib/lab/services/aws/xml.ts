/** Writes plain data as XML. */

/** Text, or elements by name: an array repeats the element, and undefined omits it. */
export type XmlContent =
  | string
  | { readonly [element: string]: XmlContent | readonly XmlContent[] | undefined };

/** @param namespace the root's `xmlns`, or null */
export function xmlDocument(root: string, namespace: string | null, content: XmlContent): string {
  const attribute = namespace === null ? '' : ` xmlns="${namespace}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attribute}>${inner(content)}</${root}>`;
}

function inner(content: XmlContent): string {
  if (typeof content === 'string') return content.replace(SPECIAL, (character) => ESCAPES[character] ?? '');
  return Object.entries(content)
    .flatMap(([name, value]) => [value ?? []].flat().map((item) => [name, item as XmlContent] as const))
    .map(([name, item]) => `<${name}>${inner(item)}</${name}>`)
    .join('');
}

/** Line breaks are among them, since a reader normalizes those that are not escaped (XML 1.0, section 2.11). */
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '\r': '&#x0D;',
  '\n': '&#x0A;',
};
const SPECIAL = /[&<>\r\n]/g;
