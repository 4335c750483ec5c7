/** Reads files of earlier versions: what these did not have is unknown. Pure. */
import { isObject } from '../lab/template/intrinsics.ts';

/** Version 2 added what is null or empty here. */
export function fromVersion1(document: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { workloads } = document;
  return {
    ...{ roles: null, managedPolicies: null, instanceProfiles: null, hostedZones: null },
    ...document,
    version: 2,
    workloads: isObject(workloads)
      ? {
          ...workloads,
          functions: withField('runtime', null, workloads.functions),
          taskDefinitions: withField('fargate', null, workloads.taskDefinitions),
          instances: withField(
            'forwardingInterfaceIds',
            [],
            withField('instanceProfile', null, workloads.instances),
          ),
        }
      : workloads,
  };
}

function withField(field: string, value: unknown, items: unknown): unknown {
  if (!Array.isArray(items)) return items;
  return items.map((item) => (isObject(item) ? { [field]: value, ...item } : item));
}
