/** Compares a run with what its world says it must report. */

import { TARGET_IDS } from '../../../lambda/report/built-in-targets.ts';
import type { Run } from '../../../lambda/report/report-schema.ts';
import type { Expectation } from '../../../lambda/report/vocabulary.ts';
import type { World } from './world.ts';

/** What differs from the world's expectation, a sentence each; empty when all is as expected. */
export function differencesFrom(world: World, run: Run): string[] {
  return [
    ...targetDifferences(world, run),
    ...controlDifferences(world, run),
    ...inboundDifferences(world, run),
  ];
}

/**
 * The same where the template is somebody else's, of which the world knows nothing: its targets and controls say themselves
 * what is expected of them.
 */
export function differencesByItself({ targets, controls }: Run): string[] {
  const missed = targets.filter(({ asExpected }) => !asExpected);
  const answered = controls.filter(({ asExpected }) => !asExpected);
  const list = (items: readonly { readonly id: string }[]) => items.map(({ id }) => id).join(', ');
  return [
    ...[...Map.groupBy(missed, ({ expect }) => expect)].map(
      ([expect, group]) => `should be ${expect}: ${list(group)}`,
    ),
    ...(answered.length === 0 ? [] : [`should have stayed silent over IPv4: ${list(answered)}`]),
  ];
}

function inboundDifferences({ expectInbound = false }: World, { lab }: Run): string[] {
  if (lab === undefined || lab.inbound.reachedFunction === expectInbound) return [];
  return [`a connection from the internet should ${expectInbound ? '' : 'not '}have arrived at the function`];
}

function targetDifferences(world: World, { targets, network }: Run): string[] {
  return targets.flatMap(({ id, path, verdict, cause, asExpected, expect }) => {
    if (saysItself(id, expect, world))
      return asExpected ? [] : [`${id} should be ${expect} and is ${verdict} over ${path}`];
    const expected = world.expectTarget(id, network);
    const differs =
      path !== expected.path || verdict !== expected.verdict || (cause?.code ?? null) !== expected.cause;
    const is = describe({ path, verdict, cause: cause?.code ?? null });
    return differs ? [`${id} should be ${describe(expected)} and is ${is}`] : [];
  });
}

/**
 * Of a user's target the world knows nothing, nor of endpoints that the stack's settings ask for: such a target says
 * itself what is expected of it.
 */
function saysItself(id: string, expect: Expectation, { settings }: World): boolean {
  const isBuiltIn = (TARGET_IDS as readonly string[]).includes(id);
  return !isBuiltIn || (expect === 'vpc-endpoint' && settings === undefined);
}

function describe({ path, verdict, cause }: { path: string; verdict: string; cause: string | null }): string {
  return `${verdict} over ${path}${cause ? ` (${cause})` : ''}`;
}

function controlDifferences({ expectControls, settings }: World, { controls, network }: Run): string[] {
  return controls.flatMap(({ id, kind, succeeded, meaningful, asExpected, cause }) => {
    if (cause?.code === 'VpcEndpointInPath' && asExpected && settings === undefined) return [];
    const expected = expectControls(network, id);
    if (kind === 'iam') return succeeded ? [`IAM's control of ${id} should have been denied`] : [];
    return [
      ...(succeeded === expected.succeeded
        ? []
        : [`the IPv4 control of ${id} should have ${expected.succeeded ? 'answered' : 'stayed silent'}`]),
      ...(meaningful === expected.meaningful
        ? []
        : [`the IPv4 control of ${id} should be ${expected.meaningful ? '' : 'not '}meaningful`]),
    ];
  });
}
