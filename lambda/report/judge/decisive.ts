/** Which of a target's attempts speaks for it. */
import type { Expectation, Path } from '../vocabulary.ts';

/**
 * The forced one, which comes first. A target that is expected to take a VPC endpoint is judged by the first attempt that
 * took it, if any did: an endpoint has only the service's default name, and some endpoints have no IPv6, so one that
 * carries unchanged code may not carry the forced attempt. So is a target of which nothing is expected and that IPv6 did
 * not reach.
 */
export function decisiveOf<Attempt extends { readonly path: Path }>(
  expect: Expectation,
  attempts: readonly [Attempt, ...Attempt[]],
): Attempt {
  const carried = attempts.find(({ path }) => path === 'vpc-endpoint');
  const [forced] = attempts;
  const isWanted = expect === 'vpc-endpoint' || (expect === 'any' && forced.path === 'none');
  return isWanted && carried ? carried : forced;
}
