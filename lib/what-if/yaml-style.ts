/** Writes values as people write them in templates: intrinsic functions in their short forms. */
import { Document, type Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';

/** With a line break at the end. */
export function inBlockStyle(value: unknown, indent: number): string {
  return write(nodeOf(value, false), indent);
}

export function inFlowStyle(value: unknown): string {
  return write(nodeOf(value, true), 2).trimEnd();
}

function write(node: Node, indent: number): string {
  const document = new Document();
  document.contents = node as typeof document.contents;
  return document.toString({ lineWidth: 0, indent, flowCollectionPadding: false });
}

function nodeOf(value: unknown, flow: boolean): Node {
  if (Array.isArray(value)) return sequence(value, flow);
  if (typeof value !== 'object' || value === null) return scalar(value);
  const entries = Object.entries(value);
  const [[name, argument] = ['', null]] = entries;
  if (entries.length === 1 && (name === 'Ref' || name.startsWith('Fn::'))) return shortForm(name, argument);
  const map = new YAMLMap();
  map.flow = flow;
  for (const [key, inner] of entries) map.add(new Pair(scalar(key), nodeOf(inner, flow)));
  return map;
}

function sequence(values: readonly unknown[], flow: boolean): YAMLSeq {
  const list = new YAMLSeq();
  list.flow = flow;
  for (const inner of values) list.add(nodeOf(inner, flow));
  return list;
}

function shortForm(name: string, argument: unknown): Node {
  const tag = `!${name.replace('Fn::', '')}`;
  if (name === 'Fn::GetAtt' && Array.isArray(argument))
    return Object.assign(scalar(argument.join('.')), { tag });
  return Object.assign(nodeOf(argument, true), { tag });
}

function scalar(value: unknown): Scalar {
  const node = new Scalar(value);
  // A block of addresses begins or ends like a key.
  if (typeof value === 'string' && value.includes(':') && !value.startsWith('AWS::'))
    node.type = 'QUOTE_SINGLE';
  return node;
}
