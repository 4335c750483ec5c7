/** Reads the text of a template in YAML, with CloudFormation's short forms like `!Ref` and `!GetAtt`. */

import { type CollectionTag, type Node, Pair, parseDocument, Scalar, type ScalarTag, YAMLMap } from 'yaml';
import { UserError } from '../../user-error.ts';

/** Every intrinsic has a short form. The long forms of these two have no `Fn::`. */
const WITHOUT_PREFIX = ['Ref', 'Condition'];
const WITH_PREFIX = [
  'And',
  'Base64',
  'Cidr',
  'Equals',
  'FindInMap',
  'GetAtt',
  'GetAZs',
  'If',
  'ImportValue',
  'Join',
  'Not',
  'Or',
  'Select',
  'Split',
  'Sub',
  'Transform',
];

/** @throws UserError with the position if the text is not valid YAML */
export function parseYamlTemplate(text: string): unknown {
  // YAML 1.2's core schema: an unquoted date, like a policy's Version, stays a string, as in CloudFormation.
  const document = parseDocument(text, { schema: 'core', customTags: SHORT_FORMS });
  // The parser only warns of an unknown tag; here that would be an intrinsic that is silently ignored.
  const [fault] = [...document.errors, ...document.warnings];
  if (fault) throw new UserError(fault.message);
  return document.toJS();
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
