/** Builds whole runs for tests of the judge: from evidence and what is known of the network, as the probe does. */
import type { ObservedRun } from '../../../lambda/report/evidence.ts';
import type { RunFacts } from '../../../lambda/report/judge/facts.ts';
import { judgeRun } from '../../../lambda/report/judge/judge-run.ts';
import type { Run } from '../../../lambda/report/report-schema.ts';
import { ipv4Default } from '../../../lambda/report/route-table.ts';
import type { RouteFinding } from '../../../lambda/report/witnesses.ts';
import { run } from '../../report/run-builder.ts';
import { facts } from './evidence-builder.ts';

export const DECLARED: RouteFinding = { witness: 'declared', gateway: 'eigw-1', routes: null };

export function runFacts(changes: Partial<RunFacts> = {}): RunFacts {
  const { echoes: _, ...known } = facts();
  return { ...known, ...changes };
}

export function observed(changes: Partial<ObservedRun> = {}): ObservedRun {
  return { region: 'us-west-2', targets: [], witnesses: [], controls: [], imageName: '', ...changes };
}

export function judgedRun(evidence: ObservedRun, known: RunFacts): Run {
  const { vpcIpv6CidrBlocks, vpcIpv4CidrBlocks, subnetId, iamWitness, openPorts, route } = known;
  const about = run([]).network;
  return {
    ...run([], { region: evidence.region }),
    network: {
      ...{
        ...about,
        vpcIpv6CidrBlocks: [...vpcIpv6CidrBlocks],
        vpcIpv4CidrBlocks: [...vpcIpv4CidrBlocks],
        subnetId,
      },
      route: { witness: route.witness, gateway: route.gateway, ...ipv4Default(route) },
    },
    settings: { iamWitness, openPorts: openPorts && [...openPorts] },
    ...judgeRun(evidence, known),
  };
}

/** A looked-up route table, by destination. */
export function routeTable(routes: Readonly<Record<string, string>>): RouteFinding {
  return {
    witness: 'ec2',
    gateway: routes['::/0'] ?? null,
    routes: Object.entries(routes).map(([block, gateway]) => ({ destinationCidrBlocks: [block], gateway })),
  };
}
