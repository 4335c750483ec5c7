/** What a target's resource provides to the probes. */
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';

export interface TargetResource {
  /** EC2's name of the service whose VPC endpoint would carry it. */
  readonly endpointService: string;
  /** What the role may do with it. */
  readonly statements: readonly PolicyStatement[];
  /** cdk-nag's findings on those statements, each with the reason to accept it. @default - none */
  readonly acknowledgements?: readonly { readonly id: string; readonly reason: string }[];
  /** Where the probe finds it, under the contract's environment names. */
  readonly environment: Readonly<Record<string, string>>;
}
