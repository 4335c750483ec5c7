/**
 * Reads an XML document into elements. AWS's Query APIs answer in a small part of XML: no document type, no CDATA, no
 * processing instruction but the declaration. Anything else is refused, so an entity can never expand.
 */

import { lookUp } from './look-up.ts';

export interface XmlElement {
  readonly name: string;
  readonly children: readonly XmlElement[];
  /** The element's own text, without that of its children. */
  readonly text: string;
}

/** A VPC's answer has some thousands; each costs memory out of proportion to its few bytes. */
const ELEMENTS_LIMIT = 200_000;

const NAME = String.raw`[A-Za-z_][\w.:-]*`;
const ATTRIBUTES = String.raw`(?:\s+${NAME}\s*=\s*(?:"[^"<]*"|'[^'<]*'))*`;

/** Text, a comment, an end tag, or a start tag, which may end its element at once. */
const TOKEN = new RegExp(
  String.raw`(?<text>[^<]+)|<!--(?:(?!--)[^])*-->|</(?<end>${NAME})\s*>|<(?<start>${NAME})${ATTRIBUTES}\s*(?<empty>/?)>`,
  'y',
);
const DECLARATION = /^\uFEFF?(?:<\?xml\s[^<>?]*\?>)?/;

interface OpenElement extends XmlElement {
  readonly children: XmlElement[];
  text: string;
}

/** @returns the root element; @throws an error for anything that is not well-formed */
export function readXml(document: string): XmlElement {
  const outside: OpenElement = { name: '', children: [], text: '' };
  const open = [outside];
  let elements = 0;
  TOKEN.lastIndex = DECLARATION.exec(document)?.[0].length ?? 0;
  while (TOKEN.lastIndex < document.length) {
    const { text, start, end, empty } = TOKEN.exec(document)?.groups ?? malformed('a malformed tag');
    const current = open.at(-1) ?? outside;
    if (text !== undefined) current.text += decode(text);
    if (start !== undefined) {
      elements += 1;
      if (elements > ELEMENTS_LIMIT) malformed(`more than ${ELEMENTS_LIMIT} elements`);
      const element = { name: start, children: [], text: '' };
      current.children.push(element);
      if (!empty) open.push(element);
    }
    if (end !== undefined && (open.length === 1 || open.pop()?.name !== end)) malformed(`a stray </${end}>`);
  }
  const [root, ...others] = outside.children;
  if (root && others.length === 0 && open.length === 1 && outside.text.trim() === '') return root;
  return malformed('no single root element');
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decode(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{1,8}));|&/gi, (_, decimal, hex, name) => {
    const codePoint = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    if (codePoint <= 0x10ffff) return String.fromCodePoint(codePoint);
    return lookUp(ENTITIES, name ?? '') ?? malformed('an unknown entity');
  });
}

function malformed(problem: string): never {
  throw new Error(`the document has ${problem}`);
}

export function childIn(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

/** The text of a child without children of its own; undefined where it is missing or empty. */
export function textIn(element: XmlElement | undefined, name: string): string | undefined {
  const child = childIn(element, name);
  return (child?.children.length === 0 && child.text.trim()) || undefined;
}
