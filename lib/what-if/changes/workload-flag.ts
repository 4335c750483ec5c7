/** An IPv6 address for each workload: Lambda and EC2 give one only where the resource asks for it. */

import { isObject } from '../../lab/template/intrinsics.ts';
import type { PlacedWorkload } from '../../lab/template/model.ts';
import type { Template } from '../../lab/template/template.ts';
import type { Change, Obstacle, Planned, Situation } from '../change.ts';

export function workloadFlags({ workloads, template }: Situation): Planned {
  // One in several subnets is there several times.
  const each = new Map(workloads.map((workload) => [workload.logicalId, workload]));
  const without = [...each.values()].filter(({ ipv6 }) => ipv6 !== 'yes');
  return {
    changes: without.flatMap((workload) => flag(workload, template)),
    obstacles: without.flatMap((workload) => [...accountSetting(workload), ...launchTemplate(workload)]),
  };
}

const INSTANCE = 'AWS::EC2::Instance';

function flag({ kind, logicalId, type }: PlacedWorkload, template: Template): Change[] {
  const properties = template.Resources[logicalId]?.Properties ?? {};
  const path = ['Resources', logicalId, 'Properties'];
  if (kind === 'function') return [functionFlag(logicalId, properties, path)];
  return type === INSTANCE ? [instanceAddress(logicalId, properties, path)] : [];
}

function functionFlag(
  logicalId: string,
  properties: Readonly<Record<string, unknown>>,
  path: readonly string[],
): Change {
  // A function of a serverless application may have its VpcConfig from the section Globals.
  const where = isObject(properties.VpcConfig) ? path : ['Globals', 'Function'];
  return {
    kind: 'workload-flag',
    logicalId,
    what: 'set Ipv6AllowedForDualStack to true',
    reason: 'Lambda gives a function no IPv6 otherwise, even in a dual-stack subnet',
    edits: [{ path: [...where, 'VpcConfig', 'Ipv6AllowedForDualStack'], value: true }],
  };
}

function instanceAddress(
  logicalId: string,
  properties: Readonly<Record<string, unknown>>,
  path: readonly string[],
): Change {
  const where = Array.isArray(properties.NetworkInterfaces) ? [...path, 'NetworkInterfaces', '0'] : path;
  return {
    kind: 'workload-flag',
    logicalId,
    what: 'set Ipv6AddressCount to 1, which replaces the instance',
    reason: 'an instance has no IPv6 address unless it asks for one; a running one can be given one by hand',
    edits: [{ path: [...where, 'Ipv6AddressCount'], value: 1 }],
  };
}

/** ECS User Guide, "Use a VPC in dual-stack mode": the account decides, and no template can. */
function accountSetting({ kind, logicalId }: PlacedWorkload): Obstacle[] {
  if (kind !== 'service' && kind !== 'task') return [];
  return [
    {
      kind: 'workload-flag',
      logicalId,
      why: 'its tasks get an IPv6 address only with the account setting dualStackIPv6: aws ecs put-account-setting-default --name dualStackIPv6 --value enabled',
    },
  ];
}

/** The instances of a group take their interfaces from elsewhere. */
function launchTemplate({ kind, type, logicalId }: PlacedWorkload): Obstacle[] {
  if (kind !== 'instance' || type === INSTANCE) return [];
  return [
    {
      kind: 'workload-flag',
      logicalId,
      why: 'its launch template decides whether its instances have IPv6: set Ipv6AddressCount to 1 in its NetworkInterfaces',
    },
  ];
}
