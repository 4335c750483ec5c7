/** A stranger's template or request may hold words that every object inherits: each is unknown, and never a function. */
import { describe, expect, test } from 'vitest';
import { readRole } from '../../lib/lab/services/aws/iam/role-policies.ts';
import { checkedChecksums } from '../../lib/lab/services/aws/s3/checksums.ts';
import { attributeOf, refOf } from '../../lib/lab/template/attributes.ts';
import { buildModel } from '../../lib/lab/template/build-model.ts';
import { createEvaluator } from '../../lib/lab/template/evaluate.ts';
import { UserError } from '../../lib/user-error.ts';
import { dualStackTemplate, MODEL_PROPS } from './fixtures/dual-stack-template.ts';
import { acl } from './fixtures/network-acl.ts';
import { model, role } from './services/loopback-internet.ts';

const IDENTITY = { region: 'us-west-2', accountId: '111122223333', stackName: 'Natless' };

describe.each(['constructor', 'toString', '__proto__', 'valueOf'])('the word %s', (word) => {
  test('is not a type with a table of its own', () => {
    const context = {
      ...{ ...IDENTITY, logicalId: 'A', type: word, partition: 'aws' },
      ...{
        property: () => undefined,
        has: () => false,
        ipv6CidrBlocks: () => [],
        subnetIpv6CidrBlocks: () => [],
        index: () => 0,
      },
    };
    expect(refOf(context)).toMatch(/A/);
    expect(() => attributeOf(context, word)).toThrow(UserError);
    expect(() => attributeOf({ ...context, type: 'AWS::EC2::VPC' }, word)).toThrow(UserError);
  });

  test('is not a condition of a template without one of that name', () => {
    const evaluator = (Conditions: Record<string, unknown> | undefined) =>
      createEvaluator({
        ...{ ...IDENTITY, parameters: {}, template: { Resources: {}, ...(Conditions && { Conditions }) } },
        ...{ refResource: (id: string) => id, attribute: () => '', importValue: (name: string) => name },
      });
    for (const conditions of [undefined, {}, { Other: true }])
      expect(() => evaluator(conditions).evaluate({ Condition: word })).toThrow(`no condition "${word}"`);
    const own = Object.fromEntries([[word, { 'Fn::Equals': [1, 1] }]]);
    expect(evaluator(own).evaluate({ Condition: word })).toBe(true);
  });

  test('is not a protocol', () => {
    const entry = { RuleNumber: 1, Protocol: word, CidrBlock: '0.0.0.0/0' };
    expect(() => buildModel(dualStackTemplate(acl([entry])), MODEL_PROPS)).toThrow(UserError);
    const rule = {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: {
        ...{ GroupDescription: 'a', VpcId: { Ref: 'Vpc' } },
        SecurityGroupEgress: [{ IpProtocol: word, CidrIp: '0.0.0.0/0' }],
      },
    };
    expect(() => buildModel(dualStackTemplate({ Group: rule }), MODEL_PROPS)).toThrow(`IpProtocol "${word}"`);
  });

  test('is not a managed policy', () => {
    const base = role([]);
    const arn = `arn:aws:iam::aws:policy/${word}`;
    const others = [{ ...base, properties: { ...base.properties, ManagedPolicyArns: [arn] } }];
    expect(() => readRole({ ...model(), others }, 'Role')).toThrow(`the managed policy "${arn}"`);
  });

  test('is not a checksum', () => {
    const headers = { [`x-amz-checksum-${word}`]: 'x' };
    expect(() => checkedChecksums(Buffer.from('a'), headers)).toThrow(
      expect.objectContaining({ code: 'InvalidRequest' }),
    );
  });
});
