/** Writes plain data as XML. */
import { XmlNode, XmlText } from '@aws-sdk/xml-builder';

/** Text, or elements by name: an array repeats the element, and undefined omits it. */
export type XmlContent =
  | string
  | { readonly [element: string]: XmlContent | readonly XmlContent[] | undefined };

/** @param namespace the root's `xmlns`, or null */
export function xmlDocument(root: string, namespace: string | null, content: XmlContent): string {
  const node = element(root, content);
  if (namespace !== null) node.addAttribute('xmlns', namespace);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${node.toString()}`;
}

function element(name: string, content: XmlContent): XmlNode {
  if (typeof content === 'string') return new XmlNode(name, [new XmlText(content)]);
  const children = Object.entries(content).flatMap(([child, value]) =>
    [value ?? []].flat().map((item) => element(child, item as XmlContent)),
  );
  return new XmlNode(name, children);
}
