/** Opens a template for reading: keeps the resources that exist, and evaluates properties when they are asked for. */

import type { z } from 'zod';
import { partitionOf } from '../../region.ts';
import { UserError } from '../../user-error.ts';
import { attributeOf, type ResourceContext, refOf } from './attributes.ts';
import { requireNoCircle } from './circular.ts';
import { createEvaluator, type Evaluator } from './evaluate.ts';
import { importValues } from './exports.ts';
import { givenValues } from './given-values.ts';
import { show, valueAt } from './intrinsics.ts';
import { ipv6CidrBlocks } from './ipv6-blocks.ts';
import { LANGUAGE_EXTENSIONS } from './loops.ts';
import { missingIn, missingValue, runAll } from './missing-values.ts';
import { requireValidParameters } from './parameters.ts';
import { isSet } from './read-each.ts';
import { withGlobals } from './sam-globals.ts';
import type { Stack, StackProps, StackResource, Unread } from './stack.ts';
import { ipv6BlocksOfSubnet } from './subnet-blocks.ts';
import type { Template } from './template.ts';
import { at, errorAt, placeOf, TemplateError } from './template-error.ts';
import { withoutLoops } from './without-loops.ts';

/** @throws TemplateError on a wrong parameter, a circular dependency or a condition that cannot be evaluated */
export function openStack(raw: Template, props: StackProps): Stack {
  const { region, accountId, parameters = {}, imports = {}, described = null } = props;
  const template = processed(raw, props);
  const stackName = props.stackName ?? 'Natless';
  const known = new Map<string, unknown>();
  const byLogicalId = new Map<string, StackResource>();
  const given = givenValues(props.values ?? {}, template);
  const evaluator = createEvaluator({
    template,
    parameters,
    region,
    accountId,
    stackName,
    refResource: (logicalId) =>
      given.valueOf(logicalId, 'Ref') ?? memo(known, logicalId, () => refOf(contextOf(logicalId))),
    attribute: (logicalId, attribute) =>
      given.valueOf(logicalId, attribute) ??
      memo(known, `${logicalId}.${attribute}`, () => attributeOf(contextOf(logicalId), attribute)),
    importValue: (name) => importValue(name),
  });
  const importValue = importValues({ imports, outputs: template.Outputs, evaluate: evaluator.evaluate });
  const resources = presentResources(template, evaluator);
  for (const resource of resources) byLogicalId.set(resource.logicalId, resource);
  const byType = Map.groupBy(resources, ({ type }) => type);
  const resourcesOfType = (type: string) => byType.get(type) ?? [];

  function property(resource: StackResource, name: string): unknown {
    const { uncertain, logicalId } = resource;
    if (uncertain) throw uncertain;
    return at(`${placeOf(resource)}: ${name}`, () => {
      const value = given.valueOf(logicalId, name);
      if (value !== undefined) return value;
      return requireResolved(resource, name, evaluator.evaluate(resource.resource.Properties?.[name]));
    });
  }

  function contextOf(logicalId: string): ResourceContext {
    const resource = byLogicalId.get(logicalId);
    if (!resource)
      throw unknownName(logicalId, byLogicalId.size === 0 && Object.hasOwn(template.Resources, logicalId));
    return {
      logicalId,
      type: resource.type,
      region,
      accountId,
      partition: partitionOf(region).name,
      stackName,
      property: (name) => property(resource, name),
      has: (name) => isSet(stack, resource, name),
      ipv6CidrBlocks: () => ipv6CidrBlocks(stack),
      subnetIpv6CidrBlocks: () => ipv6BlocksOfSubnet(stack, resource),
      index: () => resourcesOfType(resource.type).indexOf(resource),
    };
  }

  const stack: Stack = {
    ...{ region, accountId, described },
    resources,
    resourcesOfType,
    refOf: (logicalId) => String(evaluator.evaluate({ Ref: logicalId })),
    attributeOf: (logicalId, attribute) => evaluator.evaluate({ 'Fn::GetAtt': [logicalId, attribute] }),
    outputOf: (name) => evaluator.evaluate(template.Outputs?.[name]?.Value),
    read: (resource, schema) => readProperties(resource, schema, (name) => property(resource, name)),
    evaluate: evaluator.evaluate,
    property,
    ...createRecord(() => given.unused().map(unusedValue)),
    readAll: (resource) => readAll(resource, (name) => property(resource, name)),
  };
  return stack;
}

