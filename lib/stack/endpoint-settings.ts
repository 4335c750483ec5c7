/** The settings of VPC endpoints: which services get one, and what to write for a service that has none. */
import { InterfaceVpcEndpointAwsService } from 'aws-cdk-lib/aws-ec2';
import { z } from 'zod';
import {
  ADDRESS_TYPES_READ,
  documentedAddressType,
  type EndpointAddressType,
} from './network/endpoint-address-types.ts';

/** The services that have a gateway endpoint and a target here (AWS PrivateLink guide, "Gateway endpoints"). */
const GATEWAY_SERVICES = ['s3', 'dynamodb'] as const;
export type GatewayService = (typeof GATEWAY_SERVICES)[number];

/** AWS's endpoint services, from CDK's own table. */
const INTERFACE_SERVICES: readonly string[] = [
  ...new Set(
    Object.values(InterfaceVpcEndpointAwsService)
      .filter((member) => member instanceof InterfaceVpcEndpointAwsService)
      .map(({ shortName }) => shortName),
  ),
].sort();

export interface InterfaceEndpoint {
  /** EC2's name for it, for example `bedrock-runtime`. */
  readonly service: string;
  readonly ipAddressType: EndpointAddressType;
  /** Whether the settings or AWS's documentation say so; otherwise it is IPv4, which every endpoint has. */
  readonly isKnown: boolean;
}

const endpointSchema = z
  .strictObject(
    {
      service: z.string('write the name of an endpoint service').refine((name) => problemOf(name) === null, {
        error: ({ input }) => problemOf(String(input)) ?? '',
      }),
      ipAddressType: z.enum(['dualstack', 'ipv4'], 'write "dualstack" or "ipv4"').optional(),
    },
    'write the name of an endpoint service in quotes, such as "bedrock-runtime"',
  )
  .refine(
    ({ service, ipAddressType }) =>
      ipAddressType !== 'dualstack' || documentedAddressType(service) !== 'ipv4',
    {
      error: `by AWS's documentation (read in ${ADDRESS_TYPES_READ}) endpoints of this service have IPv4 only: write "ipAddressType": "ipv4", or leave it out`,
    },
  )
  .transform(({ service, ipAddressType }): InterfaceEndpoint => {
    const known = ipAddressType ?? documentedAddressType(service);
    return { service, ipAddressType: known ?? 'ipv4', isKnown: known !== null };
  });

/** A name, or an object where the address type is to be another than the documented one. A problem is reported with its index in the list. */
const interfaceEndpoint = z.unknown().transform((item, context): InterfaceEndpoint => {
  const parsed = endpointSchema.safeParse(typeof item === 'string' ? { service: item } : item);
  if (parsed.success) return parsed.data;
  for (const { message } of parsed.error.issues) {
    context.issues.push({ code: 'custom', message, input: item });
  }
  return z.NEVER;
});

export const interfaceEndpoints = z
  .array(interfaceEndpoint, 'write a list such as ["bedrock-runtime"]')
  .refine((list) => isDistinct(list.map(({ service }) => service)), 'name each service once')
  .default([]);

export const gatewayEndpoints = z
  .array(
    z.enum(GATEWAY_SERVICES, 'only "s3" and "dynamodb" have gateway endpoints here'),
    'write a list such as ["s3"]',
  )
  .refine(isDistinct, 'name each service once')
  .default([]);

function problemOf(service: string): string | null {
  if ((GATEWAY_SERVICES as readonly string[]).includes(service)) {
    return `write it under natless.gatewayEndpoints: a gateway endpoint of "${service}" costs nothing`;
  }
  if (INTERFACE_SERVICES.includes(service)) return null;
  const distance = (known: string) => Math.abs(known.length - service.length);
  const similar = INTERFACE_SERVICES.filter((known) => known.startsWith(service.slice(0, ALIKE))).sort(
    (one, other) => distance(one) - distance(other),
  );
  const example = similar.length > 0 ? similar.slice(0, SHOWN).join(', ') : 'bedrock-runtime, sts, ecr.api';
  return `there is no such endpoint service: write its name without com.amazonaws and the Region, such as ${example}`;
}

/** The letters at its start that a misspelt name usually has right. */
const ALIKE = 4;
const SHOWN = 3;

function isDistinct(list: readonly string[]): boolean {
  return new Set(list).size === list.length;
}
