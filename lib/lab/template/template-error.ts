/** What is wrong with a template or an assembly. */
import { UserError } from '../../user-error.ts';

/** Its message names the place in the template. */
export class TemplateError extends UserError {
  override readonly name = 'TemplateError';
}

interface Named {
  readonly logicalId: string;
  readonly type: string;
}

/** How messages name a resource. */
export function placeOf({ logicalId, type }: Named): string {
  return `${logicalId} (${type})`;
}

export function errorAt(resource: Named, message: string): TemplateError {
  return new TemplateError(`${placeOf(resource)}: ${message}`);
}

/** For a property that names something that the template does not have. */
export function unknownId(
  resource: Named,
  property: string,
  id: string | undefined,
  noun: string,
): TemplateError {
  return errorAt(resource, `${property} "${id}" is not one of the template's ${noun}s`);
}

/**
 * Runs an evaluation for a place in the template. A UserError that it throws gets the name of the place, and the
 * innermost place wins; any other error is a defect of the lab and passes unchanged.
 */
export function at<Result>(place: string, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    if (error instanceof TemplateError || !(error instanceof UserError)) throw error;
    throw new TemplateError(`${place}: ${error.message}`, { cause: error });
  }
}
