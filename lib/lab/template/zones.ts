/** Availability Zones: which Region a zone's name or id belongs to. A zone's id is the same in every account, its name is not. */
import { lookUp } from '../../../lambda/report/look-up.ts';
import { KNOWN_REGIONS } from '../../region.ts';
import type { StackResource } from './stack.ts';
import { errorAt } from './template-error.ts';

/** The Region in front of a letter, or of the name of a Local or Wavelength Zone (`us-west-2-lax-1a`). */
const ZONE_NAME = /^([a-z]+(?:-[a-z]+)+-\d+)(?:[a-z]|-[a-z0-9-]+)$/;

/** `usw2-az1`, `usw2-lax1-az1`. */
const ZONE_ID = /^([a-z]+\d+)(?:-[a-z0-9]+)*$/;

interface ZoneProperties {
  readonly AvailabilityZone?: string | undefined;
  readonly AvailabilityZoneId?: string | undefined;
}

/**
 * The zone as the template names it: the lab cannot know which name an id has in an account, and treats them as different.
 * Undefined where EC2 chooses.
 */
export function zoneNamed({
  AvailabilityZone: name,
  AvailabilityZoneId: id,
}: ZoneProperties): string | undefined {
  return name ?? id;
}

/** The zone that the lab takes where EC2 chooses. */
export function assumedZone(region: string): string {
  return `${region}a`;
}

/**
 * @param ids those that the template's subnets name: `Fn::GetAtt` of such a subnet's zone gives the id
 * @throws TemplateError for a zone of another Region
 */
export function requireZone(
  resource: StackResource,
  { AvailabilityZone: name, AvailabilityZoneId: id }: ZoneProperties,
  { region, ids }: { readonly region: string; readonly ids: readonly unknown[] },
): void {
  if (name !== undefined && !ids.includes(name)) requireName(resource, name, region);
  if (id !== undefined) requireId(resource, id, region);
}

function requireName(resource: StackResource, name: string, region: string): void {
  const [, own] = ZONE_NAME.exec(name) ?? [];
  if (own === region) return;
  throw own === undefined
    ? errorAt(
        resource,
        `AvailabilityZone "${name}" is not the name of a zone, like ${region}a: an id goes into AvailabilityZoneId`,
      )
    : elsewhere(resource, `AvailabilityZone "${name}"`, own, region);
}

function requireId(resource: StackResource, id: string, region: string): void {
  const prefix = idPrefix(region);
  const [, own] = ZONE_ID.exec(id) ?? [];
  if (prefix === null || own === prefix) return;
  const other = KNOWN_REGIONS.find((each) => idPrefix(each) === own);
  throw other === undefined
    ? errorAt(resource, `AvailabilityZoneId "${id}" is not a zone's id, like ${prefix}-az1 of ${region}`)
    : elsewhere(resource, `AvailabilityZoneId "${id}"`, other, region);
}

function elsewhere(resource: StackResource, what: string, own: string, region: string) {
  return errorAt(resource, `${what} is in ${own}, and the lab emulates ${region}: add --region ${own}`);
}

const COMPASS: Readonly<Record<string, string>> = {
  north: 'n',
  south: 's',
  east: 'e',
  west: 'w',
  central: 'c',
  northeast: 'ne',
  northwest: 'nw',
  southeast: 'se',
  southwest: 'sw',
};

/** The prefixes of Regions whose zones' ids are known to follow the rule. */
const AREAS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['us', 'eu', 'ap', 'sa', 'ca', 'me', 'af', 'il', 'mx', 'cn'].map((area) => [area, area]),
  ),
  'us-gov': 'usg',
};

/** `usw2` of `us-west-2`; null for a Region whose zones' ids are not known. */
function idPrefix(region: string): string | null {
  const [, area = '', direction = '', number = ''] = /^(.+)-([a-z]+)-(\d+)$/.exec(region) ?? [];
  const parts = [lookUp(AREAS, area), lookUp(COMPASS, direction)];
  return parts.includes(undefined) ? null : `${parts.join('')}${number}`;
}
