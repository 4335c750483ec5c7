/** What is asked of the lab for each thing that code talks to: its name as it is, and its dual-stack name beside it. Pure. */
import { lineFor } from '../../lambda/report/catalogue/dual-stack-name.ts';
import type { Caller } from '../report/inputs/found-targets.ts';
import { dualStackImage, namedAs } from './ecr-images.ts';

/** A workload of the template in whose place no probe can stand. */
export interface LeftOut {
  readonly logicalId: string;
  readonly reason: string;
}

export interface WantedTarget {
  readonly url: string;
  readonly caller: Caller;
  /** Where it was found, in words; empty for what the user named. */
  readonly foundIn: readonly string[];
  /** The logical ids of the workloads that it was found for; empty if every workload is asked. */
  readonly workloads: readonly string[];
  /** Whether nothing is known to call it: only a VPC endpoint leads to it, or it is a demonstration. @default false */
  readonly isAssumed?: boolean;
  /** Those of the workloads whose place is not known. @default - none */
  readonly unplaced?: readonly LeftOut[];
  /** What leads it to its dual-stack name, where no setting of the code does. @default - none */
  readonly renamedBy?: string | null;
}

export interface AskedTarget extends WantedTarget {
  /** The ids in the lab's event. */
  readonly asIs: string;
  readonly dualStack: string | null;
  /** What code has to add to take the dual-stack name; null where there is none. */
  readonly line: string | null;
}

/** @param dualStackName of an AWS host; null where there is none */
export function askedTargets(
  wanted: readonly WantedTarget[],
  dualStackName: (host: string) => string | null,
): AskedTarget[] {
  const alike = Map.groupBy(wanted, ({ url, caller }) => `${caller} ${url}`);
  return [...alike.values()].flatMap(([first, ...others]) =>
    first ? [askedTarget(first, [first, ...others], dualStackName)] : [],
  );
}

function askedTarget(
  { url, caller, renamedBy = null }: WantedTarget,
  group: readonly WantedTarget[],
  dualStackName: (host: string) => string | null,
): AskedTarget {
  const foundIn = [...new Set(group.flatMap((each) => each.foundIn))];
  const isForAll = group.some(({ workloads }) => workloads.length === 0);
  const workloads = isForAll ? [] : [...new Set(group.flatMap((each) => each.workloads))];
  const host = httpsHost(url);
  const name = host === null ? null : dualStackName(host);
  const dualStack = name === null || host === null ? dualStackImage(url) : url.replace(host, name);
  const line =
    dualStack === null
      ? null
      : (renamedBy ?? (host === null || name === null ? namedAs(dualStack) : lineFor(host, name)));
  const isAssumed = group.every((each) => each.isAssumed);
  const unplaced = group.flatMap((each) => each.unplaced ?? []);
  return { url, caller, foundIn, workloads, isAssumed, unplaced, renamedBy, asIs: url, dualStack, line };
}

function httpsHost(url: string): string | null {
  return /^https:\/\/([^/:?#]+)/.exec(url)?.[1] ?? null;
}

/** The targets of the lab's event. */
export function eventTargets(asked: readonly AskedTarget[]): { readonly url: string }[] {
  const urls = asked.flatMap(({ asIs, dualStack }) => (dualStack === null ? [asIs] : [asIs, dualStack]));
  return [...new Set(urls)].map((url) => ({ url }));
}
