/** Which places the probe has in a template of others: those of its workloads, or those that the user chose. */
import { describe, expect, test } from 'vitest';
import { withProbe } from '../../../../lib/lab/run/start/add-probe.ts';
import { placeFunctions } from '../../../../lib/lab/run/start/place-functions.ts';
import { type PlaceChoice, probePlaces } from '../../../../lib/lab/run/start/probe-places.ts';
import { buildModel } from '../../../../lib/lab/template/build-model.ts';
import type { Model } from '../../../../lib/lab/template/model.ts';
import type { Resource } from '../../../../lib/lab/template/template.ts';
import { changed, dualStackTemplate, MODEL_PROPS } from '../../fixtures/dual-stack-template.ts';

const NO_CHOICE: PlaceChoice = { subnet: null, securityGroup: null, workload: null };

function model(resources: Record<string, Resource | undefined>): Model {
  return buildModel(dualStackTemplate({ ProbeA: undefined, ProbeB: undefined, ...resources }), MODEL_PROPS);
}

const Other: Resource = {
  Type: 'AWS::EC2::SecurityGroup',
  Properties: { VpcId: { Ref: 'Vpc' }, GroupDescription: 'x', GroupName: 'other-group' },
};

function fn(
  subnets: readonly string[],
  groups: readonly unknown[] = [{ Ref: 'Group' }],
  flag = true,
): Resource {
  const VpcConfig = {
    SubnetIds: subnets.map((Ref) => ({ Ref })),
    SecurityGroupIds: groups,
    Ipv6AllowedForDualStack: flag,
  };
  return { Type: 'AWS::Lambda::Function', Properties: { VpcConfig } };
}

/** `PublicA: Worker, Other behind Group`. */
function places(built: Model, choice: Partial<PlaceChoice> = {}): string[] {
  return probePlaces(built, { ...NO_CHOICE, ...choice }).map(
    ({ subnet, securityGroupIds, ipv6, standsFor: { kind, logicalIds } }) => {
      const groups = built.securityGroups.filter(({ id }) => securityGroupIds?.includes(id));
      const behind = groups.map(({ logicalId }) => ` behind ${logicalId}`).join('');
      const who = [kind, ...logicalIds].join(' ');
      return `${subnet.logicalId}: ${who}${behind}${ipv6 === 'no' ? ' without IPv6' : ''}`;
    },
  );
}

describe('by default', () => {
  test('an open group stands in where a template has no workload, in the private subnets', () => {
    expect(places(model({}))).toEqual(['PrivateA: open-group', 'PrivateB: open-group']);
  });

  test('a public subnet is what there is where no other is', () => {
    const publicOnly = {
      ...{ PrivateA: undefined, PrivateB: undefined },
      ...{ PrivateAAssociation: undefined, PrivateBAssociation: undefined },
    };
    expect(places(model(publicOnly))).toEqual(['PublicA: open-group']);
  });

  test('workloads come first, then free private subnets, then what is in public ones', () => {
    const built = model({ Front: fn(['PublicA']), Back: fn(['PrivateB']) });
    expect(places(built)).toEqual([
      'PrivateB: function Back behind Group',
      'PrivateA: open-group',
      'PublicA: function Front behind Group',
    ]);
  });

  test('workloads that have everything in common share a place, whatever the order of their groups', () => {
    const both = [{ Ref: 'Group' }, { Ref: 'Other' }];
    const built = model({
      Other,
      One: fn(['PrivateA', 'PrivateB'], both),
      Two: fn(['PrivateA'], both.toReversed()),
      ...{ Open: fn(['PrivateA']), Flagless: fn(['PrivateA'], both, false) },
    });
    expect(places(built)).toEqual([
      'PrivateA: function One Two behind Group behind Other',
      'PrivateB: function One behind Group behind Other',
      'PrivateA: function Open behind Group',
      'PrivateA: function Flagless behind Group behind Other without IPv6',
    ]);
  });
});

describe('a choice of', () => {
  const built = model({ Other, Worker: fn(['PrivateA']), Front: fn(['PublicA'], undefined, false) });

  test.each([
    ['a workload', { workload: 'Front' }, ['PublicA: function Front behind Group without IPv6']],
    ['a subnet with a workload', { subnet: 'PrivateA' }, ['PrivateA: function Worker behind Group']],
    ['a subnet without one', { subnet: 'PrivateB' }, ['PrivateB: open-group']],
    [
      'a zone',
      { subnet: 'us-west-2a' },
      ['PrivateA: function Worker behind Group', 'PublicA: function Front behind Group without IPv6'],
    ],
    [
      'a security group, by its name',
      { securityGroup: 'other-group' },
      ['PrivateA: chosen-group behind Other', 'PrivateB: chosen-group behind Other'],
    ],
    [
      'a security group in a public subnet',
      { securityGroup: 'Other', subnet: 'PublicA' },
      ['PublicA: chosen-group behind Other'],
    ],
    [
      'a workload behind another group',
      { workload: 'Worker', securityGroup: 'Other' },
      ['PrivateA: function Worker behind Other'],
    ],
  ] as const)('%s', (_, choice, expected) => {
    expect(places(built, choice)).toEqual(expected);
  });

  test.each([
    [
      { workload: 'Workr' },
      'there is no workload "Workr" (did you mean "Worker"?): the workloads are Worker, Front',
    ],
    [
      { workload: 'Worker', subnet: 'PrivateB' },
      /^"Worker" is not in the subnet "PrivateB": it is in subnet-/,
    ],
    [
      { subnet: 'PrivatA' },
      /^there is no subnet "PrivatA" \(did you mean "PrivateA"\?\): the subnets are subnet-/,
    ],
    [
      { securityGroup: 'Othr' },
      'there is no security group "Othr" (did you mean "Other"?): the security groups are Vpc.DefaultSecurityGroup, Group, Other',
    ],
  ] as const)('%j is an error that says what there is', (choice, message) => {
    expect(() => places(built, choice)).toThrow(message);
  });

  test('a workload where there is none is an error that says so', () => {
    expect(() => places(model({}), { workload: 'Worker' })).toThrow(
      'there is no workload "Worker": the template has no function, task or instance in a subnet of the VPC Vpc',
    );
  });
});

