/** Several templates that import from one another, as one: names that more than one has are told apart. */
import { isObject } from './intrinsics.ts';
import type { GivenParameters } from './parameters.ts';
import { parseSub, splitAttribute } from './references.ts';
import { withGlobals } from './sam-globals.ts';
import type { StackProps } from './stack.ts';
import type { Resource, Template } from './template.ts';
import { withoutLoops } from './without-loops.ts';

export interface NamedTemplate {
  /** The name of its stack: `network` for `network.yaml`. */
  readonly stackName: string;
  readonly template: Template;
}

export interface MergedTemplates {
  readonly template: Template;
  /** A parameter that several templates have is the same value in each. */
  readonly parameters: GivenParameters;
}

interface Templates {
  readonly stackName: string | null;
  readonly template: Template;
  readonly beside?: readonly NamedTemplate[];
}

/** @returns the template itself where there is only one; else the first keeps its names, and others are called `STACK:NAME` */
export function mergeTemplates(
  { stackName, template, beside = [] }: Templates,
  props: StackProps,
): MergedTemplates {
  const { parameters = {} } = props;
  if (beside.length === 0) return { template, parameters };
  // Loops first: the names that they give may be in several templates.
  const all = [{ stackName: stackName ?? '', template }, ...beside].map((each) => ({
    stackName: each.stackName,
    template: withoutLoops(each.template, { ...props, stackName: each.stackName }),
  }));
  return merged(all, parameters);
}

function merged(templates: readonly NamedTemplate[], parameters: GivenParameters): MergedTemplates {
  const renamed = templates.map((each, index) => renamedApart(each, templates.slice(0, index)));
  const sections = ['Parameters', 'Conditions', 'Mappings', 'Outputs'] as const;
  const parts = <Value>(name: keyof Template): Record<string, Value> =>
    Object.assign({}, ...renamed.map(({ template }) => template[name] ?? {}));
  return {
    template: {
      Resources: parts('Resources'),
      ...Object.fromEntries(sections.map((name) => [name, parts(name)])),
      Transform: [...new Set(templates.flatMap(({ template }) => template.Transform ?? []))],
    },
    parameters: Object.assign({}, parameters, ...renamed.map(({ names }) => givenFor(names, parameters))),
  };
}

function givenFor(names: ReadonlyMap<string, string>, parameters: GivenParameters): GivenParameters {
  const given = Object.entries(parameters).flatMap(([name, value]) => {
    const own = names.get(name);
    return own === undefined ? [] : [[own, value]];
  });
  return Object.fromEntries(given);
}

type Names = ReadonlyMap<string, string>;

interface Renaming {
  readonly stackName: string;
  /** Resources and parameters, which references cannot tell apart. */
  readonly names: Names;
  readonly conditions: Names;
  readonly mappings: Names;
}

function renamedApart({ stackName, template }: NamedTemplate, before: readonly NamedTemplate[]) {
  const apart = (
    ...sections: ('Resources' | 'Parameters' | 'Conditions' | 'Mappings' | 'Outputs')[]
  ): Names => {
    const keysOf = (each: Template) => sections.flatMap((name) => Object.keys(each[name] ?? {}));
    const taken = new Set(before.flatMap((each) => keysOf(each.template)));
    return new Map(
      keysOf(template)
        .filter((key) => taken.has(key))
        .map((key) => [key, `${stackName}:${key}`]),
    );
  };
  const renaming: Renaming = {
    stackName,
    names: apart('Resources', 'Parameters'),
    conditions: apart('Conditions'),
    mappings: apart('Mappings'),
  };
  const renamed: Template = {
    Resources: section(template.Resources, renaming.names, (resource) =>
      resourceIn(resource, template, renaming),
    ),
    Parameters: section(template.Parameters, renaming.names, (definition) => definition),
    Conditions: section(template.Conditions, renaming.conditions, (value) => rewritten(value, renaming)),
    Mappings: section(template.Mappings, renaming.mappings, (value) => value),
    Outputs: section(template.Outputs, apart('Outputs'), (output) => ({
      ...(rewritten(output, renaming) as object),
      stackName,
    })),
  };
  return { template: renamed, names: renaming.names };
}

function section<Value, Result>(
  values: Readonly<Record<string, Value>> | null | undefined,
  names: Names,
  rewrite: (value: Value) => Result,
): Record<string, Result> {
  return Object.fromEntries(
    Object.entries(values ?? {}).map(([key, value]) => [names.get(key) ?? key, rewrite(value)]),
  );
}

function resourceIn(resource: Resource, template: Template, renaming: Renaming): Resource {
  const { Condition, DependsOn, Properties, ...rest } = withGlobals(resource, template);
  const rename = (name: string) => renaming.names.get(name) ?? name;
  return {
    ...rest,
    ...(Properties && { Properties: rewritten(Properties, renaming) as Record<string, unknown> }),
    ...(DependsOn && { DependsOn: [DependsOn].flat().map(rename) }),
    ...(Condition !== undefined && { Condition: renaming.conditions.get(Condition) ?? Condition }),
  };
}

/** The value with every name in it as the merged template has it. */
function rewritten(value: unknown, renaming: Renaming): unknown {
  if (Array.isArray(value)) return value.map((item) => rewritten(item, renaming));
  if (!isObject(value)) return value;
  // The merged template has one name for all, so that each stack's is written out.
  if (value.Ref === 'AWS::StackName') return renaming.stackName;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, argumentOf(key, item, renaming)]),
  );
}

function argumentOf(key: string, value: unknown, renaming: Renaming): unknown {
  const { names, conditions, mappings } = renaming;
  if (key === 'Ref' && typeof value === 'string') return names.get(value) ?? value;
  if (key === 'Condition' && typeof value === 'string') return conditions.get(value) ?? value;
  if (key === 'Fn::GetAtt') {
    const [owner, ...rest] = typeof value === 'string' ? splitAttribute(value) : [value].flat();
    return [names.get(String(owner)) ?? owner, ...rest.map((item) => rewritten(item, renaming))];
  }
  const inner = rewritten(value, renaming);
  if (key === 'Fn::Sub') return subIn(inner, renaming);
  if (!Array.isArray(inner) || typeof inner[0] !== 'string') return inner;
  if (key === 'Fn::If') return [conditions.get(inner[0]) ?? inner[0], ...inner.slice(1)];
  return key === 'Fn::FindInMap' ? [mappings.get(inner[0]) ?? inner[0], ...inner.slice(1)] : inner;
}

function subIn(argument: unknown, { names, stackName }: Renaming): unknown {
  const [pattern, variables] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof pattern !== 'string') return argument;
  const own = isObject(variables) ? variables : {};
  const parts = parseSub(pattern).map((part) => {
    if ('literal' in part) return part.literal.replaceAll('${', '${!');
    if (Object.hasOwn(own, part.name)) return `\${${part.name}}`;
    if (part.name === 'AWS::StackName') return stackName;
    const [owner, attribute] = splitAttribute(part.name);
    return `\${${names.get(owner) ?? owner}${attribute === '' ? '' : `.${attribute}`}}`;
  });
  return [parts.join(''), own];
}
