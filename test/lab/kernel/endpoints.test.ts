/** VPC endpoints in the wiring: which connections take them, and where their names lead. */
import { describe, expect, test } from 'vitest';
import { placeInterfaces, vpcEndpointBetween, wireNetwork } from '../../../lib/lab/kernel/kernel.ts';
import { buildModel } from '../../../lib/lab/template/build-model.ts';
import type { Model } from '../../../lib/lab/template/model.ts';
import { withServiceAddresses } from '../../../lib/lab/template/prefix-lists.ts';
import type { Resource } from '../../../lib/lab/template/template.ts';
import { changed, dualStackTemplate, MODEL_PROPS } from '../fixtures/dual-stack-template.ts';
import { gatewayEndpoint, interfaceEndpoint, S3 } from '../fixtures/vpc-endpoint.ts';

function model(changes: Record<string, Resource | undefined>) {
  return buildModel(dualStackTemplate(changes), MODEL_PROPS);
}

const serviceAddresses = (service: string) => (service === S3 ? ['198.18.0.4', '2001:db8:ffff::4'] : []);

function wired(built: Model) {
  return wireNetwork({ model: built, interfaces: [], internet: { hosts: [], ofService: serviceAddresses } });
}

describe('a gateway endpoint', () => {
  test('takes connections from the subnets of its tables to its addresses, and no others', () => {
    const built = withServiceAddresses(model({ S3: gatewayEndpoint() }), serviceAddresses);
    const id = built.endpoints[0]?.id;
    expect(vpcEndpointBetween(built, '10.1.2.4', '198.18.0.4')).toBe(id);
    expect(vpcEndpointBetween(built, '10.1.0.4', '198.18.0.4')).toBeNull();
    expect(vpcEndpointBetween(built, '10.1.2.4', '198.18.0.5')).toBeNull();
    expect(vpcEndpointBetween(built, '2001:db8:1234:1a02::4', '2001:db8:ffff::4')).toBeNull();
    expect(vpcEndpointBetween(built, '203.0.113.1', '198.18.0.4')).toBeNull();
  });
});

describe('an interface endpoint', () => {
  function hosts(properties: Record<string, unknown> = {}) {
    const built = model(interfaceEndpoint(properties));
    const { endpointHosts } = wired(built);
    return endpointHosts.map(({ name, ipv4, ipv6 }) => [name.replace(/vpce-\w+-\w{8}/, 'ID'), ipv4, ipv6]);
  }

  test('has the service’s name and names of its own, one of them for each zone', () => {
    const both = ['10.1.2.254', '10.1.3.254'];
    expect(hosts()).toEqual([
      ['sts.us-west-2.amazonaws.com', both, []],
      ['ID.sts.us-west-2.vpce.amazonaws.com', both, []],
      ['ID-us-west-2a.sts.us-west-2.vpce.amazonaws.com', ['10.1.2.254'], []],
      ['ID-us-west-2b.sts.us-west-2.vpce.amazonaws.com', ['10.1.3.254'], []],
    ]);
  });

  test('does not have the service’s name without private DNS', () => {
    expect(hosts({ PrivateDnsEnabled: false }).map(([name]) => name)).not.toContain(
      'sts.us-west-2.amazonaws.com',
    );
  });

  test.each([
    [undefined, 2, 2, 2],
    ['ipv4', 2, 0, 0],
    ['ipv6', 0, 2, 2],
    ['service-defined', 2, 0, 2],
  ])('with DnsRecordIpType %s has the records of that type', (DnsRecordIpType, a, aaaa, ownAaaa) => {
    const [service, own] = hosts({ IpAddressType: 'dualstack', DnsOptions: { DnsRecordIpType } });
    expect([service?.[1]?.length, service?.[2]?.length, own?.[2]?.length]).toEqual([a, aaaa, ownAaaa]);
  });

  test.each([
    ['ecr.dkr', '*.dkr.ecr.us-west-2.amazonaws.com', 'ID.dkr.ecr.us-west-2.vpce.amazonaws.com'],
    ['s3vectors', 's3vectors.us-west-2.api.aws', 'ID.s3vectors.us-west-2.vpce.amazonaws.com'],
    ['ecr.api', 'api.ecr.us-west-2.amazonaws.com', 'ID.api.ecr.us-west-2.vpce.amazonaws.com'],
    ['logs', 'logs.us-west-2.amazonaws.com', 'ID.logs.us-west-2.vpce.amazonaws.com'],
    ['ssmmessages', 'ssmmessages.us-west-2.amazonaws.com', 'ID.ssmmessages.us-west-2.vpce.amazonaws.com'],
    ['ecs-agent', 'ecs-a.us-west-2.amazonaws.com', 'ID.ecs-agent.us-west-2.vpce.amazonaws.com'],
    [
      'sagemaker.runtime',
      'runtime.sagemaker.us-west-2.amazonaws.com',
      'ID.runtime.sagemaker.us-west-2.vpce.amazonaws.com',
    ],
  ])('for %s has the name %s', (service, name, own) => {
    const names = hosts({ ServiceName: `com.amazonaws.us-west-2.${service}` }).map(([host]) => host);
    expect(names).toEqual(expect.arrayContaining([name, own]));
  });

  test('takes the last addresses of its subnets, which leaves the functions’ addresses unchanged', () => {
    const built = model({ ...changed('PrivateA', { CidrBlock: '10.1.2.0/28' }), ...interfaceEndpoint() });
    const subnetId = built.subnets.find(({ logicalId }) => logicalId === 'PrivateA')?.id ?? '';
    const placements = (count: number) =>
      Array.from({ length: count }, () => ({
        subnetId,
        securityGroupIds: [],
        ipv6AllowedForDualStack: true,
      }));
    expect(placeInterfaces(built, placements(10)).map(({ ipv4Address }) => ipv4Address)).not.toContain(
      '10.1.2.14',
    );
    expect(() => placeInterfaces(built, placements(11))).toThrow('functions have 10, endpoints 1');
    expect(wired(built).endpointInterfaces[0]?.ipv4Address).toBe('10.1.2.14');
  });

  test('takes the connections to its addresses', () => {
    const built = model(interfaceEndpoint());
    expect(vpcEndpointBetween(built, '10.1.2.4', '10.1.3.254')).toBe(built.endpoints[0]?.id);
    expect(vpcEndpointBetween(built, '10.1.2.4', '10.1.3.253')).toBeNull();
  });
});

