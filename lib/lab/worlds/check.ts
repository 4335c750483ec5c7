/** Compares a run with what its world expects. */
import { isBuiltIn } from '../../../lambda/report/built-in-targets.ts';
import type { Run } from '../../../lambda/report/report-schema.ts';
import type { Expectation } from '../../../lambda/report/vocabulary.ts';
import { controlsBlocked, expectationInWords } from './expectations.ts';
import type { World } from './world.ts';

/** What differs from the world's expectation, a sentence each; empty when all is as expected. */
export function differencesFrom(world: World, run: Run): string[] {
  return [
    ...targetDifferences(world, run),
    ...controlDifferences(world, run),
    ...inboundDifferences(world, run),
  ];
}

/** The same for another project's template: worlds do not know it, so only targets and controls have expectations. */
export function differencesByItself({ targets, controls }: Run): string[] {
  const missed = targets.filter(({ asExpected }) => !asExpected);
  const answered = controls.filter(({ asExpected }) => !asExpected);
  const list = (items: readonly { readonly id: string }[]) => items.map(({ id }) => id).join(', ');
  return [
    ...[...Map.groupBy(missed, ({ expect }) => expect)].map(
      ([expect, group]) => `expected ${expect}: ${list(group)}`,
    ),
    ...(answered.length === 0 ? [] : [`expected no answer over IPv4: ${list(answered)}`]),
  ];
}

function inboundDifferences({ expectInbound = false }: World, { lab }: Run): string[] {
  if (lab === undefined || lab.inbound.reachedFunction === expectInbound) return [];
  return [
    expectInbound
      ? 'a connection from the internet did not arrive at the function'
      : 'a connection from the internet arrived at the function',
  ];
}

function targetDifferences(world: World, { targets, network }: Run): string[] {
  return targets.flatMap(({ id, path, verdict, cause, asExpected, expect }) => {
    const is = expectationInWords({ path, verdict, cause: cause?.code ?? null });
    if (hasOwnExpectation(id, expect, world)) {
      return asExpected ? [] : [`${id}: expected ${expect}, got ${is}`];
    }
    const expected = expectationInWords(world.expectTarget(id, network));
    return is === expected ? [] : [`${id}: expected ${expected}, got ${is}`];
  });
}

/** A world does not know a user's targets, or endpoints that the stack's settings request. */
function hasOwnExpectation(id: string, expect: Expectation, { settings }: World): boolean {
  return !isBuiltIn(id) || (expect === 'vpc-endpoint' && settings === undefined);
}

function controlDifferences(
  { expectControls = controlsBlocked, settings }: World,
  { controls, network }: Run,
): string[] {
  return controls.flatMap(({ id, kind, succeeded, meaningful, asExpected, cause }) => {
    if (cause?.code === 'VpcEndpointInPath' && asExpected && settings === undefined) return [];
    if (kind === 'iam') return succeeded ? [`IAM control of ${id}: expected a denial`] : [];
    const expected = expectControls(id, network);
    return [
      ...(succeeded === expected.succeeded
        ? []
        : [`IPv4 control of ${id}: expected ${expected.succeeded ? 'an answer' : 'no answer'}`]),
      ...(meaningful === expected.meaningful
        ? []
        : [`IPv4 control of ${id}: expected it to prove ${expected.meaningful ? 'something' : 'nothing'}`]),
    ];
  });
}
