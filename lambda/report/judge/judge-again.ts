/**
 * Judges a reported run again, with a route that was looked up after the probe had ended, or with what only the lab
 * knows. A report holds all that the judge reads except the route table, so nothing is guessed.
 */
import { builtInTarget, isBuiltIn } from '../built-in-targets.ts';
import type { JudgedTarget, ObservedRun, TargetEvidence } from '../evidence.ts';
import type { Run, Target } from '../report-schema.ts';
import { ipv4Default } from '../route-table.ts';
import type { RouteFinding } from '../witnesses.ts';
import type { LabFacts, RunFacts } from './facts.ts';
import { judgeRun } from './judge-run.ts';

export function judgeAgain(run: Run, route: RouteFinding, lab?: LabFacts): Run {
  const { witness, gateway } = route;
  return {
    ...run,
    network: { ...run.network, route: { witness, gateway, ...ipv4Default(route) } },
    ...judgeRun(observedIn(run, lab), { ...factsIn(run, route), ...(lab && { lab }) }),
  };
}

function observedIn(run: Run, lab?: LabFacts): ObservedRun {
  const { region, targets, witnesses, controls, pulls } = run;
  const evidence = (target: Target) => evidenceIn(target, region, lab);
  return {
    region,
    targets: targets.map(evidence),
    witnesses: witnesses.map(evidence),
    controls,
    // It matters only where pulls were tried, and then it is there.
    imageName: pulls?.image ?? '',
  };
}

function evidenceIn(
  { id, service, expect, attempts }: Target,
  region: string,
  lab?: LabFacts,
): TargetEvidence {
  const isAsked = lab === undefined || lab.ownTemplate || lab.expectedTargets.includes(id);
  return { target: { ...settingsOf(id, region), id, service, expect: isAsked ? expect : 'any' }, attempts };
}

/** A user's target is called by its URL, and no grant of the role's is for it. */
function settingsOf(id: string, region: string): Pick<JudgedTarget, 'echoes' | 'sdk' | 'conditioned'> {
  return isBuiltIn(id) ? builtInTarget(id, region) : { echoes: false, sdk: false, conditioned: false };
}

function factsIn({ network, settings }: Run, route: RouteFinding): RunFacts {
  const { vpcIpv6CidrBlocks, vpcIpv4CidrBlocks, subnetId, subnetIpv6CidrBlock } = network;
  return { ...settings, vpcIpv6CidrBlocks, vpcIpv4CidrBlocks, subnetId, subnetIpv6CidrBlock, route };
}
