/** The remedies that depend on whose place the probe had in a template of others. */
import { describe, expect, test } from 'vitest';
import { causeOf } from '../../../lambda/report/judge/causes.ts';
import type { JudgeFacts, LabFacts } from '../../../lambda/report/judge/facts.ts';
import type { WorkloadRecord } from '../../../lambda/report/lab-schema.ts';
import { facts, labFacts } from './evidence-builder.ts';

const WORKLOAD: WorkloadRecord = {
  kind: 'function',
  logicalIds: ['Worker', 'Other'],
  subnet: { logicalId: 'Inner', name: 'app subnet' },
  securityGroups: [{ logicalId: 'Shut', id: 'sg-1', name: 'Shut' }],
  ipv6Allowed: false,
};

describe('without an IPv6 address', () => {
  const remedyOf = (workload: Partial<WorkloadRecord>, ipv6: Partial<LabFacts['ipv6']> = {}) => {
    const has = { vpcHasBlock: true, subnetHasBlock: true, allowed: false, groupsLetOut: true, ...ipv6 };
    const lab = labFacts({ ownTemplate: false, ipv6: has, workload: { ...WORKLOAD, ...workload } });
    return causeOf('NetworkUnreachable', 'connect ENETUNREACH 2001:db8::1:443', facts({ lab })).remedy;
  };

  test('a function lacks the flag, and both are named', () => {
    expect(remedyOf({})).toMatch(/Worker, Other .*Ipv6AllowedForDualStack/);
  });

  test('an instance lacks an address', () => {
    expect(remedyOf({ kind: 'instance' })).toMatch(/instance Worker, Other .*Ipv6AddressCount/);
  });

  test('a closed security group is named too, since the flag would not be enough', () => {
    expect(remedyOf({}, { groupsLetOut: false })).toMatch(/Ipv6AllowedForDualStack.*Shut \(sg-1\).*::\/0/);
    expect(remedyOf({})).not.toContain('Shut');
  });

  test('a subnet without a block is named', () => {
    expect(remedyOf({}, { subnetHasBlock: false })).toMatch(
      /^the subnet private \(Private, subnet-1\) has no IPv6 block/,
    );
  });
});

describe('behind an internet gateway', () => {
  const IGW = { destinationCidrBlocks: ['::/0'], gateway: 'igw-1' };
  const remedyWith = (destination: string, lab: Partial<LabFacts>) => {
    const routes = [IGW, { destinationCidrBlocks: [destination], gateway: 'igw-1' }];
    const route: JudgeFacts['route'] = { witness: 'ec2', gateway: 'igw-1', routes };
    return causeOf('InternetGatewayInPath', '', facts({ route, lab: labFacts(lab) })).remedy;
  };

  test('a public subnet of others needs no other route', () => {
    expect(remedyWith('0.0.0.0/0', { ownTemplate: false })).toMatch(
      /^nothing to do where that is wanted: .*public/,
    );
  });

  test.each([
    ['where IPv4 does not lead to it', '10.9.0.0/16', { ownTemplate: false }],
    ['in this project’s stack', '0.0.0.0/0', { ownTemplate: true }],
  ])('the route is to lead to an egress-only one %s', (_, destination, lab) => {
    expect(remedyWith(destination, lab)).toContain('point the route at an egress-only internet gateway');
  });
});
