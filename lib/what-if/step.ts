/** What a step of a deployment is, and how its parts are carried out. Types, and what both ways share. */
import type { PlannedChange } from '../report/inputs/what-if.ts';

export interface Step {
  readonly title: string;
  readonly what: readonly StepPart[];
  /** What shows that it worked. */
  readonly watch: string;
  /** How to go back. */
  readonly back: StepPart;
}

export interface StepPart {
  readonly text: string;
  /** Commands of the AWS CLI, in their order; none where a template is deployed. */
  readonly commands: readonly string[];
}

/** How the steps are carried out: by deploying a template, or by commands in the account. */
export interface Means {
  /** In the order in which they are made. */
  readonly networkChanges: readonly PlannedChange[];
  readonly networkWatch: string;
  readonly networkBack: StepPart;
  readonly workloadsBack: StepPart;
  readonly routes: readonly StepPart[];
  readonly routesBack: StepPart;
  readonly gateways: readonly StepPart[];
}

export function isOfWorkload({ kind }: { readonly kind: string }): boolean {
  return kind === 'workload-flag';
}

export function said(text: string): StepPart {
  return { text, commands: [] };
}
