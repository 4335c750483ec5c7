/** What the lab's outer process asks of the inner one: plain data, since it crosses a pipe. */

import { parseUserTargets, type UserTarget } from '../../../lambda/report/user-targets.ts';
import type { DeclaredHost } from '../../declared-host.ts';
import type { CallingUser } from './calling-user.ts';

/**
 * A folder that `cdk synth` wrote, a template file, or a file of `natless describe` (absolute paths), which may be a
 * stranger's; or the project's own stack, to be synthesized, or the folder with what this lab has already synthesized.
 */
export type TemplateSource =
  | { readonly kind: 'assembly' | 'vpc-file' | 'synthesized'; readonly path: string }
  | {
      readonly kind: 'template';
      readonly path: string;
      /** Further templates, which import from one another. @default - none */
      readonly beside?: readonly string[];
    }
  | { readonly kind: 'synthesize' };

export interface LabRequest {
  readonly source: TemplateSource;
  readonly world: string;
  /** What the probe runs on: Lambda functions, or Fargate tasks in IPv6-only subnets. */
  readonly on: 'lambda' | 'fargate';
  /** The VPC to build, by its logical id or id, if the template has several; null for the only one. */
  readonly vpc: string | null;
  /** A subnet's logical id, id, name or Availability Zone; null for every subnet with a function. */
  readonly subnet: string | null;
  /** Whether to run only in the first of those subnets. */
  readonly firstSubnetOnly: boolean;
  /** The Region to emulate; null for the one that the template is bound to, or us-west-2. */
  readonly region: string | null;
  /** The security group for a probe that the lab adds, by its id, logical id or name; null for those of the workloads. */
  readonly securityGroup: string | null;
  /** The workload of the template in whose place the probe stands, by its logical id; null for all of them. */
  readonly workload: string | null;
  /** Whether to leave out the built-in targets, which are not the user's. */
  readonly onlyMine: boolean;
  /** Changes to the template before the network is built. */
  readonly edits: readonly { readonly path: readonly string[]; readonly value: unknown }[];
  /** Whether to build the network as it is once its NAT gateways are gone. */
  readonly withoutNat: boolean;
  /** Whether to build it without its interface endpoints. */
  readonly withoutInterfaceEndpoints: boolean;
  /** Whether every endpoint allows everything: only signed requests and layers of ECR meet a policy. */
  readonly withoutEndpointPolicies: boolean;
  /** Hosts that the lab's internet is to have besides its own, or otherwise than its own. */
  readonly hosts: readonly DeclaredHost[];
  /** Values of the template's parameters. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Values of attributes and properties that the template cannot have, by `LOGICALID.ATTRIBUTE`. */
  readonly values: Readonly<Record<string, string>>;
  /** What other stacks export, by name. */
  readonly imports: Readonly<Record<string, string>>;
  /** Logical ids and types of resources that the lab takes out. */
  readonly without: readonly string[];
  /** How many functions may run at the same time; null where only the machine's memory limits them. */
  readonly functionsAtOnce: number | null;
  /** Whether to leave everything running, with the lab's resolver and certificate authority in place for programs inside. */
  readonly keep: boolean;
  /** Whether to write the packets that cross the gateways to the file that the inner process gets. */
  readonly capture: boolean;
  /** The event for every function. */
  readonly event: Readonly<Record<string, unknown>>;
}

/** The project's own stack, unchanged, in all its subnets, with every built-in target. */
export const DEFAULT_REQUEST: LabRequest = {
  source: { kind: 'synthesize' },
  world: 'as-synthesized',
  on: 'lambda',
  vpc: null,
  subnet: null,
  firstSubnetOnly: false,
  region: null,
  securityGroup: null,
  workload: null,
  onlyMine: false,
  edits: [],
  withoutNat: false,
  withoutInterfaceEndpoints: false,
  withoutEndpointPolicies: false,
  hosts: [],
  parameters: {},
  values: {},
  imports: {},
  without: [],
  functionsAtOnce: null,
  keep: false,
  capture: false,
  event: {},
};

/** The targets that an event names; the command line has checked them. */
export function targetsIn({ targets = [] }: LabRequest['event']): readonly UserTarget[] {
  return parseUserTargets(targets, 'targets').targets;
}

/** The ids of those whose expectation the user wrote. */
export function targetsWithExpectation({ targets = [] }: LabRequest['event']): readonly string[] {
  if (!Array.isArray(targets)) return [];
  const written = targets.filter((target) => Object.hasOwn(Object(target), 'expect'));
  return targetsIn({ targets: written }).map(({ id }) => id);
}

/** Many worlds instead of one. */
export interface WorldsRequest extends LabRequest {
  readonly worlds: readonly string[];
}

/** A command of the user's instead of the functions. */
export interface ExecRequest extends LabRequest {
  readonly command: readonly string[];
  /** What of the caller's environment the command gets. */
  readonly environment: Readonly<Record<string, string>>;
  /** Whose the command is; null for root. */
  readonly user: CallingUser | null;
  /** Whether to say nothing of its packets. */
  readonly quiet: boolean;
}
