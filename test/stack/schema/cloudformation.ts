/**
 * Holds a template against CloudFormation's resource schemas, from the database that CDK itself is generated from. What
 * only a deployment can know is left open: an intrinsic's value, a property whose type is JSON.
 */
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import type { Property, PropertyType, Resource } from '@aws-cdk/service-spec-types';
import { FORMS } from './forms.ts';

const SPEC = loadAwsServiceSpecSync();

type Json = Readonly<Record<string, unknown>>;

export interface SchemaTemplate {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Parameters?: Json;
  readonly Conditions?: Json;
  readonly Outputs?: Json;
}

interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Json;
  readonly DependsOn?: string | readonly string[];
}

/** Everything that the schemas do not take, a line each. */
export function schemaProblems(template: SchemaTemplate): string[] {
  const resources = Object.entries(template.Resources);
  return [
    ...resources.flatMap(([id, resource]) => problemsOfResource(id, resource)),
    ...resources.flatMap(([id, { DependsOn = [] }]) =>
      [DependsOn]
        .flat()
        .flatMap((other) =>
          template.Resources[other] ? [] : [`${id} depends on ${other}, which is not there`],
        ),
    ),
    ...problemsOfReferences(template, template, ''),
  ];
}

function problemsOfResource(id: string, { Type, Properties = {} }: TemplateResource): string[] {
  if (Type.startsWith('Custom::') || Type === 'AWS::CDK::Metadata') return [];
  const known = specOf(Type);
  if (!known) return [`${id} is of the type ${Type}, which is not there`];
  return [
    ...problemsOfObject(Properties, known.properties, `${id} ${Type}`, known),
    ...(FORMS[Type] ?? []).flatMap(({ property, form, source }) => {
      const value = Properties[property];
      return typeof value === 'string' && !form.test(value)
        ? [`${id} ${Type}.${property} is ${JSON.stringify(value)}, which ${source} does not take`]
        : [];
    }),
  ];
}

function specOf(type: string): Resource | undefined {
  return SPEC.lookup('resource', 'cloudFormationType', 'equals', type)[0];
}

function problemsOfObject(
  value: Json,
  properties: Readonly<Record<string, Property>>,
  path: string,
  resource?: Resource,
): string[] {
  const missing = Object.entries(properties).filter(
    ([name, { required }]) => required && value[name] === undefined,
  );
  return [
    ...missing.map(([name]) => `${path}.${name} is missing`),
    ...Object.entries(value).flatMap(([name, part]) => {
      if (part === undefined) return [];
      const property = properties[name];
      if (property) return problemsOfProperty(part, property, `${path}.${name}`);
      return resource?.attributes[name] ? [`${path}.${name} is read-only`] : [`${path}.${name} is unknown`];
    }),
  ];
}

/** A property may also be given as it was before its type was made more exact. */
function problemsOfProperty(value: unknown, { type, previousTypes = [] }: Property, path: string): string[] {
  return fewest([type, ...previousTypes].map((each) => problemsOfValue(value, each, path)));
}

function fewest(alternatives: readonly string[][]): string[] {
  return alternatives.toSorted((a, b) => a.length - b.length)[0] ?? [];
}

function problemsOfValue(value: unknown, type: PropertyType, path: string): string[] {
  if (isIntrinsic(value)) return [];
  const wrong = [`${path} is ${JSON.stringify(value)}, not ${type.type}`];
  switch (type.type) {
    case 'json':
      return [];
    case 'string':
    case 'date-time':
      return typeof value === 'string' ? amongAllowed(value, type, path) : wrong;
    case 'integer':
      return Number.isInteger(value) ? amongAllowed(value, type, path) : wrong;
    case 'number':
      return typeof value === 'number' ? [] : wrong;
    case 'boolean':
      return typeof value === 'boolean' ? [] : wrong;
    case 'null':
      return value === null ? [] : wrong;
    case 'array':
      if (!Array.isArray(value)) return wrong;
      return value.flatMap((item, index) => problemsOfValue(item, type.element, `${path}.${index}`));
    case 'map':
      if (!isObject(value)) return wrong;
      return Object.entries(value).flatMap(([key, item]) =>
        problemsOfValue(item, type.element, `${path}.${key}`),
      );
    case 'tag':
      return isObject(value) && typeof value.Key === 'string' && value.Value !== undefined ? [] : wrong;
    case 'union':
      return fewest(type.types.map((each) => problemsOfValue(value, each, path)));
    case 'ref':
      if (!isObject(value)) return wrong;
      return problemsOfObject(value, SPEC.get('typeDefinition', type.reference.$ref).properties, path);
  }
}

function amongAllowed(value: unknown, type: PropertyType, path: string): string[] {
  const allowed: readonly unknown[] | undefined = 'allowedValues' in type ? type.allowedValues : undefined;
  if (allowed === undefined || allowed.includes(value)) return [];
  return [`${path} is ${JSON.stringify(value)}, not one of ${allowed.join(', ')}`];
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isIntrinsic(value: unknown): boolean {
  const [key = '', ...more] = isObject(value) ? Object.keys(value) : [];
  return more.length === 0 && (key === 'Ref' || key.startsWith('Fn::'));
}

/** What `Ref`, `Fn::GetAtt` and `Fn::Sub` name must be there, and the attribute one that the type has. */
function problemsOfReferences(value: unknown, template: SchemaTemplate, path: string): string[] {
  if (Array.isArray(value))
    return value.flatMap((item, index) => problemsOfReferences(item, template, `${path}.${index}`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, part]) => {
    if (key === 'Ref') return problemsOfName(String(part), template, path);
    if (key === 'Fn::GetAtt') return problemsOfAttribute(part, template, path);
    if (key === 'Fn::Sub') return namesInSub(part).flatMap((name) => problemsOfSub(name, template, path));
    return problemsOfReferences(part, template, path === '' ? key : `${path}.${key}`);
  });
}

function problemsOfName(
  name: string,
  { Resources, Parameters = {} }: SchemaTemplate,
  path: string,
): string[] {
  const isThere = name.startsWith('AWS::') || Resources[name] !== undefined || Parameters[name] !== undefined;
  return isThere ? [] : [`${path} refers to ${name}, which is not there`];
}

function problemsOfAttribute(target: unknown, template: SchemaTemplate, path: string): string[] {
  const [id = '', ...attribute] = Array.isArray(target) ? target.map(String) : String(target).split('.');
  const type = template.Resources[id]?.Type;
  if (type === undefined) return [`${path} refers to ${id}, which is not there`];
  if (type.startsWith('Custom::')) return [];
  const name = attribute.join('.');
  return specOf(type)?.attributes[name] ? [] : [`${path} reads ${id}.${name}, which ${type} does not have`];
}

function namesInSub(value: unknown): string[] {
  const text = String(Array.isArray(value) ? value[0] : value);
  const own = Array.isArray(value) ? Object.keys(value[1] ?? {}) : [];
  const names = [...text.matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name = '']) => name.trim());
  return names.filter((name) => !own.includes(name));
}

function problemsOfSub(name: string, template: SchemaTemplate, path: string): string[] {
  const isAttribute = name.includes('.') && !name.startsWith('AWS::');
  return isAttribute ? problemsOfAttribute(name, template, path) : problemsOfName(name, template, path);
}
