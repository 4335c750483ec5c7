/** What AWS's documentation says that a Region has: lists with their pages and the month in which they were read. */
import data from './offers.json' with { type: 'json' };

export type Offer = keyof typeof data.offers;

/** The month in which the pages were read, for sentences about them. */
export const OFFERS_READ = data.read;

/** What the pages cover: of any other Region they say nothing, unless a list has it. */
const COVERED: ReadonlySet<string> = new Set(data.covered);

/** Whether the list of Regions has it; null for a Region of which the page says nothing. */
export function isOffered(offer: Offer, region: string): boolean | null {
  if (data.offers[offer].regions.includes(region)) return true;
  return COVERED.has(region) ? false : null;
}
