/**
 * Completes a run whose route the probe could only take on the stack's word with what EC2 said about it. Pure:
 * the same evidence, judged again in what depends on the route.
 */

import { causeOf } from '../../lambda/probe/judge/causes.ts';
import type { Facts } from '../../lambda/probe/judge/facts.ts';
import { causeOfDetour, isAsExpected } from '../../lambda/probe/judge/judge.ts';
import { gatewayTo, isReached, leavesOverIpv6, pathOfAttempt } from '../../lambda/probe/judge/path.ts';
import type { Attempt, Control, Run, Target } from '../../lambda/probe/report-schema.ts';
import type { RouteFinding } from '../../lambda/probe/witness/findings.ts';

export function withRoute(run: Run, route: RouteFinding): Run {
  const facts: Facts = {
    vpcIpv6CidrBlock: run.network.vpcIpv6CidrBlock,
    // Only `ipv6` is judged again, and that path is none of IPv4's.
    vpcIpv4CidrBlock: null,
    subnetId: run.network.subnetId,
    route,
    iamWitness: false,
    openPorts: null,
    echoes: [],
  };
  const targets = run.targets.map((target) =>
    target.path === 'ipv6' ? judgeAgain(target, run, facts) : target,
  );
  return {
    ...run,
    network: { ...run.network, route: { witness: route.witness, gateway: route.gateway } },
    targets,
    controls: run.controls.map((control) => ({
      ...control,
      meaningful: control.meaningful && isMeaningful(control, targets),
    })),
  };
}

function judgeAgain(target: Target, run: Run, facts: Facts): Target {
  const attempts = target.attempts.map((attempt) => withPath(attempt, facts));
  const path = attempts.find(({ mode }) => mode === 'ipv6')?.path ?? target.path;
  const detour = causeOfDetour(path, facts);
  const moved = { ...target, path, reached: isReached(path), attempts, ...warningsOn(target, path) };
  const asExpected = isAsExpected(target.expect, path);
  if (detour) return { ...moved, asExpected, verdict: 'fail', witness: null, cause: detour };
  if (target.witness !== 'echo' || echoesShareRoute(target, run, facts)) return { ...moved, asExpected };
  const cause = causeOf('NoWitness', 'the echoes lie behind another route', facts);
  return { ...moved, asExpected, verdict: 'inconclusive', witness: null, cause };
}

function withPath(attempt: Attempt, facts: Facts): Attempt {
  if (attempt.path !== 'ipv6') return attempt;
  const path = pathOfAttempt(attempt.operations, facts);
  return { ...attempt, path, cause: causeOfDetour(path, facts) ?? attempt.cause };
}

function warningsOn({ warnings }: Target, path: Target['path']): Pick<Target, 'warnings'> {
  return { warnings: warnings.filter(({ code }) => path === 'ipv6' || code !== 'RouteDeclared') };
}

/** An echo vouches for what leaves through the same gateway; one that the report does not show took `::/0`. */
function echoesShareRoute(target: Target, { source, targets }: Run, { route }: Facts): boolean {
  const own = gatewayTo(remoteAddressOf(target) ?? '', route);
  return source.seenBy.some((echo) => {
    const shown = targets.find(({ id }) => id === echo.target);
    const address = shown && remoteAddressOf(shown);
    return own === (address ? gatewayTo(address, route) : route.gateway);
  });
}

function remoteAddressOf({ attempts }: Target): string | null {
  return attempts.find(({ mode }) => mode === 'ipv6')?.operations.at(-1)?.remoteAddress ?? null;
}

function isMeaningful({ id, kind }: Control, targets: readonly Target[]): boolean {
  if (kind === 'ipv4') return targets.some(({ path }) => leavesOverIpv6(path));
  return targets.some((target) => target.id === id && target.witness === 'iam');
}
