/** The part of a template that the lab runs in the subnets. Types only. */
import type { SecurityGroup, Subnet } from './model.ts';

export type Workload = FunctionWorkload | TaskWorkload;

export interface FunctionWorkload {
  readonly kind: 'functions';
  /** The environment variable that every function of the workload has, and no other function. */
  readonly markedBy: string;
}

/** The template's first task definition, once in each subnet that fits. */
export interface TaskWorkload {
  readonly kind: 'tasks';
  readonly fits: (subnet: Subnet) => boolean;
  /** The output with the tasks' security group. */
  readonly securityGroupOutput: string;
  /** The variables that the task gets when it is started in a subnet. */
  readonly variablesIn: (subnet: Subnet) => Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
}

/** The context in which a workload is built. */
export interface WorkloadContext {
  /** The folder that `aws:asset:path` is relative to. */
  readonly assetRoot: string;
  readonly subnets: readonly Subnet[];
  readonly securityGroups: readonly SecurityGroup[];
}
