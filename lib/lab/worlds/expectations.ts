/** What targets and controls report in a world: the words that the themes are written in. */
import { type TargetId, targetsThrough } from '../../../lambda/report/built-in-targets.ts';
import type { CauseCode, Path } from '../../../lambda/report/vocabulary.ts';
import type { ControlExpectation, TargetExpectation, World } from './world.ts';

export const PASSES: TargetExpectation = { path: 'eigw', verdict: 'pass', cause: null };

export const S3_TARGETS = targetsThrough('s3');
export const DYNAMODB_TARGETS = targetsThrough('dynamodb');

/** What a target reports where nothing is wrong: Bedrock Runtime has no dual-stack host, as the article found. */
export function healthy(id: string): TargetExpectation {
  return id === 'bedrock-runtime' ? noPath('NoSuchHost') : PASSES;
}

/** The given targets report something else; all others are healthy. */
export function healthyExcept(
  targets: readonly TargetId[],
  expectation: TargetExpectation,
): World['expectTarget'] {
  return (id) => (isAmong(id, targets) ? expectation : healthy(id));
}

/** No packet finds its way out, whatever the target; Bedrock Runtime fails at its name already. */
export function nothingReached(cause: CauseCode): World['expectTarget'] {
  return (id) => (id === 'bedrock-runtime' ? healthy(id) : noPath(cause));
}

/** A target that does not answer. */
export function noPath(cause: CauseCode): TargetExpectation {
  return { path: 'none', verdict: 'fail', cause };
}

/** A target that was reached, but without a witness or without a good answer. */
export function failed(cause: CauseCode, path: Path = 'eigw'): TargetExpectation {
  return { path, verdict: 'fail', cause };
}

export function inconclusive(cause: CauseCode): TargetExpectation {
  return { path: 'eigw', verdict: 'inconclusive', cause };
}

/** The same where the probe could not look up its route, so that the gateway is only what the template declares. */
export function withoutRoute(expectation: TargetExpectation): TargetExpectation {
  return expectation.path === 'eigw' ? { ...expectation, path: 'ipv6' } : expectation;
}

/** `pass over eigw`, `fail (no path, ConnectTimeout)`. */
export function expectationInWords({ path, verdict, cause }: TargetExpectation): string {
  const reason = cause === null ? [] : [cause];
  if (path === 'none') return `${verdict} (${['no path', ...reason].join(', ')})`;
  return [`${verdict} over ${path}`, ...reason.map((code) => `(${code})`)].join(' ');
}

const BLOCKED: ControlExpectation = { succeeded: false, meaningful: true };
const ANSWERED: ControlExpectation = { succeeded: true, meaningful: true };

/** What a world expects of its controls unless it says otherwise: IPv6 works, and IPv4 has no way out. */
export const controlsBlocked = () => BLOCKED;

/** Nothing works, so blocked controls prove nothing. */
export const controlsMeaningless = (): ControlExpectation => ({ succeeded: false, meaningful: false });

/** IPv4 has a way out. */
export const controlsAnswered = () => ANSWERED;

/** IPv4 has a way to these targets only. */
export function controlsAnsweredFor(targets: readonly TargetId[]): NonNullable<World['expectControls']> {
  return (id) => (isAmong(id, targets) ? ANSWERED : BLOCKED);
}

export function isAmong(id: string, targets: readonly TargetId[]): boolean {
  return (targets as readonly string[]).includes(id);
}
