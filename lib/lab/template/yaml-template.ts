/** Reads the text of a template in YAML, with CloudFormation's short forms like `!Ref` and `!GetAtt`. */

import { type CollectionTag, type Node, Pair, parseDocument, Scalar, type ScalarTag, YAMLMap } from 'yaml';
import { UserError } from '../../user-error.ts';

/** The intrinsics that have a short form: all of them; two have no `Fn::` in the long one. */
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

/** @throws if the text is no YAML, with the place */
export function parseYamlTemplate(text: string): unknown {
  // YAML 1.2's core schema: an unquoted date, like a policy's Version, stays the string that CloudFormation takes it for.
  const document = parseDocument(text, { schema: 'core', customTags: SHORT_FORMS });
  // An unknown tag is a mere warning to the parser; here it would be an intrinsic that is ignored.
  const [fault] = [...document.errors, ...document.warnings];
  if (fault) throw new UserError(fault.message);
  return document.toJS();
}

const SHORT_FORMS = [
  ...WITHOUT_PREFIX.flatMap((name) => shortForms(name, name)),
  ...WITH_PREFIX.flatMap((name) => shortForms(name, `Fn::${name}`)),
];

/** A tag in front of each kind of value: a string, a list, a map. */
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
