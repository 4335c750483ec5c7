import { describe, expect, it } from 'vitest';
import { placeInterfaces, planNetwork, vpcEndpointBetween } from '../../../lib/lab/kernel/wiring.ts';
import { buildModel } from '../../../lib/lab/template/build-model.ts';
import { withServiceAddresses } from '../../../lib/lab/template/prefix-lists.ts';
import type { Resource } from '../../../lib/lab/template/template.ts';
import { changed, dualStackTemplate, MODEL_PROPS } from '../fixtures/dual-stack-template.ts';
import { gatewayEndpoint, interfaceEndpoint, S3 } from '../fixtures/vpc-endpoint.ts';

function model(changes: Record<string, Resource | undefined>) {
  return buildModel(dualStackTemplate(changes), MODEL_PROPS);
}

const ADDRESSES = ['198.18.0.4', '198.18.0.4', '2001:db8:ffff::4'];
const serviceAddresses = (service: string) => (service === S3 ? ADDRESSES : []);

describe('a gateway endpoint', () => {
  it('is in the tables that it names, and takes IPv4 unless told otherwise', () => {
    const { endpoints, routeTables, prefixLists } = model({ S3: gatewayEndpoint() });
    const table = routeTables.find(({ logicalId }) => logicalId === 'PrivateTable');
    expect(endpoints).toMatchObject([
      { logicalId: 'S3', serviceName: S3, kind: 'gateway', families: ['IPv4'], routeTableIds: [table?.id] },
    ]);
    expect(prefixLists).toEqual([
      { id: expect.stringMatching(/^pl-0/), name: S3, serviceName: S3, family: 'IPv4', cidrBlocks: [] },
    ]);
  });

  it('has a prefix list for each family, with the addresses that whoever makes the internet gives', () => {
    const built = model({ S3: gatewayEndpoint({ IpAddressType: 'dualstack' }) });
    const { prefixLists } = withServiceAddresses(built, serviceAddresses);
    expect(prefixLists.map(({ name, cidrBlocks }) => [name, cidrBlocks])).toEqual([
      [S3, ['198.18.0.4/32']],
      ['com.amazonaws.us-west-2.ipv6.s3', ['2001:db8:ffff::4/128']],
    ]);
    expect(new Set(prefixLists.map(({ id }) => id)).size).toBe(2);
  });

  it('is taken from the subnets of its tables to its addresses, and from nowhere else', () => {
    const built = withServiceAddresses(model({ S3: gatewayEndpoint() }), serviceAddresses);
    const id = built.endpoints[0]?.id;
    expect(vpcEndpointBetween(built, '10.1.2.4', '198.18.0.4')).toBe(id);
    expect(vpcEndpointBetween(built, '10.1.0.4', '198.18.0.4')).toBeNull();
    expect(vpcEndpointBetween(built, '10.1.2.4', '198.18.0.5')).toBeNull();
    expect(vpcEndpointBetween(built, '2001:db8:1234:1a02::4', '2001:db8:ffff::4')).toBeNull();
    expect(vpcEndpointBetween(built, '203.0.113.1', '198.18.0.4')).toBeNull();
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['a service that has none', { ServiceName: 'com.amazonaws.us-west-2.sts' }, /has no gateway endpoint/],
    [
      'a service of another Region',
      { ServiceName: 'com.amazonaws.eu-west-1.s3' },
      /is no service that the lab/,
    ],
    [
      'IPv6 to DynamoDB',
      { ServiceName: 'com.amazonaws.us-west-2.dynamodb', IpAddressType: 'dualstack' },
      /takes IPv4 only/,
    ],
    ['a subnet', { SubnetIds: [{ Ref: 'PrivateA' }] }, /takes RouteTableIds, and no subnets/],
    ['a table of elsewhere', { RouteTableIds: ['rtb-1'] }, /"rtb-1" is none of the template's route tables/],
    ['another VPC', { VpcId: 'vpc-1' }, /VpcId "vpc-1" is not the template's VPC/],
    ['another kind', { VpcEndpointType: 'GatewayLoadBalancer' }, /the lab cannot model it/],
  ])('is refused for %s', (_, properties, message) => {
    expect(() => model({ S3: gatewayEndpoint(properties) })).toThrow(message);
  });
});

describe('a plan', () => {
  const internet = { ipv4: [], ipv6: [] };

  it('must be told where the services of endpoints are', () => {
    const built = model({ S3: gatewayEndpoint() });
    expect(() => planNetwork(built, [], internet)).toThrow('the plan must be given serviceAddresses');
    expect(() => planNetwork(built, [], internet, [], () => [])).not.toThrow();
    expect(() => planNetwork(model({}), [], internet)).not.toThrow();
  });
});

describe('an interface endpoint', () => {
  function hosts(properties: Record<string, unknown> = {}) {
    const built = model(interfaceEndpoint(properties));
    const { endpointHosts } = planNetwork(built, [], { ipv4: [], ipv6: [] }, [], serviceAddresses);
    return endpointHosts.map(({ name, ipv4, ipv6 }) => [name.replace(/vpce-\w+-\w{8}/, 'ID'), ipv4, ipv6]);
  }

  it('answers to the service’s name and to its own, one for each zone among them', () => {
    const both = ['10.1.2.254', '10.1.3.254'];
    expect(hosts()).toEqual([
      ['sts.us-west-2.amazonaws.com', both, []],
      ['ID.sts.us-west-2.vpce.amazonaws.com', both, []],
      ['ID-us-west-2a.sts.us-west-2.vpce.amazonaws.com', ['10.1.2.254'], []],
      ['ID-us-west-2b.sts.us-west-2.vpce.amazonaws.com', ['10.1.3.254'], []],
    ]);
  });

  it('leaves the service’s name alone without private DNS', () => {
    expect(hosts({ PrivateDnsEnabled: false }).map(([name]) => name)).not.toContain(
      'sts.us-west-2.amazonaws.com',
    );
  });

  it.each([
    [undefined, 2, 2, 2],
    ['ipv4', 2, 0, 0],
    ['ipv6', 0, 2, 2],
    ['service-defined', 2, 0, 2],
  ])('has the records that DnsRecordIpType %s asks for', (DnsRecordIpType, a, aaaa, ownAaaa) => {
    const [service, own] = hosts({ IpAddressType: 'dualstack', DnsOptions: { DnsRecordIpType } });
    expect([service?.[1]?.length, service?.[2]?.length, own?.[2]?.length]).toEqual([a, aaaa, ownAaaa]);
  });

  it.each([
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
  ])('of %s answers to %s', (service, name, own) => {
    const names = hosts({ ServiceName: `com.amazonaws.us-west-2.${service}` }).map(([host]) => host);
    expect(names).toEqual(expect.arrayContaining([name, own]));
  });

  it('takes the last addresses of its subnets, so that the functions’ stay what they were', () => {
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
    expect(() => placeInterfaces(built, placements(11))).toThrow('it holds 10 interfaces and 1 of endpoints');
    expect(
      planNetwork(built, [], { ipv4: [], ipv6: [] }, [], serviceAddresses).endpointInterfaces[0]?.ipv4Address,
    ).toBe('10.1.2.14');
  });

  it('has the VPC’s default security group without one, and is what its addresses lead to', () => {
    const built = model(interfaceEndpoint({ SecurityGroupIds: undefined }));
    expect(built.endpoints[0]?.securityGroupIds).toEqual([built.securityGroups[0]?.id]);
    expect(vpcEndpointBetween(built, '10.1.2.4', '10.1.3.254')).toBe(built.endpoints[0]?.id);
    expect(vpcEndpointBetween(built, '10.1.2.4', '10.1.3.253')).toBeNull();
  });

  it('keeps its policy for the services', () => {
    const PolicyDocument = { Statement: [{ Effect: 'Allow', Action: '*', Resource: { Ref: 'Bucket' } }] };
    expect(model(interfaceEndpoint({ PolicyDocument })).endpoints[0]?.policyDocument).toEqual({
      Statement: [{ Effect: 'Allow', Action: '*', Resource: expect.stringMatching(/^natless-bucket-/) }],
    });
    expect(model(interfaceEndpoint()).endpoints[0]?.policyDocument).toBeNull();
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    [
      'two subnets of a zone',
      { SubnetIds: [{ Ref: 'PublicA' }, { Ref: 'PrivateA' }] },
      /PrivateA is a second one/,
    ],
    ['a route table', { RouteTableIds: [{ Ref: 'PrivateTable' }] }, /takes SubnetIds, not RouteTableIds/],
    [
      'records that it has no addresses for',
      { DnsOptions: { DnsRecordIpType: 'dualstack' } },
      /needs IPv4 and IPv6, and IpAddressType gives IPv4/,
    ],
    [
      'names of several parts that cannot be known',
      { ServiceName: 'com.amazonaws.us-west-2.airflow.env' },
      /does not know the private/,
    ],
    [
      'a name that no rule knows',
      { ServiceName: 'com.amazonaws.us-west-2.no-such-service' },
      /does not know the private/,
    ],
    [
      'a service of somebody’s own',
      { ServiceName: 'com.amazonaws.vpce.us-west-2.vpce-svc-1' },
      /no service that the lab/,
    ],
    [
      'a group of elsewhere',
      { SecurityGroupIds: ['sg-1'] },
      /"sg-1" is none of the template's security groups/,
    ],
  ])('is refused for %s', (_, properties, message) => {
    expect(() => model(interfaceEndpoint(properties))).toThrow(message);
  });

  it('is refused private DNS in a VPC without host names, and a family that a subnet lacks', () => {
    expect(() => model({ ...interfaceEndpoint(), ...changed('Vpc', {}) })).toThrow(
      'PrivateDnsEnabled needs EnableDnsSupport and EnableDnsHostnames of Vpc',
    );
    const ipv4Only = changed('PrivateB', { Ipv6CidrBlock: undefined });
    expect(() => model({ ...interfaceEndpoint({ IpAddressType: 'dualstack' }), ...ipv4Only })).toThrow(
      'its IpAddressType wants IPv6, which PrivateB has not',
    );
    expect(() => model({ ...interfaceEndpoint(), ...ipv4Only })).not.toThrow();
  });
});
