/** What AWS SAM's Globals section adds to a function's VpcConfig (AWS SAM Developer Guide, "Globals section"). */
import { callIn, isObject, valueAt } from './intrinsics.ts';
import type { Resource, Template } from './template.ts';

export function withGlobals(resource: Resource, template: Template): Resource {
  if (resource.Type !== 'AWS::Serverless::Function') return resource;
  const common = valueAt(['Globals', 'Function', 'VpcConfig'], template);
  const own = resource.Properties?.VpcConfig;
  if (common === undefined) return resource;
  return { ...resource, Properties: { ...resource.Properties, VpcConfig: merged(common, own) } };
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
