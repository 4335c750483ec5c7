/** How one namespace is configured. Types only. */
import type { IpBatch } from './routing.ts';

export interface NamespacePlan {
  /** Null for the namespace that the lab runs in, which is the internet. */
  readonly namespace: string | null;
  /** `path=value`, the path below /proc/sys, in which `*` stands for every device. */
  readonly sysctls: readonly string[];
  readonly ipBatches: readonly IpBatch[];
}