describe('two endpoints', () => {
  const DUAL_STACK = { IpAddressType: 'dualstack' };
  const sts = interfaceEndpoint(DUAL_STACK);
  const two = {
    ...sts,
    Second: { ...sts.Sts, Properties: { ...sts.Sts?.Properties, ServiceName: S3 } },
  } as Record<string, Resource>;

  test('have addresses of their own in one subnet', () => {
    expect(
      wired(model(two)).endpointInterfaces.map(({ name, ipv4Address, ipv6Address }) => [
        name,
        ipv4Address,
        ipv6Address,
      ]),
    ).toEqual([
      ['vpce0', '10.1.2.254', '2001:db8:1234:1a02::e000'],
      ['vpce1', '10.1.3.254', '2001:db8:1234:1a03::e000'],
      ['vpce2', '10.1.2.253', '2001:db8:1234:1a02::e001'],
      ['vpce3', '10.1.3.253', '2001:db8:1234:1a03::e001'],
    ]);
  });

  test('have names that lead to their own addresses; those of S3 are the parents of buckets’ names', () => {
    const built = model(two);
    const [first = '', second = ''] = built.endpoints.map(({ id }) => id);
    const { endpointHosts } = wired(built);
    const own = (id: string) => endpointHosts.filter(({ name }) => name.includes(id));
    expect(own(first)).toEqual([
      {
        ...{ name: `${first}-${first.slice(-8)}.sts.us-west-2.vpce.amazonaws.com`, endpointId: first },
        ipv4: ['10.1.2.254', '10.1.3.254'],
        ipv6: ['2001:db8:1234:1a02::e000', '2001:db8:1234:1a03::e000'],
      },
      {
        ...{
          name: `${first}-${first.slice(-8)}-us-west-2a.sts.us-west-2.vpce.amazonaws.com`,
          endpointId: first,
        },
        ...{ ipv4: ['10.1.2.254'], ipv6: ['2001:db8:1234:1a02::e000'] },
      },
      {
        ...{
          name: `${first}-${first.slice(-8)}-us-west-2b.sts.us-west-2.vpce.amazonaws.com`,
          endpointId: first,
        },
        ...{ ipv4: ['10.1.3.254'], ipv6: ['2001:db8:1234:1a03::e000'] },
      },
    ]);
    expect(own(second).map(({ name, ipv4 }) => [name.startsWith(`*.${second}`), ipv4])).toEqual([
      [true, ['10.1.2.253', '10.1.3.253']],
      [true, ['10.1.2.253']],
      [true, ['10.1.3.253']],
    ]);
    const services = endpointHosts.filter(({ name }) => !name.includes('.vpce.'));
    expect(services.length).toBeGreaterThan(1);
    for (const { endpointId, ipv6 } of services)
      expect(ipv6[0]).toBe(`2001:db8:1234:1a02::e00${endpointId === first ? 0 : 1}`);
  });

  test('of different kinds have names only for the one with interfaces', () => {
    const built = model({ ...sts, Gateway: gatewayEndpoint(DUAL_STACK) });
    const gateway = built.endpoints.find(({ kind }) => kind === 'gateway')?.id;
    expect(wired(built).endpointHosts.filter(({ endpointId }) => endpointId === gateway)).toEqual([]);
  });

  test('take the connections of their own families, blocks and tables', () => {
    const several = (service: string) =>
      serviceAddresses(service).flatMap((address) => [`${address}9`, address]);
    const dualStack = withServiceAddresses(model({ ...sts, Gateway: gatewayEndpoint(DUAL_STACK) }), several);
    const gateway = dualStack.endpoints.find(({ kind }) => kind === 'gateway')?.id;
    for (const address of ['198.18.0.4', '198.18.0.49', '2001:db8:ffff::4', '2001:db8:ffff::49'])
      expect(vpcEndpointBetween(dualStack, '10.1.2.4', address), address).toBe(gateway);
    expect(vpcEndpointBetween(dualStack, '10.1.2.4', '198.18.0.5')).toBeNull();
    expect(vpcEndpointBetween(dualStack, '10.1.2.4', '2001:db8:1234:1a03::e000')).toBe(
      dualStack.endpoints.find(({ kind }) => kind === 'interface')?.id,
    );
    expect(vpcEndpointBetween(model({}), '10.1.2.4', '198.18.0.4')).toBeNull();
  });

  test('take addresses only from the functions of their own subnets', () => {
    const small = model({
      ...changed('PrivateA', { CidrBlock: '10.1.2.0/28' }),
      ...interfaceEndpoint({ SubnetIds: [{ Ref: 'PrivateB' }] }),
    });
    const subnetId = small.subnets.find(({ logicalId }) => logicalId === 'PrivateA')?.id ?? '';
    const placements = Array.from({ length: 11 }, () => ({
      ...{ subnetId, securityGroupIds: [], ipv6AllowedForDualStack: true },
    }));
    expect(placeInterfaces(small, placements)).toHaveLength(11);
  });
});
