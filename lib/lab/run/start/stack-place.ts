/** Where the lab takes a template to be deployed, as far as the template does not say it. */
import { requireRegion } from '../../../region.ts';
import type { Assembly } from '../../template/assembly.ts';
import { TemplateError } from '../../template/template-error.ts';

/** The account of AWS's documentation. */
export const ACCOUNT_ID = '111122223333';

/** The Region that the lab emulates by default. */
const REGION = 'us-west-2';

/** @throws UserError for a Region that the stack is not bound to, or that is not a Region */
export function regionOf({ region: bound }: Pick<Assembly, 'region'>, wanted: string | null): string {
  if (bound !== null && wanted !== null && bound !== wanted) {
    throw new TemplateError(
      `the stack was synthesized for ${bound}, so it cannot be run in ${wanted}: leave --region out, or synthesize for ${wanted}`,
    );
  }
  return requireRegion(wanted ?? bound ?? REGION);
}
