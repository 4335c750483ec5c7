/** The setting of Availability Zones: how many, of those that CloudFormation lists first, or which. */
import { z } from 'zod';
import { quote } from '../../lambda/report/plain-text.ts';

const MOST = 3;
const RIGHT = `write a whole number from 1 to ${MOST}, or a list of zones such as ["us-west-2a", "us-west-2c"]`;

/** No Region has more than six. Whether an account has the zone only EC2 knows. */
const ZONE = /^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}[a-f]$/;

const counted = z.int(RIGHT).min(1, RIGHT).max(MOST, RIGHT);

const named = z
  .array(
    z
      .string('write a zone in quotes, such as "us-west-2a"')
      .regex(ZONE, 'write the name of a zone: its Region and a letter from a to f, such as "us-west-2a"'),
  )
  .min(1, RIGHT)
  .max(MOST, `write at most ${MOST} zones`)
  .refine((zones) => new Set(zones).size === zones.length, 'write each zone once')
  .refine((zones) => new Set(zones.map(regionOfZone)).size < 2, 'write zones of one Region');

/** A problem is reported with its index in a list. */
export const availabilityZones = z
  .unknown()
  .optional()
  .transform((given = 2, context): number | readonly string[] => {
    const parsed = (Array.isArray(given) ? named : counted).safeParse(given);
    if (parsed.success) return parsed.data;
    for (const { message, path } of parsed.error.issues) {
      context.issues.push({ code: 'custom', message, input: given, path });
    }
    return z.NEVER;
  });

/** `us-west-2` of `us-west-2a`. */
function regionOfZone(zone: string): string {
  return zone.slice(0, -1);
}

/**
 * What is wrong with zones by name in these Regions, a line each.
 * @param zones null where they are not named
 */
export function zoneProblems(zones: readonly string[] | null, regions: readonly string[]): string[] {
  const [first] = zones ?? [];
  if (first === undefined) return [];
  const own = regionOfZone(first);
  return regions
    .filter((region) => region !== own)
    .map(
      (region) =>
        `  natless.availabilityZones is ${quote(zones)}: ${region} does not have zones of ${own}; write zones of ${region}, or a number for stacks in several Regions`,
    );
}
