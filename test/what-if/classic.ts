/** The classic VPC of the fixtures, as planned from. */
import { readFileSync } from 'node:fs';
import { buildModel } from '../../lib/lab/template/build-model.ts';
import type { Model } from '../../lib/lab/template/model.ts';
import type { Template } from '../../lib/lab/template/template.ts';
import { parseYamlTemplate } from '../../lib/lab/template/yaml-template.ts';

export const CLASSIC_TEXT = readFileSync(new URL('./fixtures/classic.yaml', import.meta.url), 'utf8');

export function classicTemplate(): Template {
  return parseYamlTemplate(CLASSIC_TEXT) as Template;
}

export function modelOf(template: Template): Model {
  return buildModel(template, { assetRoot: '/', region: 'us-west-2', accountId: '111122223333' });
}
