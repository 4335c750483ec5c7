/** A CloudFormation template as parsed, and the changes that worlds make to one. */

export interface Resource {
  readonly Type: string;
  Properties?: Record<string, unknown>;
  DependsOn?: string | string[];
  readonly Metadata?: Readonly<Record<string, unknown>>;
  /** The name of the condition under which the resource exists. */
  readonly Condition?: string;
}

export interface Output {
  readonly Value?: unknown;
  readonly Export?: { readonly Name?: unknown };
  /** The stack that exports it. @default - the template is the only one, and imports nothing of its own */
  readonly stackName?: string;
}

export interface Template {
  readonly Resources: Record<string, Resource>;
  readonly Parameters?: Readonly<Record<string, unknown>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Mappings?: Readonly<Record<string, unknown>>;
  readonly Outputs?: Readonly<Record<string, Output>>;
  readonly Transform?: unknown;
  /** AWS SAM's: what all its resources of a kind have in common. */
  readonly Globals?: unknown;
}

/** The resources of one type, by logical id. */
export function resourcesOfType(template: Template, type: string): [logicalId: string, resource: Resource][] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}

/** Removes a resource, and its name from every DependsOn. Other references to it stay, and are errors. */
export function removeResource(template: Template, logicalId: string): void {
  delete template.Resources[logicalId];
  for (const resource of Object.values(template.Resources)) {
    if (resource.DependsOn === undefined) continue;
    resource.DependsOn = [resource.DependsOn].flat().filter((name) => name !== logicalId);
  }
}
