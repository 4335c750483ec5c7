/** Worlds about which address families the subnets, the functions and the names have. */
import { resourcesOfType, type Template } from '../../template/template.ts';
import { changeFunctions } from '../change/functions.ts';
import { hostsWith, S3 } from '../change/hosts.ts';
import { addNatGateway } from '../change/nat-gateway.ts';
import { functionSubnets } from '../change/network-acls.ts';
import {
  controlsMeaningless,
  failed,
  healthyExcept,
  noPath,
  nothingReached,
  S3_TARGETS,
} from '../expectations.ts';
import type { Theme } from '../world.ts';

const NO_ADDRESS = {
  expectTarget: nothingReached('NetworkUnreachable'),
  expectControls: controlsMeaningless,
};

export const families: Theme = {
  title: 'Address families',
  worlds: [
    {
      name: 'function-without-ipv6',
      summary: 'Ipv6AllowedForDualStack is off',
      note: "The subnets offer IPv6, and the functions do not use it: this is Lambda's default.",
      changeTemplate: (template) =>
        changeFunctions(template, ({ VpcConfig, ...properties }) => ({
          ...properties,
          VpcConfig: { ...(VpcConfig as object), Ipv6AllowedForDualStack: false },
        })),
      ...NO_ADDRESS,
    },
    {
      name: 'subnets-without-ipv6',
      summary: 'the private subnets are IPv4 only',
      note: 'The functions allow IPv6 and the route table has ::/0, to no avail.',
      changeTemplate: removeIpv6Blocks,
      ...NO_ADDRESS,
    },
    {
      name: 'private-ipv6-block',
      summary: "the VPC's IPv6 block is a private one",
      note: 'AWS does not advertise unique local addresses: the egress-only gateway drops what comes from them.',
      changeTemplate: takePrivateBlock,
      expectTarget: nothingReached('PrivateIpv6Block'),
      expectControls: controlsMeaningless,
    },
    {
      name: 'nat64',
      summary: "DNS64 and NAT64 replace the IPv6 that S3's names have lost",
      note: "S3's dual-stack names have no AAAA record, DNS64 synthesizes one, and NAT64 translates to IPv4.",
      changeTemplate: (template) => {
        addNatGateway(template, '64:ff9b::/96');
        enableDns64(template);
      },
      changeInternet: hostsWith(S3, { ipv6: [] }),
      expectTarget: healthyExcept(S3_TARGETS, failed('Nat64InPath', 'nat64')),
    },
    {
      name: 'dns64-without-route',
      summary: 'DNS64 is on, and no route leads 64:ff9b::/96 to a NAT gateway',
      note: "S3's dual-stack names have no AAAA record, so DNS64 synthesizes one that leads nowhere.",
      changeTemplate: enableDns64,
      changeInternet: hostsWith(S3, { ipv6: [] }),
      expectTarget: healthyExcept(S3_TARGETS, noPath('Dns64WithoutRoute')),
    },
  ],
};

function removeIpv6Blocks(template: Template): void {
  const used = new Set(functionSubnets(template).map((subnet) => JSON.stringify(subnet)));
  for (const [logicalId, subnet] of resourcesOfType(template, 'AWS::EC2::Subnet')) {
    if (!used.has(JSON.stringify({ Ref: logicalId }))) continue;
    const { Ipv6CidrBlock: _, AssignIpv6AddressOnCreation: __, ...rest } = subnet.Properties ?? {};
    subnet.Properties = rest;
  }
}

function takePrivateBlock(template: Template): void {
  for (const [, block] of resourcesOfType(template, 'AWS::EC2::VPCCidrBlock')) {
    const { AmazonProvidedIpv6CidrBlock: _, ...rest } = block.Properties ?? {};
    block.Properties = { ...rest, Ipv6CidrBlock: 'fd26:1::/56' };
  }
}

function enableDns64(template: Template): void {
  for (const subnet of functionSubnets(template)) {
    const { Ref = '' } = subnet as { Ref?: string };
    const resource = template.Resources[Ref];
    if (resource) resource.Properties = { ...resource.Properties, EnableDns64: true };
  }
}
