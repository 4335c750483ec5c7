/** Private hosted zones answer instead of the internet, and the lab does not have their records. */
import type { Model } from '../../template/model.ts';
import { TemplateError } from '../../template/template-error.ts';
import type { Internet } from './internet.ts';

/**
 * @param asked names that will be looked up, whether or not the internet has them
 * @throws TemplateError for a zone that hides one of the names
 */
export function requireUnshadowedNames(
  { privateZones }: Model,
  { hosts }: Internet,
  asked: readonly string[],
): void {
  const names = [...asked, ...hosts.map(({ name }) => name)].map((name) => name.replace(/\.$/, ''));
  for (const { logicalId, name: zone } of privateZones) {
    const shadowed = names.find((name) => name === zone || name.endsWith(`.${zone}`));
    if (shadowed === undefined) continue;
    throw new TemplateError(
      `${logicalId} (AWS::Route53::HostedZone): the private zone "${zone}" answers for "${shadowed}", but the lab does not have its records: remove the zone from the template`,
    );
  }
}
