/** What AWS SAM's Globals section adds to a function (AWS SAM Developer Guide, "Globals section"). */
import { callIn, isObject, valueAt } from './intrinsics.ts';
import type { Resource, Template } from './template.ts';

/** The properties that decide where a function stands and what it calls. */
const MERGED = ['VpcConfig', 'Environment'];

export function withGlobals(resource: Resource, template: Template): Resource {
  if (resource.Type !== 'AWS::Serverless::Function') return resource;
  const added = MERGED.flatMap((name) => {
    const common = valueAt(['Globals', 'Function', name], template);
    return common === undefined ? [] : [[name, merged(common, resource.Properties?.[name])]];
  });
  return added.length === 0
    ? resource
    : { ...resource, Properties: { ...resource.Properties, ...Object.fromEntries(added) } };
}

/** Maps are merged, lists are joined with the common one first, and of anything else the function's own counts. */
function merged(common: unknown, own: unknown): unknown {
  if (own === undefined) return common;
  if (Array.isArray(common) && Array.isArray(own)) return [...common, ...own];
  if (!isMap(common) || !isMap(own)) return own;
  const added = Object.entries(own).map(([key, value]) => [key, merged(common[key], value)]);
  return { ...common, ...Object.fromEntries(added) };
}

function isMap(value: unknown): value is Record<string, unknown> {
  return isObject(value) && callIn(value) === undefined;
}
