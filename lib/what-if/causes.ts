/** Why a target has no way, or why none is known. Pure. */
import type { Target } from '../../lambda/report/report-schema.ts';
import type { WhatIfAnswer } from '../report/inputs/what-if.ts';
import type { AskedTarget, LeftOut } from './asked-targets.ts';
import type { ChangeKind, Obstacle } from './change.ts';
import { type Objection, objectionTo } from './endpoint-policies.ts';
import { canBeRenamed, detourOf, hasIpv4, isOfLogs, isRenamedByImage, type RoutedRun } from './ways.ts';

export type WhatIfCause = NonNullable<WhatIfAnswer['cause']>;

/** Whether AWS's own pages disagree about the IPv6 of one of the names: then no run of the lab can settle it. */
export function contradiction(
  urls: readonly string[],
  runs: readonly (RoutedRun | undefined)[],
): WhatIfCause | null {
  const hosts = urls.flatMap((url) => /^\w+:\/\/([^/:?#]+)/.exec(url)?.[1] ?? []);
  const host = runs
    .flatMap((each) => each?.run.lab?.hosts ?? [])
    .find((record) => hosts.includes(record.host) && record.ground.kind === 'contradicted')?.host;
  if (host === undefined) return null;
  return {
    code: 'UnknownToLab',
    message: `AWS's pages contradict one another about the IPv6 of ${host}`,
    remedy: `look its records up with --resolve, or declare them with --host ${host}=A or =A,AAAA`,
  };
}

/** Nothing was shown to be in vain where a change that is to be done by hand was left out of the network with IPv6. */
export function leftToDo(
  target: AskedTarget,
  routed: RoutedRun | undefined,
  obstacles: readonly Obstacle[],
): WhatIfCause | null {
  const { asIs, caller } = target;
  const workload = routed?.run.lab?.workload;
  const own = [
    ...(workload?.logicalIds ?? []),
    ...(workload?.securityGroups ?? []).map((each) => each.logicalId),
  ];
  const found = obstacles.find(
    ({ kind, logicalId }) => !OF_ONE_WORKLOAD.includes(kind) || own.includes(logicalId),
  );
  const names = [asIs, routed && canBeRenamed(target, routed) ? target.dualStack : null];
  const tried = routed?.run.targets.filter(({ id }) => names.includes(id)) ?? [];
  if (found === undefined || caller === 'fargate' || !tried.some(hasIpv6)) return null;
  return {
    code: tried.find(hasIpv6)?.cause?.code ?? 'ConnectTimeout',
    message: `a change that is to be done by hand was not tried: ${found.logicalId}: ${found.why}`,
    remedy: 'make that change in the template, and ask again',
  };
}

/** The lab's own address of the host went out; the real one may be where the route leads. */
export function detoured(
  { asIs, dualStack }: AskedTarget,
  routed: RoutedRun | undefined,
): WhatIfCause | null {
  const [block] = [dualStack, asIs].flatMap((id) =>
    routed && id !== null ? (detourOf(id, routed) ?? []) : [],
  );
  if (block === undefined) return null;
  return {
    code: 'UnknownToLab',
    message: `${block} leads to another network, and the lab does not know whether the host's real addresses are there`,
    remedy: `compare what the host's name resolves to with ${block}`,
  };
}

const OF_ONE_WORKLOAD: readonly ChangeKind[] = ['security-group', 'workload-flag'];

function hasIpv6({ attempts }: Target): boolean {
  return attempts.some(({ operations }) => operations.some(({ dns }) => (dns?.aaaa ?? []).length > 0));
}

/** Those that the target was found for, and in whose place no probe stood in any subnet. */
export function neverStoodFor(
  { workloads, unplaced = [] }: AskedTarget,
  places: readonly { readonly workload: { readonly logicalId: string | null } }[],
  leftOut: readonly LeftOut[],
): LeftOut[] {
  return [...leftOut, ...unplaced].filter(
    ({ logicalId }) =>
      workloads.includes(logicalId) && !places.some(({ workload }) => workload.logicalId === logicalId),
  );
}

/** What another place shows says nothing of a workload whose own group, for example, is not known. */
export function notStoodFor(
  { workloads, unplaced = [] }: AskedTarget,
  place: { readonly logicalId: string | null },
  leftOut: readonly LeftOut[],
): WhatIfCause | null {
  if (place.logicalId !== null && workloads.includes(place.logicalId)) return null;
  const found = [...leftOut, ...unplaced].find(({ logicalId }) =>
    workloads.length === 0 ? place.logicalId === null : workloads.includes(logicalId),
  );
  return found === undefined ? null : notTried(found);
}

export function notTried({ logicalId, reason }: LeftOut): WhatIfCause {
  return {
    code: 'UnknownToLab',
    message: `no probe stood in for ${logicalId}, so that its calls were not tried`,
    remedy: reason,
  };
}

function objected({ endpoint: { logicalId }, call: { action, resource }, decision }: Objection): WhatIfCause {
  const what = `${action} on ${resource}`;
  if (decision === 'deny')
    return {
      code: 'AccessDenied',
      message: `the policy of the VPC endpoint ${logicalId} does not allow ${what}`,
      remedy: 'allow it there',
    };
  return {
    code: 'UnknownToLab',
    message: `whether the policy of the VPC endpoint ${logicalId} allows ${what} is not known: who calls, a condition or an element that the lab does not know decides`,
    remedy: 'see whether a task that pulls over this endpoint starts today: if it does, the policy allows it',
  };
}

const FARGATE: WhatIfCause = {
  code: 'FargateOverIpv4',
  message:
    'in a subnet that has IPv4 Fargate itself fetches images, secrets and parameters over IPv4, whatever their names (aws/containers-roadmap#2641, #2792)',
  remedy:
    'keep its hosts reachable over IPv4, through VPC endpoints (for the layers of ECR the gateway endpoint of S3, which costs nothing), or run the task in an IPv6-only subnet (docs/fargate.md)',
};

const LOGS_OVER_IPV4: WhatIfCause = {
  code: 'FargateOverIpv4',
  message:
    'by the source of the ECS agent the log driver takes a name with IPv6 only in a subnet without IPv4, and its default name has none',
  remedy: 'keep it reachable over IPv4, through an endpoint of CloudWatch Logs, or log from the code itself',
};

const AGENT: WhatIfCause = {
  code: 'EcsAgentOverIpv4',
  message: 'by its source the ECS agent calls AWS by names that have IPv6 only on an instance without IPv4',
  remedy:
    'keep its hosts reachable over IPv4, through VPC endpoints, or run the container instances in IPv6-only subnets',
};

const NOT_DOCUMENTED: WhatIfCause = {
  code: 'FargateOverIpv6',
  message: 'whether Fargate itself calls it by a name that has IPv6 is not documented',
  remedy: 'try it: natless probe --on fargate',
};

/** That of its dual-stack name, which comes closest where there is such a name, else that of its own. */
export function causeOf(target: AskedTarget, run: RoutedRun | undefined): WhatIfCause | null {
  const { asIs, dualStack, caller } = target;
  const objection = run ? objectionTo(target, asIs, run) : null;
  if (objection) return objected(objection);
  const causes = [dualStack, asIs].flatMap((id) => {
    const tried = run?.run.targets.find((each) => each.id === id);
    return tried?.cause ? [tried.cause] : [];
  });
  const first = causes.find(({ code }) => code !== 'NoSuchHost') ?? causes[0] ?? null;
  if (caller === 'code' || first?.code === 'UnknownToLab' || !run) return first;
  if (caller === 'ecs-agent') return hasIpv4(run) && !isRenamedByImage(target) ? AGENT : first;
  if (isOfLogs(asIs)) return hasIpv4(run) ? LOGS_OVER_IPV4 : NOT_DOCUMENTED;
  return hasIpv4(run) ? FARGATE : first;
}
