/** What is asked of the lab for each thing that code talks to: its name as it is, and its dual-stack name beside it. Pure. */

export interface WantedTarget {
  readonly url: string;
  /** Where it was found, in words; empty for what the user named. */
  readonly foundIn: readonly string[];
  /** The logical ids of the workloads that it was found for; empty if every workload is asked. */
  readonly workloads: readonly string[];
  /** Whether nothing is known to call it: only a VPC endpoint leads to it, or it is a demonstration. @default false */
  readonly isAssumed?: boolean;
}

export interface AskedTarget extends WantedTarget {
  /** The ids in the lab's event. */
  readonly asIs: string;
  readonly dualStack: string | null;
  /** What code has to add to take the dual-stack name; null where there is none. */
  readonly line: string | null;
}

/** For all clients of the SDKs (AWS SDKs and Tools Reference Guide, "Dual-stack and FIPS endpoints"). */
export const DUAL_STACK_LINE = 'AWS_USE_DUALSTACK_ENDPOINT=true';

/** @param dualStackName of an AWS host; null where there is none */
export function askedTargets(
  wanted: readonly WantedTarget[],
  dualStackName: (host: string) => string | null,
): AskedTarget[] {
  const byUrl = Map.groupBy(wanted, ({ url }) => url);
  return [...byUrl].map(([url, group]) => {
    const foundIn = [...new Set(group.flatMap((each) => each.foundIn))];
    const isForAll = group.some(({ workloads }) => workloads.length === 0);
    const workloads = isForAll ? [] : [...new Set(group.flatMap((each) => each.workloads))];
    const host = httpsHost(url);
    const name = host === null ? null : dualStackName(host);
    const dualStack = name === null || host === null ? null : url.replace(host, name);
    const line = host === null || dualStack === null ? null : lineFor(host, name);
    const isAssumed = group.every((each) => each.isAssumed);
    return { url, foundIn, workloads, isAssumed, asIs: url, dualStack, line };
  });
}

function httpsHost(url: string): string | null {
  return /^https:\/\/([^/:?#]+)/.exec(url)?.[1] ?? null;
}

/** The flag changes the names of AWS's services in a Region; other names are written out. */
function lineFor(host: string, name: string | null): string {
  return host.endsWith('.amazonaws.com') || host.endsWith('.amazonaws.com.cn')
    ? DUAL_STACK_LINE
    : `use ${name}`;
}

/** The targets of the lab's event. */
export function eventTargets(asked: readonly AskedTarget[]): { readonly url: string }[] {
  const urls = asked.flatMap(({ asIs, dualStack }) => (dualStack === null ? [asIs] : [asIs, dualStack]));
  return [...new Set(urls)].map((url) => ({ url }));
}
