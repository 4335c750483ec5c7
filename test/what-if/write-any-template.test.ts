/** Whatever a template looks like, adding to it changes no other line. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { APPEND, type Edit } from '../../lib/lab/template/edits.ts';
import { writeTemplate } from '../../lib/what-if/write-template.ts';

const KEYS = ['A', 'Bb', 'Properties', 'Tags', 'VpcConfig', 'x-y'] as const;

const scalars = fc.oneof(
  fc.constantFrom('text', '10.0.0.0/16', '::/0', 'yes', '443', "it's", 'a: b', '# no comment', ''),
  fc.integer({ min: -5, max: 65_535 }),
  fc.boolean(),
);

const { tree } = fc.letrec<{ tree: Record<string, unknown>; value: unknown }>((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, scalars, tie('tree'), fc.array(tie('value'), { maxLength: 3 })),
  tree: fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { minKeys: 1, maxKeys: 4 }),
}));

const resources = fc.dictionary(
  // A new resource has a name that no other has.
  fc.stringMatching(/^[A-Z][a-z]{1,6}$/).filter((name) => name !== 'New'),
  tree.map((Properties) => ({ Type: 'AWS::EC2::Subnet', Properties })),
  { minKeys: 1, maxKeys: 4 },
);

/** In block style, in flow style from some depth on, indented by so much, with comments and empty lines in between. */
const styles = fc.record({
  indent: fc.constantFrom(2, 3, 4),
  indentSeq: fc.boolean(),
  comments: fc.array(fc.nat(40), { maxLength: 4 }),
  empty: fc.array(fc.nat(40), { maxLength: 3 }),
});

interface Style {
  readonly indent: number;
  readonly indentSeq: boolean;
  readonly comments: readonly number[];
  readonly empty: readonly number[];
}

function written(Resources: object, { indent, indentSeq, comments, empty }: Style): string {
  const lines = stringify({ Resources }, { indent, indentSeq, lineWidth: 0 }).trimEnd().split('\n');
  return `${lines
    .flatMap((line, index) => [
      ...(empty.includes(index) ? [''] : []),
      // Within a text of several lines it would be text.
      comments.includes(index) && !/[|>][+-]?$/.test(line) && line.trim() !== '' ? `${line}  # kept` : line,
    ])
    .join('\n')}\n`;
}

/** Adds a property to each resource, and a resource. */
function edits(names: readonly string[]): Edit[] {
  return [
    ...names.map((name) => ({
      path: ['Resources', name, 'Properties', 'Ipv6CidrBlock'],
      value: { Ref: 'New' },
    })),
    ...names.map((name) => ({ path: ['Resources', name, 'DependsOn'], value: 'New' })),
    { path: ['Resources', 'New'], value: { Type: 'AWS::EC2::Route', Properties: { To: '::/0' } } },
  ];
}

/** Whether the lines of one text are all in the other, in their order. */
function isSubsequence(lines: readonly string[], others: readonly string[]): boolean {
  let at = 0;
  for (const line of others) if (line === lines[at]) at += 1;
  return at === lines.length;
}

test('every line of a template in block style stays, in its order', () => {
  fc.assert(
    fc.property(resources, styles, (Resources, style) => {
      const text = written(Resources, style);
      const changed = writeTemplate(text, edits(Object.keys(Resources)));
      expect(isSubsequence(text.split('\n'), changed.split('\n'))).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test('lists get further items behind their last one', () => {
  const items = fc.array(scalars, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(items, styles, (list, style) => {
      const text = written({ Group: { Type: 'A', Properties: { Rules: list, Other: 1 } } }, style);
      const path = ['Resources', 'Group', 'Properties', 'Rules', APPEND];
      const changed = writeTemplate(text, [
        { path, value: { CidrIpv6: '::/0' } },
        { path, value: { CidrIpv6: '64:ff9b::/96' } },
      ]);
      expect(isSubsequence(text.split('\n'), changed.split('\n'))).toBe(true);
    }),
    { numRuns: 100 },
  );
});
