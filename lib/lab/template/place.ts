/** Where one resource stands, as a reader of its type finds it. Types only. */

import type { LazyValue } from './lazy-value.ts';
import type { PlacedWorkload, Vpc } from './model.ts';
import type { Stack, StackResource } from './stack.ts';
import type { BareSubnet } from './vpc.ts';

export interface Place {
  readonly subnetIds: readonly string[];
  /** Empty for the VPC's default group. */
  readonly securityGroupIds: readonly string[];
  readonly ipv6: (subnetId: string) => PlacedWorkload['ipv6'];
  readonly publicIpv4: (subnetId: string) => boolean;
}

export interface PlaceContext {
  readonly stack: Stack;
  readonly vpc: Vpc;
  readonly subnets: readonly BareSubnet[];
}

/** @returns no place for a resource outside every VPC. @throws UserError for a value that cannot be evaluated */
export type ReadPlaces = (properties: LazyValue, resource: StackResource, context: PlaceContext) => Place[];
