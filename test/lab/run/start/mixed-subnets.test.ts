/** The notice about a function that asks for IPv6 in a subnet without it. */
import { expect, test } from 'vitest';
import { mixedSubnets } from '../../../../lib/lab/run/start/mixed-subnets.ts';
import type { Template } from '../../../../lib/lab/template/template.ts';
import { modelOf } from '../../../what-if/classic.ts';

function noticesFor(flag: unknown, subnets: readonly string[]): string[] {
  const subnet = (index: number, block: object) => ({
    Type: 'AWS::EC2::Subnet',
    Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: `10.0.${index}.0/24`, ...block },
  });
  const ipv6 = (index: number) => ({ Ipv6CidrBlock: `2001:db8:1234:1a0${index}::/64` });
  const template = {
    Resources: {
      Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } },
      Block: {
        Type: 'AWS::EC2::VPCCidrBlock',
        Properties: { VpcId: { Ref: 'Vpc' }, Ipv6CidrBlock: '2001:db8:1234:1a00::/56', Ipv6Pool: 'pool' },
      },
      Dual: subnet(1, ipv6(1)),
      Other: subnet(2, ipv6(2)),
      Old: subnet(3, {}),
      Older: subnet(4, {}),
      Fn: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          VpcConfig: {
            SubnetIds: subnets.map((Ref) => ({ Ref })),
            SecurityGroupIds: [],
            Ipv6AllowedForDualStack: flag,
          },
        },
      },
    },
  } satisfies Template;
  return mixedSubnets(modelOf(template));
}

test('names the function once, and the subnets without a block', () => {
  const [notice = '', ...others] = noticesFor(true, ['Dual', 'Old', 'Older']);
  expect(others).toEqual([]);
  expect(notice).toContain('Fn (AWS::Lambda::Function): Ipv6AllowedForDualStack');
  expect(notice).toContain('there is none in Old, Older');
});

test('is there where all subnets lack a block', () => {
  expect(noticesFor(true, ['Old'])).toHaveLength(1);
});

test.each([
  ['whose subnets all have a block', true, ['Dual', 'Other']],
  ['without the flag', false, ['Dual', 'Old']],
  ['that says nothing', undefined, ['Old']],
])('says nothing of a function %s', (_, flag, subnets) => {
  expect(noticesFor(flag, subnets)).toEqual([]);
});
