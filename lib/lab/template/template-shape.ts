/** The shape that CloudFormation requires of a template before it looks at any resource. */
import { z } from 'zod';
import { isObject, show, valueAt } from './intrinsics.ts';
import { hasLanguageExtensions, isLoop } from './loops.ts';
import type { Template } from './template.ts';
import { TemplateError } from './template-error.ts';

/** CloudFormation's own rules ("Resources section", "CloudFormation quotas"). */
const LOGICAL_ID = /^[A-Za-z0-9]{1,255}$/;

/** More than CloudFormation takes in one template, since a template may be put together from several. */
const MAX_RESOURCES = 20_000;

const object = z.record(z.string(), z.unknown(), 'should be an object');
const text = z.string('should be a string');

/** An empty section of YAML is null. */
const section = object.nullish();

const resource = z.looseObject(
  {
    Type: text,
    Properties: section,
    Metadata: section,
    DependsOn: z.union([text, z.array(text)], 'should be a logical id or a list of them').nullish(),
    Condition: text.optional(),
  },
  'should be an object',
);

const templateSchema = z.looseObject(
  {
    Resources: z.record(z.string(), resource, 'should be an object'),
    Parameters: section,
    Conditions: section,
    Mappings: section,
    Outputs: section,
  },
  'should be an object',
);

/** @throws TemplateError that names the place */
export function requireTemplate(document: unknown, file: string): Template {
  const unlooped = withoutLoops(document);
  requireNoInclude(unlooped);
  const parsed = templateSchema.safeParse(unlooped);
  if (!parsed.success) throw notATemplate(file, faultOf(unlooped, parsed.error.issues[0]));
  const ids = Object.keys((unlooped as Template).Resources);
  const odd = ids.find((id) => !LOGICAL_ID.test(id));
  if (odd !== undefined)
    throw notATemplate(file, `the logical id ${show(odd)} should be 1 to 255 letters and digits`);
  if (ids.length > MAX_RESOURCES)
    throw notATemplate(file, `it has ${ids.length} resources, and a template takes ${MAX_RESOURCES}`);
  return document as Template;
}

/** What a loop gives is known only with the parameters' values. */
function withoutLoops(document: unknown): unknown {
  if (!isObject(document) || !isObject(document.Resources) || !hasLanguageExtensions(document))
    return document;
  const resources = Object.entries(document.Resources).filter(([key]) => !isLoop(key));
  return { ...document, Resources: Object.fromEntries(resources) };
}

const INCLUDE = 'Fn::Transform';

/** It stands for resources that CloudFormation reads from elsewhere. */
function requireNoInclude(document: unknown): void {
  const resources = isObject(document) ? document.Resources : undefined;
  if (!isObject(resources) || !Object.hasOwn(resources, INCLUDE)) return;
  throw new TemplateError(
    `Resources has ${INCLUDE} ${show(resources[INCLUDE])}, whose resources the lab does not have: give it the processed template (aws cloudformation get-template --template-stage Processed)`,
  );
}

function notATemplate(file: string, fault: string): TemplateError {
  return new TemplateError(`"${file}" is not a CloudFormation template: ${fault}`);
}

function faultOf(document: unknown, issue: z.core.$ZodIssue | undefined): string {
  // Comments, or the word null.
  if (document === null) return 'it has no values, and should have Resources';
  const path = issue?.path.map(String) ?? [];
  const value = valueAt(path, document);
  const place = path.length === 0 ? 'it' : path.join('.');
  // No Type, or no Resources: the file is probably something else.
  if (value === undefined) return `it has no Resources that each have a Type (${place} is missing)`;
  return `${place} is ${show(value)}, and ${issue?.message}`;
}
