/** The warning about a Region that has the form of one, and is not among those known. */
import { warningAbout } from '../../region.ts';
import type { Context } from '../context.ts';
import { note } from '../print.ts';

export function noteUnknownRegion(region: string, context: Context): void {
  const warning = warningAbout(region);
  if (warning !== null) note(warning, context);
}
