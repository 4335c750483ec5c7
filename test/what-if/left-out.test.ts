/** The workloads of which the runs say nothing, and the targets that are another VPC's business. */
import { describe, expect, test } from 'vitest';
import { calledFrom, leftOutOf } from '../../lib/cli/what-if/left-out.ts';
import { classicTemplate, modelOf } from './classic.ts';

const NO_GROUP = { securityGroup: null };

/** The worker beside a function whose subnet is in another VPC of the template, or is not in the template at all. */
function modelWith(subnet: unknown) {
  const template = classicTemplate();
  const { VpcConfig } = template.Resources.Worker?.Properties ?? {};
  Object.assign(template.Resources, {
    OtherVpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.99.0.0/16' } },
    OtherSubnet: {
      Type: 'AWS::EC2::Subnet',
      Properties: { VpcId: { Ref: 'OtherVpc' }, CidrBlock: '10.99.1.0/24' },
    },
    Other: {
      Type: 'AWS::Lambda::Function',
      Properties: { VpcConfig: { ...(VpcConfig as object), SubnetIds: [subnet] } },
    },
  });
  return modelOf(template, 'Vpc');
}

const targets = [
  { workloads: ['Worker'] },
  { workloads: ['Other'] },
  { workloads: ['Other', 'Worker'] },
  { workloads: [] },
];

describe('a function in another VPC of the template', () => {
  const model = modelWith({ Ref: 'OtherSubnet' });

  test('is not left out, and what only it calls is not asked', () => {
    expect(leftOutOf(NO_GROUP, model)).toEqual([]);
    expect(calledFrom(targets, model)).toEqual([targets[0], targets[2], targets[3]]);
  });
});

describe('a function whose subnet is not in the template', () => {
  const model = modelWith('subnet-0fedcba9876543210');

  test('is left out, and what it calls is asked for', () => {
    expect(leftOutOf(NO_GROUP, model)).toMatchObject([{ logicalId: 'Other' }]);
    expect(calledFrom(targets, model)).toEqual(targets);
  });

  test('is not left out where the user chose the group of the probe', () => {
    expect(leftOutOf({ securityGroup: 'Group' }, model)).toEqual([]);
  });
});
