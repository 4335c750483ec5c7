/**
 * Completes a run whose route the probe could only take on the stack's word with what EC2 said about it. Pure:
 * the same evidence, judged again in what depends on the route.
 */

import { causeOf } from '../../lambda/report/judge/causes.ts';
import { decisiveOf } from '../../lambda/report/judge/decisive.ts';
import type { Facts } from '../../lambda/report/judge/facts.ts';
import { isWayOut } from '../../lambda/report/judge/judge-control.ts';
import { causeOfDetour, isAsExpected } from '../../lambda/report/judge/judge-target.ts';
import {
  gatewayTo,
  isReached,
  isThroughEndpoint,
  leavesOverIpv6,
  pathOfAttempt,
} from '../../lambda/report/judge/path.ts';
import type { Attempt, Control, Run, Target } from '../../lambda/report/report-schema.ts';
import type { RouteFinding } from '../../lambda/report/witnesses.ts';

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
      ...endpointIn(control, targets, facts),
      meaningful: control.meaningful && isMeaningful(control, targets),
    })),
  };
}

function judgeAgain(target: Target, run: Run, facts: Facts): Target {
  const attempts = target.attempts.map((attempt) => withPath(attempt, target.expect, facts));
  const path = decisiveOf(target.expect, attempts)?.path ?? target.path;
  const detour = causeOfDetour(path, facts, target.expect);
  const moved = { ...target, path, reached: isReached(path), attempts, ...warningsOn(target, path) };
  const asExpected = isAsExpected(target.expect, path);
  if (detour) {
    // A path that was expected explains no failure.
    const cause = asExpected && target.outcome !== 'ok' ? target.cause : detour;
    return { ...moved, asExpected, verdict: 'fail', witness: null, cause };
  }
  if (target.witness !== 'echo' || echoesShareRoute(target, run, facts)) return { ...moved, asExpected };
  const cause = causeOf('NoWitness', 'the echoes lie behind another route', facts);
  return { ...moved, asExpected, verdict: 'inconclusive', witness: null, cause };
}

function withPath(attempt: Attempt, expect: Target['expect'], facts: Facts): Attempt {
  if (attempt.path !== 'ipv6') return attempt;
  const path = pathOfAttempt(attempt.operations, facts);
  return { ...attempt, path, cause: causeOfDetour(path, facts, expect) ?? attempt.cause };
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

/** An answer that looked like a way out may have come through a gateway endpoint, which only the routes tell. */
function endpointIn(control: Control, targets: readonly Target[], facts: Facts): Partial<Control> {
  const throughEndpoint = control.remoteAddresses.every((address) => isThroughEndpoint(address, facts));
  if (!isWayOut(control) || !throughEndpoint) return {};
  const { expect = 'reached' } = targets.find(({ id }) => id === control.id) ?? {};
  return {
    cause: causeOfDetour('vpc-endpoint', facts, expect),
    asExpected: expect === 'vpc-endpoint',
  };
}

function remoteAddressOf({ attempts, expect }: Target): string | null {
  return decisiveOf(expect, attempts)?.operations.at(-1)?.remoteAddress ?? null;
}

function isMeaningful({ id, kind }: Control, targets: readonly Target[]): boolean {
  if (kind === 'ipv4') return targets.some(({ path }) => leavesOverIpv6(path));
  return targets.some((target) => target.id === id && target.witness === 'iam');
}