/** What reading leaves behind besides values. */
function createRecord(
  further: () => readonly string[],
): Pick<Stack, 'note' | 'notices' | 'leaveOut' | 'unread'> {
  const notices = new Set<string>();
  const unread: Unread[] = [];
  return {
    note: (sentence) => notices.add(sentence),
    notices: () => [...notices, ...further()],
    leaveOut: (each) => unread.push(each),
    unread: () => unread,
  };
}

/** @param isInCondition whether it is a resource, named before it is known which resources exist */
function unknownName(name: string, isInCondition: boolean): UserError {
  return new UserError(
    isInCondition
      ? `a condition names the resource "${name}": it can name parameters and conditions only`
      : `"${name}" is neither a resource nor a parameter of the template`,
  );
}

/**
 * The one macro that cannot change the network: it replaces `AWS::Serverless::` resources with functions, APIs, tables and
 * the like, and leaves all others unchanged (AWS SAM Developer Guide, "Generated CloudFormation resources").
 */
const SAM = 'AWS::Serverless-2016-10-31';

/** As AWS has it after its own macros. */
function processed(template: Template, props: StackProps): Template {
  requireNoMacro(template);
  requireValidParameters(template.Parameters ?? {}, props.parameters ?? {});
  return withoutLoops(template, props);
}

/** AWS runs a macro over the template, which may add any resource. */
function requireNoMacro({ Transform }: Template): void {
  const macro = [Transform ?? []].flat().find((name) => name !== SAM && name !== LANGUAGE_EXTENSIONS);
  if (macro === undefined) return;
  throw new TemplateError(
    `the template has Transform ${show(macro)}, which the lab cannot run: give it the processed template`,
  );
}

function presentResources(template: Template, { condition }: Evaluator): StackResource[] {
  const present = Object.entries(template.Resources).flatMap(([logicalId, resource]): StackResource[] => {
    const own = { logicalId, type: resource.Type, resource: withGlobals(resource, template) };
    const { Condition } = resource;
    if (Condition === undefined) return [own];
    try {
      return at(`${logicalId}: Condition`, () => condition(Condition)) ? [own] : [];
    } catch (error) {
      if (!(error instanceof UserError) || missingIn(error).length === 0) throw error;
      return [{ ...own, uncertain: error }];
    }
  });
  const byLogicalId = new Map(present.map(({ logicalId, resource }) => [logicalId, resource]));
  at('the template', () => requireNoCircle(byLogicalId, (name) => knownCondition(name, condition)));
  return present;
}

/** Undefined where the condition rests on a value that is missing. */
function knownCondition(name: string, condition: Evaluator['condition']): boolean | undefined {
  try {
    return condition(name);
  } catch (error) {
    if (missingIn(error).length > 0) return undefined;
    throw error;
  }
}

/** @throws MissingValues for a reference that CloudFormation resolves in Systems Manager or Secrets Manager when it deploys */
function requireResolved({ logicalId }: StackResource, property: string, value: unknown): unknown {
  if (typeof value !== 'string' || !value.includes('{{resolve:')) return value;
  const name = `${logicalId}.${property}`;
  throw missingValue(`${show(value)} is a value of another service, which the lab does not have`, {
    name,
    option: `--value ${name}=…`,
  });
}

function unusedValue(name: string): string {
  return `the value given for ${name} is not used: nothing that was read asks for it`;
}

function readProperties<Shape extends z.ZodRawShape>(
  resource: StackResource,
  schema: z.ZodObject<Shape>,
  property: (name: string) => unknown,
): z.output<z.ZodObject<Shape>> {
  const values = Object.fromEntries(
    runAll(Object.keys(schema.shape).map((name) => () => [name, property(name)] as const)),
  );
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.map(String) ?? [];
  throw errorAt(resource, `${path.join('.')} is ${show(valueAt(path, values))}: ${issue?.message}`);
}

function readAll(
  { resource }: StackResource,
  property: (name: string) => unknown,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.keys(resource.Properties ?? {}).map((name) => [name, property(name)]));
}

/** Marks a value that is being computed. */
const PENDING = Symbol('pending');

/** @throws UserError for a value that is needed to compute itself, in a way that requireNoCircle cannot see */
function memo(known: Map<string, unknown>, key: string, compute: () => unknown): unknown {
  if (known.get(key) === PENDING) throw new UserError(`the value of "${key}" depends on itself`);
  if (!known.has(key)) {
    known.set(key, PENDING);
    try {
      known.set(key, compute());
    } finally {
      if (known.get(key) === PENDING) known.delete(key);
    }
  }
  return known.get(key);
}
