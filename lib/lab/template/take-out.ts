/** Takes resources out of a template that the user does not want in the lab. */
import { removeResource, resourcesOfType, type Template } from './template.ts';
import { TemplateError } from './template-error.ts';

/**
 * @param name a logical id, or a type for every resource of it
 * @throws TemplateError if the template has neither
 */
export function takeOut(template: Template, name: string): void {
  const isLogicalId = Object.hasOwn(template.Resources, name);
  const logicalIds = isLogicalId ? [name] : resourcesOfType(template, name).map(([logicalId]) => logicalId);
  if (logicalIds.length === 0)
    throw new TemplateError(
      `there is nothing to leave out: the template has no resource "${name}" and none of a type "${name}"`,
    );
  for (const logicalId of logicalIds) removeResource(template, logicalId);
}
