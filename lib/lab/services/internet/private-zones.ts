/** Names that the VPC's resolver does not take from the internet, and whose records the lab does not have. */
import type { Model, PrivateZone } from '../../template/model.ts';
import { fitsPattern } from '../../template/private-dns-names.ts';
import { isInZone, zoneInWords } from '../../template/private-zones.ts';
import { TemplateError } from '../../template/template-error.ts';
import type { Internet } from './internet.ts';

/**
 * @param asked names that will be looked up, whether or not the internet has them
 * @throws TemplateError for a zone that hides one of the names
 */
export function requireUnshadowedNames({ privateZones }: Model, asked: readonly string[]): void {
  const names = asked.map((name) => name.replace(/\.$/, ''));
  for (const zone of privateZones) {
    const shadowed = names.find((name) => isInZone(name, zone));
    if (shadowed !== undefined) throw unknownRecords(zone, shadowed);
  }
}

function unknownRecords(zone: PrivateZone, shadowed: string): TemplateError {
  const { logicalId, type } = zone;
  return new TemplateError(
    `${logicalId} (${type}): ${zoneInWords(zone)} answers for "${shadowed}", but the lab does not have its records: take it out with --without ${logicalId}`,
  );
}

/** The internet without the names that lead to a place which the lab does not know. */
export function withoutHiddenNames(internet: Internet, model: Model): Internet {
  return { ...internet, hosts: internet.hosts.filter(({ name }) => !isHidden(name, model)) };
}

export function isHidden(
  name: string,
  { privateZones, hiddenNames }: Pick<Model, 'privateZones' | 'hiddenNames'>,
): boolean {
  return (
    privateZones.some((zone) => isInZone(name, zone)) || hiddenNames.some((each) => fitsPattern(name, each))
  );
}

/** A sentence about them; none where the lab's internet has no name that is hidden. */
export function hiddenNotices({ hosts }: Internet, model: Model): string[] {
  const hidden = hosts.filter(({ name }) => isHidden(name, model)).map(({ name }) => name);
  if (hidden.length === 0) return [];
  const more = hidden.length > SHOWN ? ` and ${hidden.length - SHOWN} more` : '';
  return [
    `not answered, since the VPC leads these names to a place that the lab does not know: ${hidden.slice(0, SHOWN).join(', ')}${more}`,
  ];
}

const SHOWN = 5;
