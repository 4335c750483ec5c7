/** An account that has the VPC of a model: what EC2, Lambda and ECS answer about it. */
import type { Gateway, Model, SecurityGroupRule } from '../../lib/lab/template/model.ts';
import { PROTOCOLS } from '../../lib/lab/template/protocols.ts';
import type { Stack } from '../../lib/lab/template/stack.ts';
import { type Answers, ec2Answer } from './aws-stand-in.ts';
import { ACCOUNT, compute, type Variables } from './described-compute.ts';
import { identities } from './described-identities.ts';

type Vpc = Pick<
  Model,
  | 'vpc'
  | 'subnets'
  | 'routeTables'
  | 'gateways'
  | 'networkAcls'
  | 'endpoints'
  | 'prefixLists'
  | 'securityGroups'
  | 'workloads'
>;

/** @param stack what the VPC was deployed from, with the roles and variables of what runs in it */
export function accountWith(model: Vpc, stack: Stack, variables: Variables = {}): Answers {
  return {
    ...{ ...network(model), ...paths(model), ...filters(model) },
    ...{ ...compute(model, stack, variables), ...identities(stack) },
  };
}

function tags(name: string, fallback: string) {
  return name === fallback ? {} : { tagSet: { item: { key: 'Name', value: name } } };
}

function network({ vpc, subnets, routeTables }: Vpc): Answers {
  return {
    DescribeVpcs: ({ parameters }) =>
      ec2Answer('DescribeVpcs', {
        vpcSet:
          parameters.get('Filter.1.Value.1') === vpc.id
            ? {
                item: {
                  vpcId: vpc.id,
                  ownerId: ACCOUNT,
                  cidrBlock: vpc.ipv4CidrBlocks[0] ?? '',
                  dhcpOptionsId: 'dopt-0123456789abcdef0',
                  cidrBlockAssociationSet: {
                    item: vpc.ipv4CidrBlocks.map((cidrBlock) => ({
                      cidrBlock,
                      cidrBlockState: { state: 'associated' },
                    })),
                  },
                  ipv6CidrBlockAssociationSet: {
                    item: [
                      ...vpc.ipv6CidrBlocks.map((block) => ipv6Association(block)),
                      ipv6Association('2600:1f14:9::/56', 'disassociated'),
                    ],
                  },
                },
              }
            : '',
      }),
    DescribeVpcAttribute: ({ parameters }) => {
      const support = parameters.get('Attribute') === 'enableDnsSupport';
      const value = String(support ? vpc.dnsSupport : vpc.dnsHostnames);
      return ec2Answer('DescribeVpcAttribute', {
        vpcId: vpc.id,
        [support ? 'enableDnsSupport' : 'enableDnsHostnames']: { value },
      });
    },
    DescribeDhcpOptions: () =>
      ec2Answer('DescribeDhcpOptions', {
        dhcpOptionsSet: {
          item: {
            dhcpConfigurationSet: {
              item: { key: 'domain-name-servers', valueSet: { item: { value: 'AmazonProvidedDNS' } } },
            },
          },
        },
      }),
    // One subnet on a page.
    DescribeSubnets: ({ parameters }) => {
      const index = Number(parameters.get('NextToken') ?? 0);
      const subnet = subnets[index];
      return ec2Answer('DescribeSubnets', {
        subnetSet: subnet ? { item: subnetItem(subnet) } : '',
        ...(index + 1 < subnets.length && { nextToken: String(index + 1) }),
      });
    },
    DescribeRouteTables: () =>
      ec2Answer('DescribeRouteTables', {
        routeTableSet: {
          item: routeTables.map(({ id, main, routes }) => ({
            routeTableId: id,
            associationSet: {
              item: [
                ...(main ? [{ main: 'true' }] : []),
                ...(main ? [] : subnets.filter(({ routeTableId }) => routeTableId === id)).map((subnet) => ({
                  main: 'false',
                  subnetId: subnet.id,
                })),
              ],
            },
            routeSet: {
              item: [
                ...vpc.ipv4CidrBlocks.map((block) => ({
                  destinationCidrBlock: block,
                  gatewayId: 'local',
                  state: 'active',
                })),
                // As a gateway endpoint brings it.
                { destinationPrefixListId: 'pl-0123456789abcdef0', gatewayId: 'vpce-0123456789abcdef0' },
                // As a route server has it that did not take it into the table.
                {
                  destinationIpv6CidrBlock: '2000::/3',
                  networkInterfaceId: 'eni-0123456789abcdef0',
                  state: 'filtered',
                },
                ...routes.map(routeItem),
              ],
            },
          })),
        },
      }),
  };
}

function ipv6Association(ipv6CidrBlock: string, state = 'associated') {
  return { ipv6CidrBlock, ipv6CidrBlockState: { state } };
}

