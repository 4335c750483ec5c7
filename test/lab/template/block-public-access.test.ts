/** VPC Block Public Access: what each mode and exclusion leaves to a subnet. */
import { describe, expect, test } from 'vitest';
import { buildModel } from '../../../lib/lab/template/build-model.ts';
import type { Resource } from '../../../lib/lab/template/template.ts';
import { blockPublicAccess, exclusion } from '../fixtures/block-public-access.ts';
import { dualStackTemplate, MODEL_PROPS } from '../fixtures/dual-stack-template.ts';

function accessOf(logicalId: string, changes: Record<string, Resource>) {
  const { subnets } = buildModel(dualStackTemplate(changes), MODEL_PROPS);
  return subnets.find((subnet) => subnet.logicalId === logicalId)?.publicAccess;
}

const OWN = { SubnetId: { Ref: 'PrivateA' } };
const VPC = { VpcId: { Ref: 'Vpc' } };

describe('VPC Block Public Access', () => {
  test('is off if the template does not set it, with or without exclusions', () => {
    expect(accessOf('PrivateA', {})).toBe('open');
    expect(accessOf('PrivateA', exclusion('allow-egress', OWN))).toBe('open');
  });

  test.each([
    ['block-bidirectional', {}, 'none'],
    ['block-ingress', {}, 'egress-only-gateways'],
    ['block-bidirectional', exclusion('allow-bidirectional', OWN), 'open'],
    ['block-bidirectional', exclusion('allow-bidirectional', VPC), 'open'],
    ['block-bidirectional', exclusion('allow-egress', OWN), 'egress'],
    ['block-ingress', exclusion('allow-egress', OWN), 'egress-only-gateways'],
    ['block-ingress', exclusion('allow-bidirectional', OWN), 'open'],
    ['block-bidirectional', exclusion('allow-bidirectional', { SubnetId: { Ref: 'PrivateB' } }), 'none'],
  ])('in mode %s with %j leaves a subnet %s', (mode, exclusions, access) => {
    expect(accessOf('PrivateA', { ...blockPublicAccess(mode), ...exclusions })).toBe(access);
  });

  test.each<[string, Record<string, Resource>, RegExp]>([
    ['off', blockPublicAccess('off'), /InternetGatewayBlockMode is "off"/],
    [
      'twice',
      { ...blockPublicAccess('block-ingress'), Second: { Type: 'AWS::EC2::VPCBlockPublicAccessOptions' } },
      /^Second .*an account has one such resource, and the template already has BlockPublicAccess$/,
    ],
    ['excluding both', exclusion('allow-egress', { ...OWN, ...VPC }), /exactly one of SubnetId and VpcId/],
  ])('is refused %s', (_, changes, message) => {
    expect(() => accessOf('PrivateA', changes)).toThrow(message);
  });
});
