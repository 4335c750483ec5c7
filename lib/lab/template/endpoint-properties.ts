/** The properties of a VPC endpoint, and what both kinds have in common. */
import { z } from 'zod';
import type { Family, VpcEndpoint } from './model.ts';
import { flag, optionalText, refused, text, textList } from './property-types.ts';

const RESOURCES = refused('it has endpoints of AWS services only');

export const endpointSchema = z.object({
  VpcId: text,
  ServiceName: text,
  ServiceRegion: optionalText,
  VpcEndpointType: z
    .enum(['Gateway', 'Interface'], 'the lab cannot model it: it has Gateway and Interface endpoints')
    .default('Gateway'),
  RouteTableIds: textList.default([]),
  SubnetIds: textList.default([]),
  SecurityGroupIds: textList.default([]),
  PrivateDnsEnabled: flag,
  IpAddressType: z.enum(['ipv4', 'ipv6', 'dualstack']).optional(),
  DnsOptions: z
    .object({
      DnsRecordIpType: z.enum(['ipv4', 'ipv6', 'dualstack', 'service-defined', 'not-specified']).optional(),
      /** With `OnlyInboundResolver` the private names are for those who ask from outside the VPC. */
      PrivateDnsOnlyForInboundResolverEndpoint: z
        .enum(['AllResolvers', 'NotSpecified', 'OnlyInboundResolver'])
        .optional(),
      PrivateDnsPreference: refused('it has private DNS for the names of AWS services only'),
    })
    .optional(),
  PolicyDocument: z.unknown().optional(),
  ResourceConfigurationArn: RESOURCES,
  ServiceNetworkArn: RESOURCES,
});

export type EndpointProperties = z.output<typeof endpointSchema>;

export const FAMILIES: Readonly<Record<'ipv4' | 'ipv6' | 'dualstack', readonly Family[]>> = {
  ipv4: ['IPv4'],
  ipv6: ['IPv6'],
  dualstack: ['IPv4', 'IPv6'],
};

/** The part of an endpoint that does not depend on its kind. */
export type BareEndpoint = Pick<
  VpcEndpoint,
  'logicalId' | 'id' | 'serviceName' | 'service' | 'families' | 'policyDocument'
>;