function subnetItem(subnet: Model['subnets'][number]) {
  const { ipv4CidrBlock, ipv6CidrBlock } = subnet;
  const modes = {
    open: 'off',
    none: 'block-bidirectional',
    egress: 'block-ingress',
    'egress-only-gateways': 'block-ingress',
  };
  return {
    subnetId: subnet.id,
    ...tags(subnet.name, subnet.logicalId),
    availabilityZone: subnet.availabilityZone,
    ...(ipv4CidrBlock !== null && { cidrBlock: ipv4CidrBlock }),
    ...(ipv6CidrBlock !== null && {
      ipv6CidrBlockAssociationSet: { item: ipv6Association(ipv6CidrBlock) },
    }),
    mapPublicIpOnLaunch: String(subnet.mapPublicIpOnLaunch),
    enableDns64: String(subnet.dns64),
    blockPublicAccessStates: { internetGatewayBlockMode: modes[subnet.publicAccess] },
  };
}

const TARGETS: Readonly<Record<string, string>> = {
  eigw: 'egressOnlyInternetGatewayId',
  igw: 'gatewayId',
  nat: 'natGatewayId',
};

function routeItem({
  destinationCidrBlock,
  gatewayId,
  toOtherNetworkBy,
}: Model['routeTables'][number]['routes'][number]) {
  const [prefix = ''] = gatewayId.split('-');
  const property = toOtherNetworkBy ?? TARGETS[prefix] ?? 'gatewayId';
  return {
    // EC2 names the interface too.
    ...(property === 'InstanceId' && { networkInterfaceId: gatewayId.replace(/^i-/, 'eni-') }),
    [destinationCidrBlock.includes(':') ? 'destinationIpv6CidrBlock' : 'destinationCidrBlock']:
      destinationCidrBlock,
    [`${property.charAt(0).toLowerCase()}${property.slice(1)}`]: gatewayId,
    state: 'active',
  };
}

function paths({ gateways, endpoints, vpc }: Vpc): Answers {
  const of = (kind: Gateway['kind']) => gateways.filter((gateway) => gateway.kind === kind);
  return {
    DescribeInternetGateways: () =>
      ec2Answer('DescribeInternetGateways', {
        internetGatewaySet: { item: of('internet-gateway').map(({ id }) => ({ internetGatewayId: id })) },
      }),
    DescribeEgressOnlyInternetGateways: () =>
      ec2Answer('DescribeEgressOnlyInternetGateways', {
        egressOnlyInternetGatewaySet: {
          item: [
            ...of('egress-only-internet-gateway').map(({ id }) => eigw(id, vpc.id)),
            eigw('eigw-0fedcba9876543210', 'vpc-0fedcba9876543210'),
          ],
        },
      }),
    DescribeNatGateways: () =>
      ec2Answer('DescribeNatGateways', {
        natGatewaySet: {
          item: [
            ...of('nat-gateway').map(({ id, subnetId }) => ({
              natGatewayId: id,
              state: 'available',
              connectivityType: 'public',
              ...(subnetId === null
                ? { availabilityMode: 'regional' }
                : { availabilityMode: 'zonal', subnetId }),
              natGatewayAddressSet: { item: { publicIp: '52.1.2.3' } },
            })),
            { natGatewayId: 'nat-0fedcba9876543210', state: 'deleted' },
          ],
        },
      }),
    DescribeVpcEndpoints: () =>
      ec2Answer('DescribeVpcEndpoints', { vpcEndpointSet: { item: endpoints.map(endpointItem) } }),
    DescribeVpcPeeringConnections: () =>
      ec2Answer('DescribeVpcPeeringConnections', { vpcPeeringConnectionSet: '' }),
  };
}

function eigw(id: string, vpcId: string) {
  return { egressOnlyInternetGatewayId: id, attachmentSet: { item: { vpcId, state: 'attached' } } };
}

const DEFAULT_POLICY = '{"Statement":[{"Action":"*","Effect":"Allow","Principal":"*","Resource":"*"}]}';

function endpointItem(endpoint: Model['endpoints'][number]) {
  const { families, privateDnsFamilies, regionalDnsFamilies } = endpoint;
  const type = (list: readonly string[]) =>
    list.length === 2 ? 'dualstack' : list[0] === 'IPv6' ? 'ipv6' : 'ipv4';
  const isServiceDefined = privateDnsFamilies.length < regionalDnsFamilies.length;
  return {
    vpcEndpointId: endpoint.id,
    vpcEndpointType: endpoint.kind === 'gateway' ? 'Gateway' : 'Interface',
    serviceName: endpoint.serviceName,
    state: 'available',
    routeTableIdSet: { item: [...endpoint.routeTableIds] },
    subnetIdSet: { item: [...endpoint.subnetIds] },
    groupSet: { item: endpoint.securityGroupIds.map((groupId) => ({ groupId })) },
    privateDnsEnabled: String(endpoint.privateDnsNames.length > 0),
    ipAddressType: type(families),
    ...(endpoint.kind === 'interface' && {
      dnsOptions: { dnsRecordIpType: isServiceDefined ? 'service-defined' : type(regionalDnsFamilies) },
    }),
    policyDocument:
      endpoint.policyDocument === null ? DEFAULT_POLICY : JSON.stringify(endpoint.policyDocument),
  };
}

