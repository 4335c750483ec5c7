/** The wiring of a model: interfaces, `ip` commands and the ruleset, as text. */
import { describe, expect, test } from 'vitest';
import { type Fault, type Placement, placeInterfaces, wireNetwork } from '../../../lib/lab/kernel/kernel.ts';
import { buildModel } from '../../../lib/lab/template/build-model.ts';
import type { Resource } from '../../../lib/lab/template/template.ts';
import { changed, dualStackTemplate, MODEL_PROPS } from '../fixtures/dual-stack-template.ts';

const internet = { hosts: ['198.18.0.1', '2001:db8:ffff::1'], ofService: () => [] };

function model(changes?: Record<string, Resource | undefined>) {
  return buildModel(dualStackTemplate(changes), MODEL_PROPS);
}

function placementIn(logicalId: string, changes: Partial<Placement> = {}, of = model()): Placement {
  const subnet = of.subnets.find((candidate) => candidate.logicalId === logicalId);
  const group = of.securityGroups.find((candidate) => candidate.logicalId === 'Group');
  return {
    subnetId: subnet?.id ?? '',
    securityGroupIds: [group?.id ?? ''],
    ipv6AllowedForDualStack: true,
    ...changes,
  };
}

function wired(changes: Record<string, Resource | undefined> = {}, faults: readonly Fault[] = []) {
  const built = model(changes);
  const interfaces = placeInterfaces(built, [
    placementIn('PrivateA', {}, built),
    placementIn('PrivateB', {}, built),
  ]);
  return wireNetwork({ model: built, interfaces, internet, faults });
}

function linesOf(namespace: string | null, { namespaces } = wired()): readonly string[] {
  return namespaces
    .filter((candidate) => candidate.namespace === namespace)
    .flatMap(({ ipBatches }) => ipBatches.flatMap(({ lines }) => lines));
}

describe('placeInterfaces', () => {
  test('gives addresses inside the subnet, past those that EC2 keeps', () => {
    const placements = [placementIn('PrivateA'), placementIn('PrivateB'), placementIn('PrivateA')];
    expect(
      placeInterfaces(model(), placements).map(({ name, ipv4Address, ipv6Address }) => [
        name,
        ipv4Address,
        ipv6Address,
      ]),
    ).toEqual([
      ['fn0', '10.1.2.4', '2001:db8:1234:1a02::4'],
      ['fn1', '10.1.3.4', '2001:db8:1234:1a03::4'],
      ['fn2', '10.1.2.5', '2001:db8:1234:1a02::5'],
    ]);
  });

  test('gives no IPv6 address where the function does not allow it, or the subnet has no block', () => {
    const withoutLeave = placementIn('PrivateA', { ipv6AllowedForDualStack: false });
    expect(placeInterfaces(model(), [withoutLeave])[0]?.ipv6Address).toBeNull();
    const ipv4Only = model(changed('PrivateA', { Ipv6CidrBlock: undefined }));
    expect(placeInterfaces(ipv4Only, [placementIn('PrivateA', {}, ipv4Only)])[0]?.ipv6Address).toBeNull();
  });

  test('gives a public IPv4 address of its own to each that has one, none in an IPv6-only subnet', () => {
    const placements = [{}, { publicIpv4: true }, { publicIpv4: true }].map((each) =>
      placementIn('PublicA', each),
    );
    const found = placeInterfaces(model(), placements).map(({ publicIpv4Address }) => publicIpv4Address);
    expect(found).toEqual([undefined, '198.51.100.2', '198.51.100.3']);
    const ipv6Only = model(changed('PublicA', { CidrBlock: undefined, Ipv6Native: true }));
    const [single] = placeInterfaces(ipv6Only, [placementIn('PublicA', { publicIpv4: true }, ipv6Only)]);
    expect(single?.publicIpv4Address).toBeUndefined();
  });

  test('gives an IPv6 address in an IPv6-only subnet, whether or not the function allows it', () => {
    const ipv6Only = model(changed('PrivateA', { CidrBlock: undefined, Ipv6Native: true }));
    const placement = placementIn('PrivateA', { ipv6AllowedForDualStack: false }, ipv6Only);
    expect(placeInterfaces(ipv6Only, [placement])).toMatchObject([
      { ipv4Address: null, ipv6Address: '2001:db8:1234:1a02::4', resolverAddress: 'fd00:ec2::253' },
    ]);
  });

  test('gives the resolver that an interface can send to, if the VPC has one', () => {
    expect(placeInterfaces(model(), [placementIn('PrivateA')])[0]?.resolverAddress).toBe('10.1.0.2');
    const silent = model(changed('Vpc', { EnableDnsSupport: false }));
    expect(placeInterfaces(silent, [placementIn('PrivateA', {}, silent)])[0]?.resolverAddress).toBeNull();
  });

  test('refuses more interfaces than the subnet has addresses, and not one fewer', () => {
    const small = model(changed('PrivateA', { CidrBlock: '10.1.2.0/28' }));
    const full = Array.from({ length: 11 }, () => placementIn('PrivateA', {}, small));
    expect(placeInterfaces(small, full).at(-1)?.ipv4Address).toBe('10.1.2.14');
    expect(() => placeInterfaces(small, [...full, ...full.slice(0, 1)])).toThrow(
      'the subnet sub-private-us-west-2a has no address left in 10.1.2.0/28',
    );
  });

  test('refuses a subnet that is not in the template', () => {
    expect(() => placeInterfaces(model(), [placementIn('PrivateA', { subnetId: 'subnet-1' })])).toThrow(
      'there is no subnet "subnet-1": the subnets are',
    );
  });
});

