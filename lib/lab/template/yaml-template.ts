/** Reads the text of a template in YAML, with CloudFormation's short forms like `!Ref` and `!GetAtt`. */

import {
  type CollectionTag,
  type Document,
  type DocumentOptions,
  isMap,
  isScalar,
  Lexer,
  type Node,
  Pair,
  type ParseOptions,
  parseDocument,
  Scalar,
  type ScalarTag,
  type SchemaOptions,
  visit,
  YAMLMap,
} from 'yaml';
import { UserError } from '../../user-error.ts';
import { MAX_DEPTH, tooDeep } from './document.ts';

/** Every intrinsic has a short form, those of the section Rules too. The long forms of these two have no `Fn::`. */
const WITHOUT_PREFIX = ['Ref', 'Condition'];
const WITH_PREFIX = [
  'And',
  'Base64',
  'Cidr',
  'Contains',
  'EachMemberEquals',
  'EachMemberIn',
  'Equals',
  'FindInMap',
  'GetAtt',
  'GetAZs',
  'If',
  'ImportValue',
  'Join',
  'Length',
  'Not',
  'Or',
  'RefAll',
  'Select',
  'Split',
  'Sub',
  'ToJsonString',
  'Transform',
  'ValueOf',
  'ValueOfAll',
];

/** @throws UserError with the position if the text is not valid YAML */
export function parseYamlTemplate(text: string): unknown {
  requireShallow(text);
  const document = parse(text);
  // The parser only warns of an unknown tag; here that would be an intrinsic that is silently ignored.
  const [fault] = [...document.errors, ...document.warnings];
  if (fault) throw errorIn(text, fault.message, fault.pos[0]);
  requireUniqueKeys(document, text);
  return withAliases(document);
}

/** The parser calls itself for each level, and V8 itself gives up on half a million. */
function requireShallow(text: string): void {
  let brackets = 0;
  let indent: number | null = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (lexeme === '[' || lexeme === '{') brackets++;
    if (lexeme === ']' || lexeme === '}') brackets--;
    indent = indentAfter(lexeme, indent);
    // A level takes at least one column, or two of `- - - a`, and a list may begin in the column of its key.
    if (brackets > MAX_DEPTH || (indent ?? 0) > 2 * MAX_DEPTH) throw tooDeep();
  }
}

/** The columns before a line's first value; null after that. */
function indentAfter(lexeme: string, indent: number | null): number | null {
  if (lexeme === '\n' || lexeme === '\r\n') return 0;
  const isIndicator = lexeme === '-' || lexeme === '?' || lexeme === ':' || /^[ \t]+$/.test(lexeme);
  return indent === null || !isIndicator ? null : indent + lexeme.length;
}

/** What is left of nesting, like `[a: a: a: …`, the parser ends with an error of the stack, or reports as one. */
const STACK_IS_FULL = 'Maximum call stack size exceeded';

function parse(text: string): Document {
  try {
    const document = parseDocument(text, OPTIONS);
    if (!document.errors.some(({ message }) => message.startsWith(STACK_IS_FULL))) return document;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw tooDeep();
}

function requireUniqueKeys(document: Document, text: string): void {
  visit(document, {
    Map: (_, { items }) => {
      const seen = new Set<unknown>();
      for (const { key } of items) {
        const name = isScalar(key) ? key.value : key;
        if (seen.has(name)) throw errorIn(text, 'Map keys must be unique', rangeOf(key)?.[0] ?? 0);
        seen.add(name);
      }
    },
  });
}

function rangeOf(node: unknown): readonly number[] | null | undefined {
  return isScalar(node) || isMap(node) ? node.range : null;
}

function errorIn(text: string, message: string, position: number): UserError {
  const before = text.slice(0, position).split('\n');
  return new UserError(`${message} at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`);
}

/** The parser counts what aliases repeat, and refuses what would grow without bounds. */
function withAliases(document: Document): unknown {
  try {
    return document.toJS();
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    throw new UserError(`its aliases cannot be followed: ${error.message}`, { cause: error });
  }
}

const SHORT_FORMS = [
  ...WITHOUT_PREFIX.flatMap((name) => shortForms(name, name)),
  ...WITH_PREFIX.flatMap((name) => shortForms(name, `Fn::${name}`)),
];

/** A tag for each kind of value: a string, a list, a map. */
function shortForms(name: string, longForm: string): (ScalarTag | CollectionTag)[] {
  const tag = `!${name}`;
  const wrap = (value: Node) => {
    const map = new YAMLMap();
    map.add(new Pair(new Scalar(longForm), value));
    return map;
  };
  return [
    { tag, resolve: (value) => ({ [longForm]: value }) },
    { tag, collection: 'seq', resolve: wrap },
    { tag, collection: 'map', resolve: wrap },
  ];
}

const OPTIONS: ParseOptions & DocumentOptions & SchemaOptions = {
  // YAML 1.2's core schema: an unquoted date, like a policy's Version, stays a string, as in CloudFormation.
  schema: 'core',
  customTags: SHORT_FORMS,
  // CloudFormation itself takes no `<<`, but what deploys with it resolves them first.
  merge: true,
  // Both take time with the square of the length.
  uniqueKeys: false,
  prettyErrors: false,
  // Its warnings about keys that are lists would go to standard error.
  logLevel: 'error',
};
