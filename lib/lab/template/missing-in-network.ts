/** Names every value that the network lacks, where already the VPC lacks one and nothing can be built. */
import { UserError } from '../../user-error.ts';
import { joinErrors, missingIn } from './missing-values.ts';
import type { Stack, StackResource } from './stack.ts';

/** The properties that a network cannot be built without. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  'AWS::EC2::VPCCidrBlock': ['CidrBlock', 'Ipv6CidrBlock'],
  'AWS::EC2::Subnet': ['CidrBlock', 'Ipv6CidrBlock', 'AvailabilityZone', 'AvailabilityZoneId'],
  'AWS::EC2::SubnetCidrBlock': ['Ipv6CidrBlock'],
  'AWS::EC2::Route': ['DestinationCidrBlock', 'DestinationIpv6CidrBlock'],
};

/** @throws for a missing value, one error that names those of the rest of the network too */
export function naming<Result>(stack: Stack, build: () => Result): Result {
  try {
    return build();
  } catch (error) {
    if (!(error instanceof UserError) || missingIn(error).length === 0) throw error;
    throw joinErrors([error, ...missingElsewhere(stack)]);
  }
}

function missingElsewhere(stack: Stack): UserError[] {
  return Object.entries(NEEDED).flatMap(([type, properties]) =>
    stack
      .resourcesOfType(type)
      .flatMap((resource) => properties.flatMap((property) => errorOf(stack, resource, property))),
  );
}

function errorOf(stack: Stack, resource: StackResource, property: string): UserError[] {
  try {
    stack.property(resource, property);
    return [];
  } catch (error) {
    if (error instanceof UserError && missingIn(error).length > 0) return [error];
    return [];
  }
}
