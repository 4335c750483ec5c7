/** Which Regions a page of AWS's documentation names. Pure. */

import { PARTITIONS } from '../../lambda/report/partitions.ts';
import type { Offer } from '../../lambda/report/regions/offers.ts';
import { isRegion } from '../../lib/region.ts';

const REGION = '([a-z]{2,4}(?:-[a-z]+)+-[1-9][0-9]?)';

/** The hosts by which a page lists the Regions; a page without them lists Regions in other ways. */
const HOSTS: Readonly<Partial<Record<Offer, RegExp>>> = {
  ec2DualStack: new RegExp(`\\bec2\\.${REGION}\\.api\\.aws\\b`, 'g'),
  bedrockRuntime: new RegExp(`\\bbedrock-runtime\\.${REGION}\\.amazonaws\\.com\\b`, 'g'),
  dynamodbDualStack: new RegExp(`(?<![\\w.-])dynamodb\\.${REGION}\\.api\\.aws\\b`, 'g'),
  dynamodbAccountId: new RegExp(`\\.ddb\\.${REGION}\\.api\\.aws\\b`, 'g'),
};

/** The names of Regions wherever they stand, for pages that list them in prose or in tables. */
const NAMES = new RegExp(`\\b(${PARTITIONS.flatMap(({ regions }) => regions).join('|')})\\b`, 'g');

interface FoundRegions {
  readonly found: readonly string[];
  /** Whether the page lists them by host, so that what is found is the list. */
  readonly isExact: boolean;
}

export function compareOffer(offer: Offer, page: string): FoundRegions {
  const hosts = HOSTS[offer];
  const names = [...page.matchAll(hosts ?? NAMES)].flatMap(([, region]) => region ?? []);
  return { found: [...new Set(names.filter(isRegion))].toSorted(), isExact: hosts !== undefined };
}

export function differenceInWords(
  listed: readonly string[],
  found: readonly string[],
  isExact: boolean,
): string {
  const added = found.filter((region) => !listed.includes(region));
  const gone = listed.filter((region) => !found.includes(region));
  const whose = isExact ? 'the page' : 'the page, which a person has to read,';
  if (added.length + gone.length === 0) return `as ${whose} has it`;
  return [
    ...(added.length > 0 ? [`${whose} also names ${added.join(', ')}`] : []),
    ...(gone.length > 0 ? [`${whose} does not name ${gone.join(', ')}`] : []),
  ].join('; ');
}
