/** How one namespace is configured. Types only. */

export interface IpBatch {
  /** The family to pass to `ip`; null where every command shows its own. */
  readonly family: '4' | '6' | null;
  readonly lines: readonly string[];
}

export interface NamespaceWiring {
  /** Null for the namespace that the lab runs in, which is the internet. */
  readonly namespace: string | null;
  /** `path=value`; the path is relative to /proc/sys, and `*` in it stands for every device. */
  readonly sysctls: readonly string[];
  readonly ipBatches: readonly IpBatch[];
}
