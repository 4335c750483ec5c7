/** Which of a target's attempts speaks for it. */
import type { Expectation, Path } from '../vocabulary.ts';

/**
 * The forced one, which comes first. A target that is expected to take a VPC endpoint is judged by the first attempt
 * that took it, if any did: an endpoint has the service's default name alone, and some have no IPv6, so that what
 * carries unchanged code need not carry the forced attempt.
 */
export function decisiveOf<Attempt extends { readonly path: Path }>(
  expect: Expectation,
  attempts: readonly [Attempt, ...Attempt[]],
): Attempt {
  const carried = attempts.find(({ path }) => path === 'vpc-endpoint');
  return expect === 'vpc-endpoint' && carried ? carried : attempts[0];
}