describe('a workload whose group names a prefix list that the template does not have', () => {
  const ruled = (property: string, rule: Record<string, unknown>) => {
    const Group = {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: { VpcId: { Ref: 'Vpc' }, [property]: [rule] },
    };
    return model({ Group, Worker: fn(['PrivateA']) });
  };

  test('is not stood for where that decides what is let out', () => {
    const built = ruled('SecurityGroupEgress', { IpProtocol: '-1', DestinationPrefixListId: 'pl-68a54001' });
    expect(places(built)).not.toContainEqual(expect.stringContaining('Worker'));
    expect(withProbe(built, NO_CHOICE).notices).toContainEqual(
      expect.stringContaining('Group lets out by the prefix list "pl-68a54001" is unknown'),
    );
  });

  test('is stood for where that decides what is let in', () => {
    const built = ruled('SecurityGroupIngress', { IpProtocol: '-1', SourcePrefixListId: 'pl-82a045eb' });
    expect(places(built)[0]).toBe('PrivateA: function Worker behind Group');
  });
});

describe('a workload behind a group that the template does not have', () => {
  const built = model({ Worker: fn(['PrivateA'], ['sg-1']) });

  test('is not stood for: what the group lets out is unknown, and a notice says so', () => {
    const { functions, notices } = withProbe(built, NO_CHOICE);
    expect(functions.map(({ standsFor }) => standsFor?.kind)).toEqual(['open-group', 'open-group']);
    expect(notices).toContainEqual(
      'no probe stands in for Worker (AWS::Lambda::Function): what its security group "sg-1" lets out is unknown, since the template does not have it: choose one with --security-group',
    );
  });

  test('is an error where it is chosen', () => {
    expect(() => places(built, { workload: 'Worker' })).toThrow(
      /^Worker \(AWS::Lambda::Function\): the probe cannot stand in its place: what its security group "sg-1"/,
    );
  });
});

test('of many workloads without a known place a few are explained', () => {
  const ids = Array.from({ length: 8 }, (_, index) => `Worker${index}`);
  const built = model(Object.fromEntries(ids.map((id) => [id, fn(['PrivateA'], ['sg-1'])])));
  const notices = withProbe(built, NO_CHOICE).notices.filter((notice) => notice.includes('Worker'));
  expect(notices).toHaveLength(6);
  expect(notices.at(-1)).toBe('nor, for like reasons, for Worker5, Worker6, Worker7');
});

test('IPv6 that only a setting of the account gives is assumed, and a notice says so', () => {
  const awsvpc = { Subnets: [{ Ref: 'PrivateA' }], SecurityGroups: [{ Ref: 'Group' }] };
  const Api: Resource = {
    Type: 'AWS::ECS::Service',
    Properties: { NetworkConfiguration: { AwsvpcConfiguration: awsvpc } },
  };
  const { functions, notices } = withProbe(model({ Api }), NO_CHOICE);
  expect(functions[0]).toMatchObject({ ipv6AllowedForDualStack: true, standsFor: { kind: 'service' } });
  expect(notices).toContainEqual(expect.stringMatching(/^Api: in a dual-stack subnet ECS .* dualStackIPv6/));
  const withoutBlock = model({ ...changed('PrivateA', { Ipv6CidrBlock: undefined }), Api });
  expect(withProbe(withoutBlock, NO_CHOICE).notices.join()).not.toContain('dualStackIPv6');
});

test('several probes in one subnet have names of their own', () => {
  const built = model({ Other, One: fn(['PrivateA']), Two: fn(['PrivateA'], [{ Ref: 'Other' }]) });
  expect(withProbe(built, NO_CHOICE).functions.map(({ name }) => name)).toEqual([
    'LabProbePrivateA',
    'LabProbePrivateA2',
    'LabProbePrivateB',
  ]);
});

test('more places than the lab can hold are refused, with how to choose', () => {
  const groups = Array.from({ length: 65 }, (_, index) => [`Group${index}`, Other]);
  const functions = groups.map(([id], index) => [`Fn${index}`, fn(['PrivateA'], [{ Ref: id }])]);
  const built = withProbe(model(Object.fromEntries([...groups, ...functions])), NO_CHOICE);
  expect(() => placeFunctions(built, NO_CHOICE)).toThrow(
    'the lab holds 64 probes at once, and the template has 66 places for one: choose with --subnet or --workload',
  );
  const one = { ...NO_CHOICE, workload: 'Fn7' };
  expect(
    placeFunctions(withProbe(model(Object.fromEntries([...groups, ...functions])), one), one),
  ).toHaveLength(1);
});

test('of a template with a probe of its own the workload is one of its functions', () => {
  const built = buildModel(dualStackTemplate(), MODEL_PROPS);
  const chosen = placeFunctions(built, { subnet: null, workload: 'ProbeB' });
  expect(chosen.map(({ fn: { logicalId } }) => logicalId)).toEqual(['ProbeB']);
  expect(() => placeFunctions(built, { subnet: null, workload: 'ProbeC' })).toThrow(
    'there is no workload "ProbeC" (did you mean "ProbeA"?): the workloads are ProbeA, ProbeB',
  );
});
