/** The private subnets have no IPv6 block, whatever the function allows and the route table says. */
import { resourcesOfType } from '../template/template.ts';
import { functionSubnets } from './network-acls.ts';
import { controlsMeaningless, silent, type World } from './world.ts';

export const subnetsWithoutIpv6: World = {
  name: 'subnets-without-ipv6',
  summary: 'the private subnets are IPv4 only',
  changeTemplate: (template) => {
    const used = new Set(functionSubnets(template).map((subnet) => JSON.stringify(subnet)));
    for (const [logicalId, subnet] of resourcesOfType(template, 'AWS::EC2::Subnet')) {
      if (!used.has(JSON.stringify({ Ref: logicalId }))) continue;
      const { Ipv6CidrBlock: _, AssignIpv6AddressOnCreation: __, ...rest } = subnet.Properties ?? {};
      subnet.Properties = rest;
    }
  },
  expectTarget: (id) => silent(id === 'bedrock-runtime' ? 'NoSuchHost' : 'NetworkUnreachable'),
  expectControls: controlsMeaningless,
};