describe('a wiring', () => {
  test('sends an interface to its own subnet’s table, and that table to the gateway', () => {
    const router = linesOf('router');
    expect(router).toContain('rule add iif fn0 lookup 1002');
    expect(router).toContain('route add ::/0 via fe80::2 dev eigw table 1002');
    expect(
      router.filter((line) => / dev igw .*table 1002| 0\.0\.0\.0\/0 via .*table 1002/.test(line)),
    ).toEqual([]);
  });

  test('gives an interface without an IPv6 address no IPv6 route', () => {
    const built = model();
    const [single] = placeInterfaces(built, [placementIn('PrivateA', { ipv6AllowedForDualStack: false })]);
    const lines = linesOf('fn0', wireNetwork({ model: built, interfaces: single ? [single] : [], internet }));
    expect(lines.filter((line) => line.startsWith('route'))).toEqual([
      'route add 0.0.0.0/0 via inet6 fe80::1 dev eth0',
    ]);
    expect(linesOf('fn0')).toContain('route add ::/0 via fe80::1 dev eth0');
  });

  test('returns packets through the gateway that the subnet sends through', () => {
    expect(linesOf(null)).toContain('route add 2001:db8:1234:1a02::/64 via fe80::1 dev eigw');
    const viaIgw = changed('PrivateRoute', {
      EgressOnlyInternetGatewayId: undefined,
      GatewayId: { Ref: 'Igw' },
    });
    expect(linesOf(null, wired(viaIgw))).toContain('route add 2001:db8:1234:1a02::/64 via fe80::1 dev igw');
  });

  test('returns packets of a more specific route through that route’s gateway', () => {
    expect(linesOf(null).filter((line) => /^rule .* to /.test(line))).toEqual([]);
    const detour = {
      Detour: {
        Type: 'AWS::EC2::Route',
        Properties: {
          RouteTableId: { Ref: 'PrivateTable' },
          DestinationIpv6CidrBlock: '2001:db8:ffff::2/128',
          GatewayId: { Ref: 'Igw' },
        },
      },
    };
    const built = wired(detour);
    const igw = 100 + built.gatewayLinks.findIndex(({ name }) => name === 'igw');
    expect(linesOf(null, built)).toEqual(
      expect.arrayContaining([
        `rule add pref 1000 from 2001:db8:ffff::2/128 to 2001:db8:1234:1a02::/64 lookup ${igw}`,
        `route add 2001:db8:1234:1a00::/56 via fe80::1 dev igw table ${igw}`,
      ]),
    );
  });

  test('refuses an interface in a subnet that is not in the model', () => {
    const built = model();
    const [placed] = placeInterfaces(built, [placementIn('PrivateA', {}, built)]);
    const interfaces = placed ? [{ ...placed, subnetId: 'subnet-1' }] : [];
    expect(() => wireNetwork({ model: built, interfaces, internet })).toThrow(
      'the interface\'s subnet "subnet-1" is not in the model',
    );
  });

  test('makes links for the attached gateways only', () => {
    expect(wired().creation.filter((line) => line.includes('igw'))).toHaveLength(2);
    const without = wired({ IgwAttachment: undefined, PublicRoute: undefined });
    expect(without.gatewayLinks.map(({ name }) => name)).toEqual(['eigw']);
    expect(without.nft).not.toContain('"igw"');
  });

  test('skips duplicate address detection', () => {
    const added = wired()
      .namespaces.flatMap(({ namespace }) => linesOf(namespace))
      .filter((line) => line.startsWith('addr add') && line.includes(':'));
    expect(added.length).toBeGreaterThan(0);
    expect(added.filter((line) => !line.endsWith(' nodad'))).toEqual([]);
  });

  test('has the resolver only with DNS support', () => {
    expect(wired().resolverAddresses).toEqual(['10.1.0.2', '169.254.169.253', 'fd00:ec2::253']);
    const route = 'route add 10.1.0.2/32 via inet6 fe80::2 dev resolver table 1002';
    expect(linesOf('router')).toContain(route);
    expect(linesOf(null)).toContain('rule add from 10.1.0.2 lookup 98');
    const silent = changed('Vpc', { EnableDnsSupport: 'false' });
    expect(wired(silent).resolverAddresses).toEqual([]);
    expect(
      [
        ...wired(silent).creation,
        ...linesOf('router', wired(silent)),
        ...linesOf(null, wired(silent)),
      ].join(),
    ).not.toMatch(/resolver|10\.1\.0\.2/);
  });
});

