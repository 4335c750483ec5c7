/** VPC endpoints in the model, and the ones that are refused. */
import { describe, expect, test } from 'vitest';
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

test.each([
  ['cn-north-1', 'cn.com.amazonaws.cn-north-1.sts', 'sts.cn-north-1.amazonaws.com.cn'],
  ['cn-north-1', 'com.amazonaws.cn-north-1.kms', 'kms.cn-north-1.amazonaws.com.cn'],
  ['us-gov-west-1', 'com.amazonaws.us-gov-west-1.sts', 'sts.us-gov-west-1.amazonaws.com'],
  ['eusc-de-east-1', 'com.amazonaws.eusc-de-east-1.sts', 'sts.eusc-de-east-1.amazonaws.eu'],
])('in %s the endpoint %s takes over %s', (region, ServiceName, host) => {
  const template = dualStackTemplate(interfaceEndpoint({ ServiceName }));
  const awsHostsIn = () => [host];
  const { endpoints } = buildModel(template, { ...MODEL_PROPS, region, awsHostsIn });
  expect(endpoints).toMatchObject([{ privateDnsNames: [host] }]);
});

test('outside of China no service begins with the country', () => {
  const template = dualStackTemplate(interfaceEndpoint({ ServiceName: 'cn.com.amazonaws.us-west-2.sts' }));
  expect(() => buildModel(template, MODEL_PROPS)).toThrow('cn.com.amazonaws.us-west-2.sts');
});

describe('a gateway endpoint', () => {
  test('is in the tables that it names, and takes only IPv4 by default', () => {
    const { endpoints, routeTables, prefixLists } = model({ S3: gatewayEndpoint() });
    const table = routeTables.find(({ logicalId }) => logicalId === 'PrivateTable');
    expect(endpoints).toMatchObject([
      { logicalId: 'S3', serviceName: S3, kind: 'gateway', families: ['IPv4'], routeTableIds: [table?.id] },
    ]);
    expect(prefixLists).toEqual([
      { id: expect.stringMatching(/^pl-0/), name: S3, serviceName: S3, family: 'IPv4', cidrBlocks: [] },
    ]);
  });

  test('has a prefix list for each family, with the addresses of the lab’s internet', () => {
    const built = model({ S3: gatewayEndpoint({ IpAddressType: 'dualstack' }) });
    const { prefixLists } = withServiceAddresses(built, serviceAddresses);
    expect(prefixLists.map(({ name, cidrBlocks }) => [name, cidrBlocks])).toEqual([
      [S3, ['198.18.0.4/32']],
      ['com.amazonaws.us-west-2.ipv6.s3', ['2001:db8:ffff::4/128']],
    ]);
    expect(new Set(prefixLists.map(({ id }) => id)).size).toBe(2);
  });

  test.each<[string, Record<string, unknown>, RegExp]>([
    [
      'a service without gateway endpoints',
      { ServiceName: 'com.amazonaws.us-west-2.sts' },
      /has no gateway endpoint/,
    ],
    [
      'a service of another Region',
      { ServiceName: 'com.amazonaws.eu-west-1.s3' },
      /is in eu-west-1, and the lab emulates us-west-2: add --region eu-west-1$/,
    ],
    ['a service of others', { ServiceName: 'com.example.s3' }, /is not a service that the lab/],
    [
      'IPv6 to DynamoDB',
      { ServiceName: 'com.amazonaws.us-west-2.dynamodb', IpAddressType: 'dualstack' },
      /takes IPv4 only/,
    ],
    ['a subnet', { SubnetIds: [{ Ref: 'PrivateA' }] }, /takes RouteTableIds, and no subnets/],
    ['another kind', { VpcEndpointType: 'Tunnel' }, /the lab cannot model it/],
  ])('is refused for %s', (_, properties, message) => {
    expect(() => model({ S3: gatewayEndpoint(properties) })).toThrow(message);
  });
});

describe('an interface endpoint', () => {
  test('has the VPC’s default security group unless it names one', () => {
    const built = model(interfaceEndpoint({ SecurityGroupIds: undefined }));
    expect(built.endpoints[0]?.securityGroupIds).toEqual([built.securityGroups[0]?.id]);
  });

  test('keeps its policy, which the stand-ins evaluate', () => {
    const PolicyDocument = { Statement: [{ Effect: 'Allow', Action: '*', Resource: { Ref: 'Bucket' } }] };
    expect(model(interfaceEndpoint({ PolicyDocument })).endpoints[0]?.policyDocument).toEqual({
      Statement: [{ Effect: 'Allow', Action: '*', Resource: expect.stringMatching(/^natless-bucket-/) }],
    });
    expect(model(interfaceEndpoint()).endpoints[0]?.policyDocument).toBeNull();
  });

  test.each<[string, Record<string, unknown>, RegExp]>([
    [
      'two subnets of a zone',
      { SubnetIds: [{ Ref: 'PublicA' }, { Ref: 'PrivateA' }] },
      /PrivateA is a second one/,
    ],
    ['a route table', { RouteTableIds: [{ Ref: 'PrivateTable' }] }, /takes SubnetIds, not RouteTableIds/],
    [
      'records of a family that it has no addresses in',
      { DnsOptions: { DnsRecordIpType: 'dualstack' } },
      /needs IPv4 and IPv6, and IpAddressType gives IPv4/,
    ],
    [
      'a name of several parts that cannot be derived',
      { ServiceName: 'com.amazonaws.us-west-2.airflow.env' },
      /does not know the private/,
    ],
    [
      'a service that AWS does not have',
      { ServiceName: 'com.amazonaws.us-west-2.no-such-service' },
      /does not know the private/,
    ],
    [
      'a group that is not in the template',
      { SecurityGroupIds: ['sg-1'] },
      /"sg-1" is not one of the template's security groups/,
    ],
  ])('is refused for %s', (_, properties, message) => {
    expect(() => model(interfaceEndpoint(properties))).toThrow(message);
  });

  test('is refused private DNS in a VPC without host names, and a family that its subnet does not have', () => {
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
