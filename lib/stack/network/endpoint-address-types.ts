/** Which addresses the interface endpoints of a service have, by AWS's documentation. */
import data from './endpoint-address-types.json' with { type: 'json' };

export type EndpointAddressType = 'dualstack' | 'ipv4';

export const ADDRESS_TYPES_READ = data.read;

const TYPES: ReadonlyMap<string, EndpointAddressType> = new Map([
  ...data.dualstack.map((service) => [service, 'dualstack'] as const),
  ...data.ipv4.map((service) => [service, 'ipv4'] as const),
]);

/** Null where the documentation says nothing. */
export function documentedAddressType(service: string): EndpointAddressType | null {
  return TYPES.get(service) ?? null;
}

/** What is known only in an account: a sentence for a service of which the documentation says nothing. */
export function unknownAddressType(service: string, region: string): string {
  return [
    `AWS's documentation (read in ${ADDRESS_TYPES_READ}) does not say whether interface endpoints of ${service} have IPv6: this one has IPv4 only.`,
    `aws ec2 describe-vpc-endpoint-services --service-names com.amazonaws.${region}.${service} --query 'ServiceDetails[].SupportedIpAddressTypes' shows its types;`,
    `natless.interfaceEndpoints: [{ "service": "${service}", "ipAddressType": "dualstack" }] then asks for both`,
  ].join(' ');
}
