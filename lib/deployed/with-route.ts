/** Completes a run whose route the probe could only take on the stack's word with what EC2 said about it. Pure. */

import type { Facts } from '../../lambda/probe/judge/facts.ts';
import { causeOfDetour, isAsExpected } from '../../lambda/probe/judge/judge.ts';
import { isReached, pathOfAddress } from '../../lambda/probe/judge/path.ts';
import type { Run, Target } from '../../lambda/probe/report-schema.ts';
import type { RouteFinding } from '../../lambda/probe/witness/findings.ts';

export function withRoute(run: Run, route: RouteFinding): Run {
  const facts: Facts = {
    vpcIpv6CidrBlock: run.network.vpcIpv6CidrBlock,
    vpcIpv4CidrBlock: null,
    subnetId: run.network.subnetId,
    route,
    iamWitness: false,
    echoes: [],
  };
  return {
    ...run,
    network: { ...run.network, route: { witness: route.witness, gateway: route.gateway } },
    targets: run.targets.map((target) => (target.path === 'ipv6' ? withPath(target, facts) : target)),
  };
}

/** The same evidence under the route that is now known: only `ipv6` is a path that says too little. */
function withPath(target: Target, facts: Facts): Target {
  const path = pathOfAddress(addressOf(target), facts);
  const detour = causeOfDetour(path, facts);
  return {
    ...target,
    path,
    reached: isReached(path),
    verdict: detour ? 'fail' : target.verdict,
    cause: detour ?? target.cause,
    asExpected: isAsExpected(target.expect, path),
    warnings: target.warnings.filter(({ code }) => code !== 'RouteDeclared'),
    attempts: target.attempts.map((attempt) => (attempt.path === 'ipv6' ? { ...attempt, path } : attempt)),
  };
}

function addressOf({ attempts }: Target): string | null {
  return attempts.find(({ mode }) => mode === 'ipv6')?.operations.at(-1)?.remoteAddress ?? null;
}
