/** Finds resources that depend on one another in a circle, which CloudFormation refuses. */
import { referencesIn } from './references.ts';
import type { Resource } from './template.ts';
import { TemplateError } from './template-error.ts';

/** Undefined where it is not known whether the condition holds. */
type Condition = (name: string) => boolean | undefined;

/** A resource on the path, with what is left to visit. */
interface Step {
  readonly logicalId: string;
  readonly left: string[];
}

/** @throws TemplateError that shows the circle */
export function requireNoCircle(resources: ReadonlyMap<string, Resource>, condition: Condition): void {
  const done = new Set<string>();
  const stepTo = (logicalId: string): Step[] => {
    const resource = resources.get(logicalId);
    return resource && !done.has(logicalId) ? [{ logicalId, left: dependenciesOf(resource, condition) }] : [];
  };
  for (const start of resources.keys()) requireNoCircleFrom(stepTo(start), stepTo, done);
}

/** Without a function that calls itself: a chain of resources may be longer than the stack is deep. */
function requireNoCircleFrom(path: Step[], stepTo: (logicalId: string) => Step[], done: Set<string>): void {
  const onPath = new Set(path.map(({ logicalId }) => logicalId));
  for (let last = path.at(-1); last; last = path.at(-1)) {
    const next = last.left.shift();
    if (next !== undefined && onPath.has(next)) throw circle(path, next);
    for (const step of next === undefined ? [] : stepTo(next)) {
      path.push(step);
      onPath.add(step.logicalId);
    }
    if (next !== undefined) continue;
    path.pop();
    onPath.delete(last.logicalId);
    done.add(last.logicalId);
  }
}

function circle(path: readonly Step[], repeated: string): TemplateError {
  const ids = path.map(({ logicalId }) => logicalId);
  const shown = [...ids.slice(ids.indexOf(repeated)), repeated].join(' → ');
  return new TemplateError(`circular dependency between resources: ${shown}`);
}

function dependenciesOf(resource: Resource, condition: Condition): string[] {
  return [
    ...new Set([...[resource.DependsOn ?? []].flat(), ...referencesIn(resource.Properties ?? {}, condition)]),
  ];
}
