/** A changed template differs from the original by the changes only. */
import { describe, expect, test } from 'vitest';
import { withEdits } from '../../lib/lab/template/edits.ts';
import type { Template } from '../../lib/lab/template/template.ts';
import { parseYamlTemplate } from '../../lib/lab/template/yaml-template.ts';
import { UserError } from '../../lib/user-error.ts';
import { editsOf, planChanges } from '../../lib/what-if/plan-changes.ts';
import { writeTemplate } from '../../lib/what-if/write-template.ts';
import { CLASSIC_TEXT, classicTemplate, modelOf } from './classic.ts';

function editsForClassic() {
  const template = classicTemplate();
  const model = modelOf(template);
  return editsOf(planChanges({ template, model }).changes);
}

/** The lines of one text that the other does not have, in order; each line counts once for each occurrence. */
function linesOnlyIn(text: string, other: string): string[] {
  const left = other.split('\n');
  return text.split('\n').filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

describe('YAML', () => {
  const written = writeTemplate(CLASSIC_TEXT, editsForClassic());

  test('says what the edits say', () => {
    expect(Object.keys((parseYamlTemplate(written) as Template).Resources)).toEqual(
      Object.keys(withEdits(classicTemplate(), editsForClassic()).Resources),
    );
  });

  test('loses no line', () => {
    expect(linesOnlyIn(CLASSIC_TEXT, written)).toEqual([]);
  });

  test("adds lines in the file's own indentation and short forms", () => {
    const added = linesOnlyIn(written, CLASSIC_TEXT);
    expect(added).toContain(
      '            Ipv6CidrBlock: !Select [0, !Cidr [!Select [0, !GetAtt Vpc.Ipv6CidrBlocks], 256, 64]]',
    );
    expect(added).toContain('                Ipv6AllowedForDualStack: true');
    expect(added).toContain('    EgressOnlyInternetGateway:');
  });

  test('keeps line ends of Windows', () => {
    const windows = writeTemplate(CLASSIC_TEXT.replaceAll('\n', '\r\n'), editsForClassic());
    expect(windows).toBe(written.replaceAll('\n', '\r\n'));
  });
});

describe('JSON', () => {
  const text = JSON.stringify(classicTemplate(), null, 3);

  test('adds lines and keeps the order, in its own indentation', () => {
    const written = writeTemplate(text, editsForClassic());
    expect(JSON.parse(written)).toEqual(withEdits(classicTemplate(), editsForClassic()));
    const lost = linesOnlyIn(text, written).map((line) => line.trim());
    // A last line gets its comma.
    expect(
      lost.filter((line) => !linesOnlyIn(written, text).some((added) => added.trim() === `${line},`)),
    ).toEqual([]);
    expect(written).toContain('\n      "EgressOnlyInternetGateway": {');
  });
});

const MADE_BY_HAND = 'the changes cannot be put into: make them by hand';

test('what cannot be put into the text is refused, and nothing is written', () => {
  const text =
    'Resources:\n  A: &a { Type: AWS::EC2::Subnet, Properties: &p { CidrBlock: 10.0.0.0/24 } }\n  B: { Type: AWS::EC2::Subnet, Properties: *p }\n';
  const edit = { path: ['Resources', 'B', 'Properties', 'Ipv6CidrBlock'], value: '::/64' };
  expect(() => writeTemplate(text, [edit])).toThrow(UserError);
  const taken = 'Resources:\n  New:\n    Type: AWS::EC2::Subnet\n    Properties:\n      A:\n        []\n';
  const replaced = [
    { path: ['Resources', 'New', 'DependsOn'], value: 'Vpc' },
    { path: ['Resources', 'New'], value: { Type: 'AWS::EC2::Route', Properties: { To: '::/0' } } },
  ];
  expect(() => writeTemplate(taken, replaced)).toThrow(MADE_BY_HAND);
});

test('a change of what the text has only by a loop is refused by name, and one that makes a resource is not', () => {
  const edit = (...path: string[]) => ({ path: ['Resources', ...path], value: true });
  const write =
    (...edits: ReturnType<typeof edit>[]) =>
    () =>
      writeTemplate(CLASSIC_TEXT, edits);
  expect(write(edit('SubnetA', 'Properties', 'EnableDns64'))).toThrow(
    'has SubnetA only by a loop (Fn::ForEach)',
  );
  expect(write({ path: ['Resources', 'Made'], value: { Type: 'AWS::EC2::EIP' } as never })).not.toThrow();
});
