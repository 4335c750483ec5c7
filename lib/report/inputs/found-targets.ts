/** What a template's workloads talk to, each with where it was found. Types only. */

/**
 * Whose call it is. A task's image and secrets are fetched, and its logs written, by Fargate itself, with a network stack of its
 * own, or by the ECS agent and Docker on the container instance, through the instance's interface.
 */
export type Caller = 'code' | 'fargate' | 'ecs-agent';

export interface FoundTarget {
  /** `https://HOST`, `http://HOST`, `tcp://HOST:PORT` or `oci://IMAGE`, in the form that `--target` takes. */
  readonly url: string;
  readonly host: string;
  /** The service's id in the catalogue of AWS's hosts; null for a host outside AWS, or of a service without an id there. */
  readonly service: string | null;
  readonly caller: Caller;
  readonly foundIn: readonly Ground[];
  /** The logical ids of the functions, task definitions and instances that it was found for; empty for a VPC endpoint's. */
  readonly workloads: readonly string[];
}

export interface Ground {
  /** The resource that has it: a role, a policy, a function, a task definition, a VPC endpoint. */
  readonly logicalId: string;
  /** For example `Statement 2: dynamodb:GetItem` or `Environment.API_URL`. */
  readonly where: string;
  /** The actions of the IAM statement that lead to the target. */
  readonly actions?: readonly string[];
}

/** What may hide a target. No value of a variable is ever in it. */
export interface TargetGap {
  /**
   * `wildcard`: a statement that allows every service; `unreadable`: a value that the template does not have; `unknown`: a
   * value that does not say which host, or which port; `inside`: a host that only the network itself has.
   */
  readonly kind: 'wildcard' | 'unreadable' | 'unknown' | 'inside';
  readonly logicalId: string;
  readonly where: string;
  /** What is not known, why, and how to supply it. */
  readonly problem: string;
  readonly workloads: readonly string[];
}

export interface FoundTargets {
  /** Each URL once for each caller; AWS's services first. */
  readonly targets: readonly FoundTarget[];
  readonly gaps: readonly TargetGap[];
  /** Functions without a VpcConfig: nothing that they call passes through the VPC, so that they were left out. */
  readonly outside: readonly string[];
}

/** The whole answer of `natless targets`. */
export interface TargetsDocument extends FoundTargets {
  readonly schemaVersion: 1;
  readonly region: string;
  readonly targets: readonly CountedTarget[];
  /** What flow logs name: addresses only. Null where none were asked. */
  readonly flows: Flows | null;
  /** What the answer rests on, and what was left out, a sentence each. */
  readonly notices: readonly string[];
}

export interface CountedTarget extends FoundTarget {
  /** How often its name was looked up; null where no query log was asked, or where that has no such name. */
  readonly lookups: number | null;
}

export interface Flows {
  readonly logGroup: string;
  readonly days: number;
  /** Public addresses, by bytes. */
  readonly destinations: readonly FlowDestination[];
}

export interface FlowDestination {
  readonly address: string;
  readonly port: number;
  readonly bytes: number;
}

/** A name in a query log of Route 53 Resolver. */
export interface QueriedName {
  readonly name: string;
  readonly lookups: number;
}
