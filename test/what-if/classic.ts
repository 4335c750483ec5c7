/** The classic VPC of the fixtures, as planned from. */
import { readFileSync } from 'node:fs';
import { buildModel } from '../../lib/lab/template/build-model.ts';
import { withEdits } from '../../lib/lab/template/edits.ts';
import type { Model } from '../../lib/lab/template/model.ts';
import type { Template } from '../../lib/lab/template/template.ts';
import { parseYamlTemplate } from '../../lib/lab/template/yaml-template.ts';
import type { ChangeKind } from '../../lib/what-if/change.ts';
import { editsOf, planChanges } from '../../lib/what-if/plan-changes.ts';

export const CLASSIC_TEXT = readFileSync(new URL('./fixtures/classic.yaml', import.meta.url), 'utf8');

export function classicTemplate(): Template {
  return parseYamlTemplate(CLASSIC_TEXT) as Template;
}

/** Once IPv6 has replaced the NAT gateway, without the changes that are left out. */
export function withoutNatGateway(leftOut: readonly ChangeKind[] = []): Template {
  const template = classicTemplate();
  const { changes } = planChanges({ template, model: modelOf(template), without: leftOut });
  const changed = withEdits(template, editsOf(changes));
  for (const logicalId of ['Nat', 'Address', 'PrivateRoute'])
    Reflect.deleteProperty(changed.Resources, logicalId);
  return changed;
}

/** @param vpc which one; needed where there are several */
export function modelOf(template: Template, vpc: string | null = null): Model {
  return buildModel(template, { assetRoot: '/', region: 'us-west-2', accountId: '111122223333', vpc });
}
