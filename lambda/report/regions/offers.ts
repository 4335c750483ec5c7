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

/** By EC2's names: the services with interface endpoints in some Regions only. */
const ENDPOINT_SERVICES: ReadonlyMap<string, Offer> = new Map([
  ['bedrock-runtime', 'bedrockRuntime'],
  ['s3vectors', 's3Vectors'],
]);

/** Whether the documentation leaves the Region out of those that have a service, and so its interface endpoints. */
export function lacksEndpoint(service: string, region: string): boolean {
  const offer = ENDPOINT_SERVICES.get(service);
  return offer !== undefined && isOffered(offer, region) === false;
}
