/** What a target's resource provides to the probes. */
import type { Grant } from './grant.ts';

export interface TargetResource {
  /** EC2's names of the services whose VPC endpoints would carry it. */
  readonly endpointServices: readonly [string, ...string[]];
  /** What the probes may do with it. */
  readonly grants: readonly Grant[];
  /** cdk-nag's findings on the grants, each with the reason to accept it. @default - none */
  readonly acknowledgements?: readonly { readonly id: string; readonly reason: string }[];
  /** Where the probe finds it, under the contract's environment names. */
  readonly environment: Readonly<Record<string, string>>;
}
