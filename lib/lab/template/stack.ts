/** A template opened for reading: its resources, their physical ids, and their evaluated properties. Types only. */
import type { z } from 'zod';
import type { UserError } from '../../user-error.ts';
import type { GivenParameters } from './parameters.ts';
import type { Resource } from './template.ts';

export interface StackProps {
  readonly region: string;
  readonly accountId: string;
  /** @default 'Natless', also for null: a single template file has no stack name */
  readonly stackName?: string | null;
  /** Values of the template's parameters, by name. @default - each has its Default */
  readonly parameters?: GivenParameters;
  /** Values of attributes and properties that the template cannot have: `Pick.AvailabilityZone`. @default - none */
  readonly values?: Readonly<Record<string, string>>;
  /** What other stacks export, by name. @default - nothing */
  readonly imports?: Readonly<Record<string, string>>;
  /** @default - the template stands for itself */
  readonly described?: DescribedVpc | null | undefined;
}

/**
 * Says that the template stands for a VPC that exists, so that everything in it is a resource under its real id: nothing comes
 * by itself, as the main route table, the default network ACL and the default rules of a security group do in a new VPC.
 */
export interface DescribedVpc {
  /** Null for those that could not be read: the lab then takes those of a new VPC, and `unread` names them. */
  readonly mainRouteTableId: string | null;
  readonly defaultNetworkAclId: string | null;
  readonly defaultSecurityGroupId: string | null;
  /** Given the ids that the lab takes for those that could not be read. */
  readonly unread: (own: OwnOfVpc) => readonly Unread[];
  readonly notices: readonly string[];
}

/** What every VPC comes with, by the ids that the lab gives them. */
export interface OwnOfVpc {
  readonly routeTableId: string;
  readonly networkAclId: string;
}

export interface StackResource {
  readonly logicalId: string;
  readonly type: string;
  readonly resource: Resource;
  /** Why it is not known whether the resource exists. @default - it does */
  readonly uncertain?: UserError;
}

/** A resource that could not be read. */
export interface Unread {
  readonly logicalId: string;
  readonly type: string;
  /** The ids of what becomes unknown with it. Where none of them is on the way of a packet, it is only left out. */
  readonly affects: readonly string[];
  readonly error: UserError;
  /** Names (or patterns, `*.s3.…`) that lead to an unknown place with it. @default - none */
  readonly hides?: readonly string[];
  /** On the way, a sentence is enough: the rest of the answer stands. @default false */
  readonly isHarmless?: boolean;
}

export interface Stack {
  readonly region: string;
  readonly accountId: string;
  /** Null for a template that is to be deployed. */
  readonly described: DescribedVpc | null;
  /** The resources whose Condition holds. */
  readonly resources: readonly StackResource[];
  readonly resourcesOfType: (type: string) => readonly StackResource[];
  /** What `Ref` gives. */
  readonly refOf: (logicalId: string) => string;
  readonly attributeOf: (logicalId: string, attribute: string) => unknown;
  /** An output's value; undefined where the template has no such output. */
  readonly outputOf: (name: string) => unknown;
  /** The properties that a schema names, evaluated and checked; the others are never evaluated. */
  readonly read: <Shape extends z.ZodRawShape>(
    resource: StackResource,
    schema: z.ZodObject<Shape>,
  ) => z.output<z.ZodObject<Shape>>;
  /** Any value of the template, evaluated; undefined where it is `AWS::NoValue`. */
  readonly evaluate: (value: unknown) => unknown;
  /** One property, evaluated; undefined if it is not set. */
  readonly property: (resource: StackResource, name: string) => unknown;
  /** Remembers a sentence about what the lab leaves out or assumes; the same sentence only once. */
  readonly note: (sentence: string) => void;
  readonly notices: () => readonly string[];
  readonly leaveOut: (unread: Unread) => void;
  readonly unread: () => readonly Unread[];
  /** All properties, evaluated. */
  readonly readAll: (resource: StackResource) => Readonly<Record<string, unknown>>;
}
