/** What runs in a VPC and calls other hosts, and the places of its definition that say which. Types only. */
import type { StackResource } from '../../lab/template/stack.ts';
import type { Caller } from '../../report/inputs/found-targets.ts';
import type { Finding } from '../finding.ts';

export interface Workload {
  readonly resource: StackResource;
  /** Functions only: Lambda itself uses part of their role, from outside the VPC. */
  readonly isFunction: boolean;
  /** Who fetches its images and secrets and writes its logs, with its execution role. */
  readonly fetchedBy: Caller;
  /** Properties that name a role, as the template has them. */
  readonly roles: readonly RawValue[];
  /** Each group is one container's. */
  readonly environments: readonly (readonly RawValue[])[];
  readonly images: readonly RawValue[];
  /** What was found beside these. */
  readonly findings: readonly Finding[];
}

export interface RawValue {
  /** For example `Role`, `Environment.API_URL`. */
  readonly where: string;
  /** For a variable: its name. */
  readonly name: string;
  readonly raw: unknown;
}
