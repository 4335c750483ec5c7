/** The names of AWS Regions. AWS adds Regions, so a name that only fits its partition's form is taken, with a warning. */
import { findPartition, PARTITIONS, type Partition } from '../lambda/report/partitions.ts';
import { didYouMean } from './did-you-mean.ts';
import { UserError } from './user-error.ts';

const FORMS = PARTITIONS.map(({ name, prefixes }) => `${prefixes.join(', ')} (${name})`).join(', ');

/** For messages about a name that does not have it. */
export const REGION_FORM = `write one such as us-west-2: PREFIX-DIRECTION-NUMBER, with the prefix ${FORMS}`;

/** Those of every partition that were known when the table was written. */
export const KNOWN_REGIONS = PARTITIONS.flatMap(({ regions }) => regions);

export function isRegion(text: string): boolean {
  return findPartition(text) !== undefined;
}

/** @throws UserError */
export function partitionOf(region: string): Partition {
  const partition = findPartition(region);
  if (partition) return partition;
  throw new UserError(
    `the Region is ${JSON.stringify(region)}, a name that no AWS partition uses: ${REGION_FORM}`,
  );
}

/** @throws UserError, for a misspelt direction too: AWS's new Regions have new numbers and new prefixes. */
export function requireRegion(text: string): string {
  const { regions } = partitionOf(text);
  if (regions.includes(text) || DIRECTION.test(text)) return text;
  throw new UserError(
    `there is no Region ${JSON.stringify(text)}${didYouMean(text, regions)}: ${REGION_FORM}`,
  );
}

/** All that AWS has named Regions by so far. */
const DIRECTION = /-(?:north|south|central|east|west|northeast|northwest|southeast|southwest)-\d+$/;

/** A warning, where the name has the form of a Region's and is not among those known. */
export function warningAbout(region: string): string | null {
  const { name, regions } = partitionOf(region);
  if (regions.includes(region)) return null;
  return `the Region "${region}" is not among the ${regions.length} that natless knows of the partition ${name}: it is taken to be a new one`;
}
