import { describe, expect, it } from 'vitest';
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

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['a service that has none', { ServiceName: 'com.amazonaws.us-west-2.sts' }, /has no gateway endpoint/],
    [
      'a service of another Region',
      { ServiceName: 'com.amazonaws.eu-west-1.s3' },
      /is not a service that the lab/,
    ],
    [
      'IPv6 to DynamoDB',
      { ServiceName: 'com.amazonaws.us-west-2.dynamodb', IpAddressType: 'dualstack' },
      /takes IPv4 only/,
    ],
    ['a subnet', { SubnetIds: [{ Ref: 'PrivateA' }] }, /takes RouteTableIds, and no subnets/],
    [
      'a table of elsewhere',
      { RouteTableIds: ['rtb-1'] },
      /"rtb-1" is not one of the template's route tables/,
    ],
    ['another VPC', { VpcId: 'vpc-1' }, /VpcId "vpc-1" is not the template's VPC/],
    ['another kind', { VpcEndpointType: 'GatewayLoadBalancer' }, /the lab cannot model it/],
  ])('is refused for %s', (_, properties, message) => {
    expect(() => model({ S3: gatewayEndpoint(properties) })).toThrow(message);
  });
});

describe('an interface endpoint', () => {
  it('has the VPC’s default security group unless it names one', () => {
    const built = model(interfaceEndpoint({ SecurityGroupIds: undefined }));
    expect(built.endpoints[0]?.securityGroupIds).toEqual([built.securityGroups[0]?.id]);
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
      /not a service that the lab/,
    ],
    [
      'a group of elsewhere',
      { SecurityGroupIds: ['sg-1'] },
      /"sg-1" is not one of the template's security groups/,
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
      'its IpAddressType needs IPv6, which PrivateB does not have',
    );
    expect(() => model({ ...interfaceEndpoint(), ...ipv4Only })).not.toThrow();
  });
});
