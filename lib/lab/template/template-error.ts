/** What is wrong with a template or an assembly: the user's to correct, not the lab's. */
import { UserError } from '../../user-error.ts';

export class TemplateError extends UserError {
  override readonly name = 'TemplateError';
}

/** How a message names a resource. */
export function placeOf({ logicalId, type }: { logicalId: string; type: string }): string {
  return `${logicalId} (${type})`;
}

/** Runs something on behalf of a place in the template, so that whatever it throws names that place. */
export function at<Result>(place: string, run: () => Result): Result {
  try {
    return run();
  } catch (error) {
    if (error instanceof TemplateError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new TemplateError(`${place}: ${message}`, { cause: error });
  }
}
