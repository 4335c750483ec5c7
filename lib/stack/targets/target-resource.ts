/** What a target's resource gives to the probe functions. */
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';

export interface TargetResource {
  /** The service whose VPC endpoint would carry it, by EC2's name. */
  readonly endpointService: string;
  /** What the role may do with it. */
  readonly statements: readonly PolicyStatement[];
  /** Findings of cdk-nag on those statements, each with the reason why it is right. @default - none */
  readonly acknowledgements?: readonly { readonly id: string; readonly reason: string }[];
  /** Where the probe finds it, by the contract's environment names. */
  readonly environment: Readonly<Record<string, string>>;
}
