/** The notice about groups for which a template writes no egress. */
import { expect, test } from 'vitest';
import { unwrittenEgress } from '../../../../lib/lab/run/start/unwritten-egress.ts';
import { buildModel } from '../../../../lib/lab/template/build-model.ts';
import type { Resource } from '../../../../lib/lab/template/template.ts';
import { changed, dualStackTemplate, MODEL_PROPS } from '../../fixtures/dual-stack-template.ts';

function noticesOf(changes: Record<string, Resource | undefined>): string[] {
  const model = buildModel(dualStackTemplate(changes), MODEL_PROPS);
  return unwrittenEgress(
    model.functions.map((fn) => ({ fn })),
    model,
  );
}

const UNWRITTEN = changed('Group', { SecurityGroupEgress: undefined });

test('a group of a probe that has no egress of its own is named once', () => {
  expect(noticesOf(UNWRITTEN)).toEqual([
    'Group (AWS::EC2::SecurityGroup) has no SecurityGroupEgress: CloudFormation documents rules for 0.0.0.0/0 and ::/0 then, and people observe 0.0.0.0/0 only, as the lab takes it: write a rule for ::/0',
  ]);
});

test('a group with rules, and one that no probe has, are not', () => {
  expect(noticesOf({})).toEqual([]);
  const { Group: Other } = UNWRITTEN;
  expect(noticesOf({ Other })).toEqual([]);
});

test('a VPC without IPv6 has nothing to lose', () => {
  const ipv4Only = Object.fromEntries(
    ['PublicA', 'PrivateA', 'PrivateB'].flatMap((id) =>
      Object.entries(changed(id, { Ipv6CidrBlock: undefined })),
    ),
  );
  expect(
    noticesOf({ ...UNWRITTEN, ...ipv4Only, Ipv6Block: undefined, ...changed('Role', { Policies: [] }) }),
  ).toEqual([]);
});
