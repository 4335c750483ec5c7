/** A VPC endpoint whose policy may keep calls from passing. Types only. */

export interface Call {
  /** `s3:GetObject`. */
  readonly action: string;
  /** An ARN; `*` for an action that takes no resource. */
  readonly resource: string;
}

export interface PolicedEndpoint {
  readonly id: string;
  readonly logicalId: string;
  /** `ecr.dkr`. */
  readonly service: string;
  /** Those of its interfaces, of both families; none for a gateway endpoint. */
  readonly addresses: readonly string[];
  /** What its policy says; `unknown` where that depends on more than the call. */
  readonly decide: (call: Call) => 'allow' | 'deny' | 'unknown';
}
