/**
 * Makes edits in the text of a template in YAML. Only the lines that an edit concerns are touched, so that comments, order,
 * quotes and short forms stay as they are.
 */
import { type Document, isCollection, isMap, isPair, isScalar, parseDocument, YAMLMap, YAMLSeq } from 'yaml';
import { APPEND, type Edit } from '../lab/template/edits.ts';
import { UserError } from '../user-error.ts';
import { eolOf } from './write-json.ts';
import { inBlockStyle, inFlowStyle } from './yaml-style.ts';

/** Text that takes the place of what is between two offsets. */
interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
  /** Where several stand at the same place, the innermost comes first. 0 within a line. */
  readonly column: number;
}

/** @throws UserError where an edit leads through an alias or another value that is not written out there */
export function writeYaml(text: string, edits: readonly Edit[]): string {
  const eol = eolOf(text);
  const unix = text.replaceAll('\r\n', '\n');
  const written = writeAll(unix.endsWith('\n') ? unix : `${unix}\n`, edits);
  return eol === '\n' ? written : written.replaceAll('\n', eol);
}

/** Parsed once for all edits that do not depend on one another: a large template takes long to parse. */
function writeAll(text: string, edits: readonly Edit[]): string {
  const document = parseDocument(text, { logLevel: 'error' });
  const planned: PlannedEdit[] = [];
  for (const [index, edit] of edits.entries()) {
    if (planned.some(({ path }) => path.every((key, depth) => edit.path[depth] === key)))
      return writeAll(withSplices(text, planned), edits.slice(index));
    const next = plannedEdit(text, document, edit);
    if (planned.some((other) => other.to > other.from && other.from <= next.to && next.from <= other.to))
      return writeAll(withSplices(text, planned), edits.slice(index));
    planned.push(next);
  }
  return withSplices(text, planned);
}

/** At one place and level in the order of the edits. */
function withSplices(text: string, splices: readonly Splice[]): string {
  let at = 0;
  const parts = splices
    .toSorted((a, b) => a.from - b.from || b.column - a.column)
    .map(({ from, to, text: inserted }) => {
      const before = text.slice(at, from);
      at = to;
      return before + inserted;
    });
  return parts.join('') + text.slice(at);
}

interface PlannedEdit extends Splice {
  /** What it makes: a later edit beneath it has to see it first. */
  readonly path: readonly string[];
}

/** Goes down the path as far as it is there, and writes the rest of it as one value. */
function plannedEdit(text: string, document: Document, { path, value }: Edit): PlannedEdit {
  let node: unknown = document.contents;
  for (const [depth, key] of path.entries()) {
    const made = path.slice(0, depth + 1);
    const rest = path.slice(depth + 1);
    const next = childOf(node, key);
    if (next === undefined) {
      const splice = insertion(text, requireCollection(node, path), key, nested(rest, value));
      // Nothing is set within an item that was added to a list.
      return { ...splice, path: key === APPEND ? [...made, APPEND] : made };
    }
    if (rest.length === 0 || isEmpty(next))
      return { ...replacement(text, document, made, nested(rest, value)), path: made };
    node = next;
  }
  throw cannotChange(path);
}

function childOf(node: unknown, key: string): unknown {
  if (key === APPEND || !isCollection(node)) return undefined;
  return node.get(isMap(node) ? key : Number(key), true);
}

function isEmpty(node: unknown): boolean {
  return isScalar(node) && node.value === null;
}

function nested(keys: readonly string[], value: unknown): unknown {
  return keys.reduceRight<unknown>((inner, key) => (key === APPEND ? [inner] : { [key]: inner }), value);
}

function requireCollection(node: unknown, path: readonly string[]): YAMLMap | YAMLSeq {
  if (node instanceof YAMLMap || node instanceof YAMLSeq) return node;
  throw cannotChange(path);
}

function cannotChange(path: readonly string[]): UserError {
  return new UserError(
    `the template cannot be changed at "${path.join('.')}": write the value out there instead of an alias or an intrinsic function`,
  );
}

function insertion(text: string, parent: YAMLMap | YAMLSeq, key: string, value: unknown): Splice {
  const added = parent instanceof YAMLMap ? { [key]: value } : [value];
  const last = parent.items.at(-1);
  if (last === undefined) return { ...placeOf(parent), text: inFlowStyle(added), column: 0 };
  const end = endOf(last, text);
  if (parent.flow) {
    const inner = inFlowStyle(added).replace(/^[{[]\s*|\s*[}\]]$/g, '');
    return { from: end, to: end, text: `, ${inner}`, column: 0 };
  }
  const at = endOfLine(text, end);
  const column = columnOf(parent, text);
  return { from: at, to: at, text: indented(inBlockStyle(added, stepOf(text)), column), column };
}

function placeOf({ range }: YAMLMap | YAMLSeq): Pick<Splice, 'from' | 'to'> {
  const [from = 0, to = from] = range ?? [];
  return { from, to };
}

/** What follows the key's colon, up to the end of the value. */
function replacement(text: string, document: Document, path: readonly string[], value: unknown): Splice {
  const parent = document.getIn(path.slice(0, -1), true);
  const pair = isMap(parent)
    ? parent.items.find((each) => isScalar(each.key) && each.key.value === path.at(-1))
    : undefined;
  if (!pair || !isScalar(pair.key) || !pair.key.range) throw cannotChange(path);
  const from = text.indexOf(':', pair.key.range[1]) + 1;
  return { from, to: Math.max(from, endOf(pair, text)), text: ` ${inFlowStyle(value)}`, column: 0 };
}

/** Where the text of a value ends, without comments and line breaks that follow it. */
function endOf(item: unknown, text: string): number {
  if (isPair(item)) return item.value === null ? endOf(item.key, text) : endOf(item.value, text);
  if (isCollection(item) && !item.flow && item.items.length > 0) return endOf(item.items.at(-1), text);
  const [from = 0, to = 0] = (item as { range?: readonly number[] }).range ?? [];
  return from + text.slice(from, to).trimEnd().length;
}

function endOfLine(text: string, position: number): number {
  const end = text.indexOf('\n', position);
  return end === -1 ? text.length : end + 1;
}

function columnOf(parent: YAMLMap | YAMLSeq, text: string): number {
  const [first] = parent.items;
  const node = isPair(first) ? first.key : first;
  const [start = 0] = (node as { range?: readonly number[] } | undefined)?.range ?? [];
  const at = parent instanceof YAMLSeq ? text.lastIndexOf('-', start - 1) : start;
  return at - (text.lastIndexOf('\n', at - 1) + 1);
}

/** By how much the file indents: the column of the first resource. */
function stepOf(text: string): number {
  return /^Resources:[^\n]*\n(?:\s*(?:#[^\n]*)?\n)*( +)\S/m.exec(text)?.[1]?.length ?? 2;
}

function indented(text: string, column: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(column));
}
