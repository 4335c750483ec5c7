/** Evaluates the intrinsic functions in a template's values, and only in the values that are asked for. */
import { lookUp } from '../../../lambda/report/look-up.ts';
import { UserError } from '../../user-error.ts';
import { callIn, type Environment, INTRINSICS, isObject, joined, list, show, text } from './intrinsics.ts';
import { hasLanguageExtensions } from './loops.ts';
import { runAll } from './missing-values.ts';
import {
  type GivenParameters,
  NO_VALUE,
  parameterValue,
  pseudoParameter,
  type StackIdentity,
} from './parameters.ts';
import { parseSub, splitAttribute } from './references.ts';
import type { Template } from './template.ts';

export interface EvaluatorProps extends StackIdentity {
  readonly template: Template;
  readonly parameters: GivenParameters;
  /** What `Ref` gives for a resource. */
  readonly refResource: (logicalId: string) => unknown;
  /** What `Fn::GetAtt` gives for a resource. */
  readonly attribute: (logicalId: string, attribute: string) => unknown;
  /** What another stack exports under a name. */
  readonly importValue: (name: string) => unknown;
}

export interface Evaluator {
  /** @returns undefined where the value is `AWS::NoValue` */
  readonly evaluate: (value: unknown) => unknown;
  readonly condition: (name: string) => boolean;
}

interface Context extends EvaluatorProps {
  readonly environment: Environment;
  readonly conditions: Map<string, boolean | 'pending'>;
  /** How many values are being evaluated, each for the one before. */
  depth: number;
}

/** References that lead to references are followed by functions that call themselves. */
const MAX_PENDING = 300;

export function createEvaluator(props: EvaluatorProps): Evaluator {
  const context: Context = {
    ...props,
    environment: { region: props.region, mappings: props.template.Mappings ?? {} },
    conditions: new Map(),
    depth: 0,
  };
  return {
    condition: (name) => condition(name, context),
    evaluate: (value) => {
      const result = walk(value, context);
      return result === NO_VALUE ? undefined : result;
    },
  };
}

function walk(value: unknown, context: Context): unknown {
  if (context.depth >= MAX_PENDING)
    throw new UserError(`a value is reached over more than ${MAX_PENDING} others: refer to it more directly`);
  context.depth++;
  try {
    return evaluated(value, context);
  } finally {
    context.depth--;
  }
}

function evaluated(value: unknown, context: Context): unknown {
  if (Array.isArray(value)) {
    return runAll(value.map((item) => () => walk(item, context))).filter((item) => item !== NO_VALUE);
  }
  if (!isObject(value)) return value;
  const called = callIn(value);
  if (called) return call(...called, context);
  const entries = Object.entries(value);
  const values = runAll(
    entries.map(
      ([key, item]) =>
        () =>
          [key, walk(item, context)] as const,
    ),
  );
  return Object.fromEntries(values.filter(([, item]) => item !== NO_VALUE));
}

function call(name: string, argument: unknown, context: Context): unknown {
  const special = lookUp(SPECIALS, name);
  if (special) return special(argument, context);
  const intrinsic = lookUp(INTRINSICS, name);
  if (!intrinsic) throw new UserError(`the lab does not know the function "${name}"`);
  return intrinsic(walk(argument, context), context.environment);
}

/** The functions that look up names, or that must not evaluate all of their arguments. */
const SPECIALS: Readonly<Record<string, (argument: unknown, context: Context) => unknown>> = {
  Ref: (argument, context) => ref(name(argument, context), context),
  Condition: (argument, context) => condition(text(argument), context),
  'Fn::GetAtt': getAttribute,
  'Fn::Sub': sub,
  'Fn::ImportValue': (argument, context) => context.importValue(text(walk(argument, context))),
  'Fn::If': (argument, context) => {
    const [name, then, otherwise] = list(argument, 3);
    return walk(condition(text(name), context) ? then : otherwise, context);
  },
  'Fn::Equals': (argument, context) => {
    const [left, right] = list(walk(argument, context), 2);
    return JSON.stringify(comparable(left)) === JSON.stringify(comparable(right));
  },
  'Fn::And': (argument, context) => list(argument).every((item) => truth(walk(item, context))),
  'Fn::Or': (argument, context) => list(argument).some((item) => truth(walk(item, context))),
  'Fn::Not': (argument, context) => !truth(walk(list(argument, 1)[0], context)),
};

function ref(name: string, context: Context): unknown {
  if (name.startsWith('AWS::')) return pseudoParameter(name, context);
  const definitions = context.template.Parameters ?? {};
  return Object.hasOwn(definitions, name)
    ? parameterValue(name, definitions[name], context.parameters)
    : context.refResource(name);
}

/** A text, and with the transform AWS::LanguageExtensions also what a function gives (CloudFormation's reference). */
function name(argument: unknown, context: Context): string {
  return text(hasLanguageExtensions(context.template) ? walk(argument, context) : argument);
}

/** The attribute may always be what a function gives. */
function getAttribute(argument: unknown, context: Context): unknown {
  const [logicalId, attribute] = typeof argument === 'string' ? splitAttribute(argument) : list(argument, 2);
  const value = context.attribute(name(logicalId, context), text(walk(attribute, context)));
  const texts = [value].flat();
  if (texts.every((each) => each === undefined || typeof each !== 'object')) return value;
  throw new UserError(`Fn::GetAtt reads ${show(value)}, and an attribute is a string or a list of strings`);
}

function sub(argument: unknown, context: Context): string {
  const [pattern, variables] = typeof argument === 'string' ? [argument, {}] : list(argument, 2);
  const values = isObject(variables) ? variables : {};
  const parts = parseSub(text(pattern)).map((part) => () => {
    if ('literal' in part) return part.literal;
    if (Object.hasOwn(values, part.name)) return text(walk(values[part.name], context));
    return text(part.name.includes('.') ? getAttribute(part.name, context) : ref(part.name, context));
  });
  return joined(runAll(parts), '');
}

function condition(name: string, context: Context): boolean {
  const known = context.conditions.get(name);
  if (known === 'pending') throw new UserError(`the condition "${name}" depends on itself`);
  if (known !== undefined) return known;
  const definition = lookUp(context.template.Conditions ?? {}, name);
  if (definition === undefined) throw new UserError(`there is no condition "${name}"`);
  context.conditions.set(name, 'pending');
  try {
    const result = truth(walk(definition, context));
    context.conditions.set(name, result);
    return result;
  } finally {
    if (context.conditions.get(name) === 'pending') context.conditions.delete(name);
  }
}

/** `Fn::Equals` compares strings: `true` equals `"true"`. */
function comparable(value: unknown): unknown {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}

function truth(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw new UserError(`${show(value)} should be a condition`);
}