function filters({ networkAcls, securityGroups, subnets, prefixLists }: Vpc): Answers {
  return {
    DescribeNetworkAcls: () =>
      ec2Answer('DescribeNetworkAcls', {
        networkAclSet: {
          item: networkAcls.map((acl) => ({
            networkAclId: acl.id,
            default: String(acl.default),
            associationSet: {
              item: subnets
                .filter(({ networkAclId }) => networkAclId === acl.id)
                .map((subnet) => ({ subnetId: subnet.id })),
            },
            entrySet: {
              item: [
                ...acl.ingress.map((entry) => aclItem(entry, false)),
                ...acl.egress.map((entry) => aclItem(entry, true)),
                {
                  ruleNumber: '32767',
                  egress: 'true',
                  ruleAction: 'deny',
                  protocol: '-1',
                  cidrBlock: '0.0.0.0/0',
                },
                {
                  ruleNumber: '32768',
                  egress: 'true',
                  ruleAction: 'deny',
                  protocol: '-1',
                  ipv6CidrBlock: '::/0',
                },
              ],
            },
          })),
        },
      }),
    DescribeSecurityGroups: () =>
      ec2Answer('DescribeSecurityGroups', {
        securityGroupInfo: {
          item: securityGroups.map((group) => ({
            groupId: group.id,
            groupName: group.name,
            ipPermissions: { item: group.ingress.map(permission) },
            ipPermissionsEgress: { item: group.egress.map(permission) },
          })),
        },
      }),
    DescribeManagedPrefixLists: ({ parameters }) => {
      const asked = [...parameters].flatMap(([name, value]) =>
        name.startsWith('PrefixListId') ? [value] : [],
      );
      const item = prefixLists
        .filter(({ id }) => asked.includes(id))
        .map((list) => ({
          prefixListId: list.id,
          prefixListName: list.name,
          addressFamily: list.family,
          ownerId: list.serviceName === null ? ACCOUNT : 'AWS',
        }));
      return ec2Answer('DescribeManagedPrefixLists', { prefixListSet: { item } });
    },
    GetManagedPrefixListEntries: ({ parameters }) => {
      const list = prefixLists.find(({ id }) => id === parameters.get('PrefixListId'));
      const item = (list?.cidrBlocks ?? []).map((cidr) => ({ cidr }));
      return ec2Answer('GetManagedPrefixListEntries', { entrySet: { item } });
    },
  };
}

function numberOf(protocol: string): string {
  return Object.entries(PROTOCOLS).find(([, name]) => name === protocol)?.[0] ?? protocol;
}

function aclItem(
  { ruleNumber, action, protocol, ports, cidrBlock }: Model['networkAcls'][number]['ingress'][number],
  egress: boolean,
) {
  const isIcmp = protocol.startsWith('icmp');
  return {
    ruleNumber: String(ruleNumber),
    egress: String(egress),
    ruleAction: action,
    protocol: numberOf(protocol),
    [cidrBlock.includes(':') ? 'ipv6CidrBlock' : 'cidrBlock']: cidrBlock,
    ...(ports && !isIcmp && { portRange: { from: String(ports.from), to: String(ports.to) } }),
    ...(isIcmp && { icmpTypeCode: { type: String(ports?.from ?? -1), code: String(ports?.to ?? -1) } }),
  };
}

function permission({ protocol, ports, peer }: SecurityGroupRule) {
  const isIcmp = protocol.startsWith('icmp');
  return {
    ipProtocol: protocol === 'all' ? '-1' : protocol,
    ...((ports || isIcmp) && { fromPort: String(ports?.from ?? -1), toPort: String(ports?.to ?? -1) }),
    ...(peer.kind === 'cidr' &&
      (peer.cidrBlock.includes(':')
        ? { ipv6Ranges: { item: { cidrIpv6: peer.cidrBlock } } }
        : { ipRanges: { item: { cidrIp: peer.cidrBlock } } })),
    ...(peer.kind === 'security-group' && { groups: { item: { groupId: peer.securityGroupId } } }),
    ...(peer.kind === 'prefix-list' && { prefixListIds: { item: { prefixListId: peer.prefixListId } } }),
  };
}
