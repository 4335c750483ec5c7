/**
 * The names of what an attempt writes. Runs may be under way at the same time in one subnet (a schedule's and a user's),
 * so each run has names of its own, and what it writes expires.
 */
import type { AttemptContext } from '../attempts/attempt.ts';

/** Long after every run that might read it, and soon enough to cost nothing. */
const KEPT_SECONDS = 24 * 60 * 60;

/** `SUBNET/RUN/MODE`. */
export function ownKey({ environment, runId, mode }: AttemptContext): string {
  return `${environment.subnetId ?? 'unknown-subnet'}/${runId}/${mode}`;
}

/** When it may be deleted, in seconds since 1970. */
export function expiry(): number {
  return Math.floor(Date.now() / 1_000) + KEPT_SECONDS;
}

interface Kept {
  readonly key?: string | undefined;
  /** With `expires`, as the probe writes it; anything else is not the probe's. */
  readonly metadata?: unknown;
}

/** The keys of what has expired. S3 Vectors deletes nothing itself, and a run that its deadline ended leaves vectors there. */
export function leftBehind(found: readonly Kept[]): string[] {
  const now = Date.now() / 1_000;
  return found.flatMap(({ key, metadata }) => {
    const { expires } = (metadata ?? {}) as { readonly expires?: unknown };
    return key !== undefined && typeof expires === 'number' && expires < now ? [key] : [];
  });
}
