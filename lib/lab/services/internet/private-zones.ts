/** Private hosted zones answer in the internet's place: one that would, for a name that the lab has, it cannot play. */
import type { Model } from '../../template/model.ts';
import { TemplateError } from '../../template/template-error.ts';
import type { Internet } from './internet.ts';

/** @param asked names that will be looked up, whether the internet has them or not */
export function refuseShadowedNames(
  { privateZones }: Model,
  { hosts }: Internet,
  asked: readonly string[],
): void {
  const names = [...asked, ...hosts.map(({ name }) => name)].map((name) => name.replace(/\.$/, ''));
  for (const { logicalId, name: zone } of privateZones) {
    const shadowed = names.find((name) => name === zone || name.endsWith(`.${zone}`));
    if (shadowed === undefined) continue;
    throw new TemplateError(
      `${logicalId} (AWS::Route53::HostedZone): the private zone "${zone}" answers for "${shadowed}", and the lab has none of its records: take it out of the template`,
    );
  }
}
