/** Finds resources that depend on one another in a circle, which CloudFormation refuses. */
import { referencesIn } from './references.ts';
import type { Resource } from './template.ts';
import { TemplateError } from './template-error.ts';

/** @throws TemplateError that shows the circle */
export function requireNoCircle(
  resources: ReadonlyMap<string, Resource>,
  condition: (name: string) => boolean,
): void {
  const done = new Set<string>();

  function visit(logicalId: string, path: readonly string[]): void {
    if (path.includes(logicalId)) {
      const circle = [...path.slice(path.indexOf(logicalId)), logicalId].join(' → ');
      throw new TemplateError(`circular dependency between resources: ${circle}`);
    }
    const resource = resources.get(logicalId);
    if (!resource || done.has(logicalId)) return;
    for (const next of dependenciesOf(resource, condition)) visit(next, [...path, logicalId]);
    done.add(logicalId);
  }

  for (const logicalId of resources.keys()) visit(logicalId, []);
}

function dependenciesOf(resource: Resource, condition: (name: string) => boolean): Set<string> {
  return new Set([
    ...[resource.DependsOn ?? []].flat(),
    ...referencesIn(resource.Properties ?? {}, condition),
  ]);
}
