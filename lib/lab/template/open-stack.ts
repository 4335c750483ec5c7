/** Opens a template for reading: keeps the resources that exist, and evaluates properties when they are asked for. */

import type { z } from 'zod';
import { partitionOf } from '../../region.ts';
import { UserError } from '../../user-error.ts';
import { attributeOf, type ResourceContext, refOf } from './attributes.ts';
import { requireNoCircle } from './circular.ts';
import { createEvaluator, type Evaluator } from './evaluate.ts';
import { show, valueAt } from './intrinsics.ts';
import { ipv6CidrBlocks } from './ipv6-blocks.ts';
import { requireValidParameters } from './parameters.ts';
import { withGlobals } from './sam-globals.ts';
import type { Stack, StackProps, StackResource } from './stack.ts';
import { ipv6BlocksOfSubnet } from './subnet-blocks.ts';
import type { Template } from './template.ts';
import { at, errorAt, placeOf, TemplateError } from './template-error.ts';

/** @throws TemplateError on a wrong parameter, a circular dependency or a condition that cannot be evaluated */
export function openStack(template: Template, props: StackProps): Stack {
  const { region, accountId, parameters = {} } = props;
  const { name: partition } = partitionOf(region);
  requireNoMacro(template);
  requireValidParameters(template.Parameters ?? {}, parameters);
  const stackName = props.stackName ?? 'Natless';
  const known = new Map<string, unknown>();
  const byLogicalId = new Map<string, StackResource>();
  const notices = new Set<string>();
  const evaluator = createEvaluator({
    template,
    parameters,
    region,
    accountId,
    stackName,
    refResource: (logicalId) => memo(known, logicalId, () => refOf(contextOf(logicalId))),
    attribute: (logicalId, attribute) =>
      memo(known, `${logicalId}.${attribute}`, () => attributeOf(contextOf(logicalId), attribute)),
  });
  const resources = presentResources(template, evaluator);
  for (const resource of resources) byLogicalId.set(resource.logicalId, resource);
  const resourcesOfType = (type: string) => resources.filter((resource) => resource.type === type);

  function property(resource: StackResource, name: string): unknown {
    const place = `${placeOf(resource)}: ${name}`;
    return at(place, () => evaluator.evaluate(resource.resource.Properties?.[name]));
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
      partition,
      stackName,
      property: (name) => property(resource, name),
      ipv6CidrBlocks: () => ipv6CidrBlocks(stack),
      subnetIpv6CidrBlocks: () => ipv6BlocksOfSubnet(stack, resource),
      index: () => resourcesOfType(resource.type).indexOf(resource),
    };
  }

  const stack: Stack = {
    region,
    accountId,
    resources,
    resourcesOfType,
    refOf: (logicalId) => String(evaluator.evaluate({ Ref: logicalId })),
    attributeOf: (logicalId, attribute) => evaluator.evaluate({ 'Fn::GetAtt': [logicalId, attribute] }),
    outputOf: (name) => evaluator.evaluate(template.Outputs?.[name]?.Value),
    read: (resource, schema) => readProperties(resource, schema, (name) => property(resource, name)),
    evaluate: evaluator.evaluate,
    property,
    note: (sentence) => notices.add(sentence),
    notices: () => [...notices],
    readAll: (resource) =>
      Object.fromEntries(
        Object.keys(resource.resource.Properties ?? {}).map((name) => [name, property(resource, name)]),
      ),
  };
  return stack;
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

/** AWS runs a macro over the template, which may add any resource. */
function requireNoMacro({ Transform }: Template): void {
  const macro = [Transform ?? []].flat().find((name) => name !== SAM);
  if (macro === undefined) return;
  throw new TemplateError(
    `the template has Transform ${show(macro)}, which the lab cannot run: give it the processed template`,
  );
}

function presentResources(template: Template, { condition }: Evaluator): StackResource[] {
  const present = Object.entries(template.Resources).filter(
    ([logicalId, { Condition }]) =>
      Condition === undefined || at(`${logicalId}: Condition`, () => condition(Condition)),
  );
  at('the template', () => requireNoCircle(new Map(present), condition));
  return present.map(([logicalId, resource]) => ({
    logicalId,
    type: resource.Type,
    resource: withGlobals(resource, template),
  }));
}

function readProperties<Shape extends z.ZodRawShape>(
  resource: StackResource,
  schema: z.ZodObject<Shape>,
  property: (name: string) => unknown,
): z.output<z.ZodObject<Shape>> {
  const values = Object.fromEntries(Object.keys(schema.shape).map((name) => [name, property(name)]));
  const parsed = schema.safeParse(values);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.map(String) ?? [];
  throw errorAt(resource, `${path.join('.')} is ${show(valueAt(path, values))}: ${issue?.message}`);
}

/** Marks a value that is being computed. */
const PENDING = Symbol('pending');

/** @throws UserError for a value that is needed to compute itself, in a way that requireNoCircle cannot see */
function memo(known: Map<string, unknown>, key: string, compute: () => unknown): unknown {
  if (known.get(key) === PENDING) throw new UserError(`the value of "${key}" depends on itself`);
  if (!known.has(key)) {
    known.set(key, PENDING);
    known.set(key, compute());
  }
  return known.get(key);
}
