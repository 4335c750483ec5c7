/** What a planned change is: edits to a template, with the reason for them. Types, and the few values that all kinds share. */
import { APPEND, type Edit } from '../lab/template/edits.ts';
import type { Model, PlacedWorkload, RouteTable, Subnet } from '../lab/template/model.ts';
import type { Template } from '../lab/template/template.ts';

/** In the order in which they have to be deployed. */
export const CHANGE_KINDS = [
  'vpc-block',
  'subnet-block',
  'egress-only-gateway',
  'default-route',
  'network-acl',
  'security-group',
  'workload-flag',
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** One change to the infrastructure. */
export interface Change {
  readonly kind: ChangeKind;
  /** The resource that is changed, or beside which one is added. */
  readonly logicalId: string;
  /** What is changed, in a clause without a subject: `give it the /64 number 3 of the VPC's block`. */
  readonly what: string;
  readonly reason: string;
  readonly edits: readonly Edit[];
}

/** A change that is needed and cannot be written into the template. */
export interface Obstacle {
  readonly kind: ChangeKind;
  readonly logicalId: string;
  /** What stands in the way, and what to do instead, in a sentence without a full stop. */
  readonly why: string;
}

export interface Planned {
  readonly changes: readonly Change[];
  readonly obstacles: readonly Obstacle[];
}

/** What the changes are planned from. */
export interface Situation {
  readonly template: Template;
  readonly model: Model;
  /** Those that get IPv6: behind NAT, behind an egress-only gateway, and isolated ones that are to be opened. */
  readonly subnets: readonly Subnet[];
  /** Others that functions in these subnets have: Lambda gives a function IPv6 only if every one of its subnets is dual-stack. */
  readonly besides: readonly Subnet[];
  /** What stands in these subnets, once for each. */
  readonly workloads: readonly PlacedWorkload[];
  /** A logical id that the template does not have: the wanted one, or one that begins with it. */
  readonly freeId: (wanted: string) => string;
}

export const ANY_IPV4 = '0.0.0.0/0';
export const ANY_IPV6 = '::/0';

/** The subnets' route tables that have no route for IPv6. */
export function tablesWithoutIpv6({ model, subnets }: Pick<Situation, 'model' | 'subnets'>): RouteTable[] {
  const ids = subnets.map(({ routeTableId }) => routeTableId);
  return model.routeTables.filter(
    ({ id, routes }) =>
      ids.includes(id) && !routes.some(({ destinationCidrBlock }) => destinationCidrBlock === ANY_IPV6),
  );
}

export function ref(logicalId: string): { readonly Ref: string } {
  return { Ref: logicalId };
}

/** Adds a resource beside another, under the same condition. */
export function addResource(
  { template }: Pick<Situation, 'template'>,
  logicalId: string,
  resource: Readonly<Record<string, unknown>>,
  beside?: string,
): Edit {
  const condition = beside === undefined ? undefined : template.Resources[beside]?.Condition;
  return {
    path: ['Resources', logicalId],
    value: { ...resource, ...(condition !== undefined && { Condition: condition }) },
  };
}

/** Adds a name to a resource's DependsOn. */
export function addDependency({ template }: Pick<Situation, 'template'>, from: string, on: string): Edit[] {
  const present = template.Resources[from]?.DependsOn;
  if ([present ?? []].flat().includes(on)) return [];
  const path = ['Resources', from, 'DependsOn'];
  if (Array.isArray(present)) return [{ path: [...path, APPEND], value: on }];
  return [{ path, value: present === undefined || present === null ? on : [present, on] }];
}
