/** Has the referee check one function's run, and adds the kernel's view of it. */
import { judgeAgain } from '../../../lambda/report/judge/judge-again.ts';
import { placeName } from '../../../lambda/report/place-name.ts';
import type { Report, Run } from '../../../lambda/report/report-schema.ts';
import type { RouteFinding } from '../../../lambda/report/witnesses.ts';
import type { Drop, Ledger } from '../kernel/kernel.ts';
import { declaredLink } from '../referee/declared-link.ts';
import { countersOf, ledgerOf } from '../referee/interface-ledger.ts';
import { disagreements } from '../referee/referee.ts';
import { findHost } from '../services/internet/find-host.ts';
import type { Sighting } from '../services/internet/internet.ts';
import type { World } from '../worlds/world.ts';
import { hostRecords } from './host-records.ts';
import { labFacts } from './lab-facts.ts';
import type { Member } from './start/members.ts';
import type { RunningWorld } from './start/start-world.ts';
import { subnetRoutes } from './subnet-routes.ts';
import { workloadRecord } from './workload-record.ts';

interface Surveyed {
  readonly ledger: Ledger;
  /** What the servers saw. */
  readonly sightings: readonly Sighting[];
  readonly world: World;
  readonly running: RunningWorld;
  /** The ids of targets whose expectation the user wrote. */
  readonly expectedTargets: readonly string[];
}

export function refereeRun(member: Member, report: Report | undefined, surveyed: Surveyed): Run {
  const { ipv4Address, ipv6Address, name } = member.networkInterface;
  const { model, served } = surveyed.running;
  const own = ledgerOf(name, surveyed.ledger);
  const run = judgedInLab(onlyRun(report), member, own.drops, surveyed);
  const found = disagreements(run, {
    ipv4Address,
    ipv6Address,
    natAddresses: model.gateways.flatMap(({ publicIpv4Address }) => publicIpv4Address ?? []),
    flows: own.flows,
    drops: own.drops,
    sightings: surveyed.sightings,
    declaredLink: declaredLink(model, member.subnet),
    ipv6AddressesOf: (host) => findHost(served, host)?.ipv6 ?? [],
  });
  return {
    ...run,
    lab: {
      world: surveyed.world.name,
      referee: { agrees: found.length === 0, disagreements: found },
      counters: countersOf(own),
      workload: workloadRecord(member, model),
      hosts: hostRecords(run, served),
      inbound: { attempted: ipv6Address !== null, reachedFunction: own.inbound.arrived > 0 },
    },
  };
}

/**
 * The judge again, with what only the lab knows. This project's stack is judged by what its own probe found, as it would be
 * where it is deployed; in any other template the lab knows the routes even if the probe could not ask for them.
 */
function judgedInLab(
  run: Run,
  member: Member,
  drops: readonly Drop[],
  { running: { model, isOwn, served }, expectedTargets }: Surveyed,
): Run {
  const route = routeKnown(run, member, isOwn, model);
  return judgeAgain(run, route, labFacts(run, member, { model, isOwn, served, drops, expectedTargets }));
}

function routeKnown(
  { network: { route } }: Run,
  { subnet }: Member,
  isOwn: boolean,
  model: RunningWorld['model'],
): RouteFinding {
  const { witness, gateway } = route;
  if (witness !== 'declared') return subnetRoutes(subnet, model);
  return isOwn ? { witness, gateway, routes: null } : { ...subnetRoutes(subnet, model), witness: 'template' };
}

/** A probe in a subnet reports one run. */
function onlyRun(report: Report | undefined): Run {
  const [run] = report?.runs ?? [];
  if (run) return run;
  throw new Error('the function returned a report without a run');
}

/** What differs in a run from what it should be, a sentence each that names the place. */
export function differencesIn(run: Run, unexpected: readonly string[]): string[] {
  const disputed = run.lab?.referee.disagreements ?? [];
  return [...disputed.map((item) => `the referee disagrees: ${item}`), ...unexpected].map(
    (difference) => `${placeName(run)}: ${difference}`,
  );
}