describe('the ruleset', () => {
  test('lets out what the security group allows', () => {
    expect(wired().nft).toContain('meta nfproto ipv6 tcp dport 443 accept');
    expect(wired().nft).not.toContain('dport 8080');
  });

  test.each([
    [
      { IpProtocol: 'udp', FromPort: 53, ToPort: 60, CidrIp: '192.0.2.0/24' },
      'ip daddr 192.0.2.0/24 udp dport 53-60 accept',
    ],
    [{ IpProtocol: '-1', CidrIpv6: '2001:db8::/32' }, 'ip6 daddr 2001:db8::/32 accept'],
    [
      { IpProtocol: 'icmp', FromPort: -1, ToPort: -1, CidrIp: '0.0.0.0/0' },
      'meta nfproto ipv4 meta l4proto icmp accept',
    ],
    [{ IpProtocol: 'icmpv6', CidrIpv6: '::/0' }, 'meta nfproto ipv6 meta l4proto ipv6-icmp accept'],
    [
      { IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' },
      'ip daddr 255.255.255.255/32 meta l4proto icmp icmp type 252 icmp code 86 accept',
    ],
    [
      { IpProtocol: '58', FromPort: 128, ToPort: -1, CidrIpv6: '::/0' },
      'meta nfproto ipv6 meta l4proto ipv6-icmp icmpv6 type 128 accept',
    ],
  ])('has a rule for %j', (rule, line) => {
    expect(wired(changed('Group', { SecurityGroupEgress: [rule] })).nft).toContain(`${line}\n`);
  });

  test('replaces a group with the addresses of its members', () => {
    const own = {
      IpProtocol: '-1',
      DestinationSecurityGroupId: { 'Fn::GetAtt': ['Vpc', 'DefaultSecurityGroup'] },
    };
    expect(wired(changed('Group', { SecurityGroupEgress: [own] })).nft).not.toMatch(
      /daddr 10\.1\.3\.4 accept/,
    );
    const members = wired({
      Rule: {
        Type: 'AWS::EC2::SecurityGroupEgress',
        Properties: {
          GroupId: { Ref: 'Group' },
          IpProtocol: '-1',
          DestinationSecurityGroupId: { Ref: 'Group' },
        },
      },
    });
    expect(members.nft).toMatch(/ip daddr 10\.1\.3\.4 accept/);
  });

  test('replaces a prefix list with its blocks', () => {
    const list = {
      Type: 'AWS::EC2::PrefixList',
      Properties: {
        PrefixListName: 'mine',
        AddressFamily: 'IPv4',
        MaxEntries: 2,
        Entries: [{ Cidr: '198.18.0.0/24' }, { Cidr: '198.18.1.0/24' }],
      },
    };
    const rule = { IpProtocol: '-1', DestinationPrefixListId: { Ref: 'List' } };
    const { nft } = wired({ ...changed('Group', { SecurityGroupEgress: [rule] }), List: list });
    for (const block of ['198.18.0.0/24', '198.18.1.0/24'])
      expect(nft).toContain(`ip daddr ${block} accept\n`);
  });

  test('is refused for a prefix list that is not in the template, but only in a group that is used', () => {
    const rule = { IpProtocol: '-1', DestinationPrefixListId: 'pl-1' };
    expect(() => wired(changed('Group', { SecurityGroupEgress: [rule] }))).toThrow(
      'Group: a rule names the prefix list "pl-1", which the template does not have',
    );
    const Unused = changed('Group', { SecurityGroupEgress: [rule] }).Group as Resource;
    expect(() => wired({ Unused })).not.toThrow();
  });

  test('admits only replies at the egress-only gateway', () => {
    expect(wired().nft).toContain('iifname "eigw" ct state != { established, related } drop');
    expect(wired().nft).not.toMatch(/iifname "igw" ct state != /);
  });

  test('has the given faults', () => {
    expect(wired().nft).not.toContain('reject');
    expect(wired({}, [{ kind: 'reject', with: 'tcp-reset', peerAddress: '198.18.0.1' }]).nft).toContain(
      'ip daddr 198.18.0.1 meta l4proto tcp reject with tcp reset',
    );
    expect(wired({}, [{ kind: 'drop', family: '6', port: 443 }]).nft).toContain(
      'meta nfproto ipv6 meta l4proto { tcp, udp } th dport 443 jump drop_fault',
    );
    expect(wired({}, [{ kind: 'drop', family: '6', largerThan: 1280 }]).nft).toContain(
      'meta nfproto ipv6 meta length > 1280 jump drop_fault',
    );
  });

  test('leads late packets through a process, before the rule for local addresses', () => {
    expect(wired().delayMilliseconds).toBeNull();
    const late = wired({}, [{ kind: 'delay', peerAddress: '2001:db8:ffff::1', milliseconds: 400 }]);
    expect(late.delayMilliseconds).toBe(400);
    expect(linesOf(null, late)).toContain('rule add pref 10 iif eigw to 2001:db8:ffff::1 lookup 99');
    expect(linesOf(null, late)).toContain('rule del pref 0');
  });

  test('refuses two different delays', () => {
    const delay = (milliseconds: number) =>
      ({ kind: 'delay', peerAddress: '2001:db8:ffff::1', milliseconds }) as const;
    expect(() => wired({}, [delay(400), delay(300)])).toThrow('not 400 ms and 300 ms');
  });
});
