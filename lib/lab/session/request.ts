/** What the lab's outer process asks of the inner one: plain data, since it crosses a pipe. */

/** A folder that `cdk synth` wrote, a template file (both absolute), or the project's own stack, synthesized first. */
export type TemplateSource =
  | { readonly kind: 'assembly' | 'template'; readonly path: string }
  | { readonly kind: 'synthesize' };

export interface LabRequest {
  readonly source: TemplateSource;
  readonly world: string;
  /** What the probe runs on: Lambda functions, or Fargate tasks in IPv6-only subnets. */
  readonly on: 'lambda' | 'fargate';
  /** Of a template with several VPCs, the one to build: its logical id or id; null where there is one. */
  readonly vpc: string | null;
  /** A subnet's logical id, id, name or Availability Zone; null for every subnet with a function. */
  readonly subnet: string | null;
  /** Only the first of those subnets. */
  readonly firstSubnetOnly: boolean;
  /** The Region to pretend to be in; null for the one that the template is bound to, or else us-west-2. */
  readonly region: string | null;
  /** The security group of a probe that the lab itself places: its id or logical id; null for one that lets everything out. */
  readonly securityGroup: string | null;
  /** Values of the template's parameters. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Whether to leave everything running, with the lab's resolver and authority in place for whoever enters. */
  readonly keep: boolean;
  /** Whether to write what crosses the gateways to the file that the inner process was given. */
  readonly capture: boolean;
  /** The event that every function is invoked with. */
  readonly event: Readonly<Record<string, unknown>>;
}

/** The project's own stack as it is, in all its subnets, every built-in target. */
export const DEFAULT_REQUEST: LabRequest = {
  source: { kind: 'synthesize' },
  world: 'as-synthesized',
  on: 'lambda',
  vpc: null,
  subnet: null,
  firstSubnetOnly: false,
  region: null,
  securityGroup: null,
  parameters: {},
  keep: false,
  capture: false,
  event: {},
};

/** The targets that an event names, which the command line has checked. */
export function targetsIn(
  event: LabRequest['event'],
): readonly { readonly url: string; readonly name?: string }[] {
  return (event.targets ?? []) as ReturnType<typeof targetsIn>;
}

/** A command of the user's in the place of the functions. */
export interface ExecRequest extends LabRequest {
  readonly command: readonly string[];
}
