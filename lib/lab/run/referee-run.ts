/** Has the referee check one function's run, and adds the kernel's view of it. */
import type { Report, Run } from '../../../lambda/report/report-schema.ts';
import type { Ledger } from '../kernel/kernel.ts';
import { declaredLink } from '../referee/declared-link.ts';
import { countersOf, ledgerOf } from '../referee/interface-ledger.ts';
import { disagreements } from '../referee/referee.ts';
import { findHost } from '../services/internet/find-host.ts';
import type { Sighting } from '../services/internet/internet.ts';
import type { World } from '../worlds/world.ts';
import type { Member } from './start/members.ts';
import type { RunningWorld } from './start/start-world.ts';
import { workloadRecord } from './workload-record.ts';

interface Surveyed {
  readonly ledger: Ledger;
  /** What the servers saw. */
  readonly sightings: readonly Sighting[];
  readonly world: World;
  readonly running: RunningWorld;
}

export function refereeRun(member: Member, report: Report | undefined, surveyed: Surveyed): Run {
  const run = onlyRun(report);
  const { ipv4Address, ipv6Address, name } = member.networkInterface;
  const { model, served } = surveyed.running;
  const own = ledgerOf(name, surveyed.ledger);
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
      inbound: { attempted: ipv6Address !== null, reachedFunction: own.inbound.arrived > 0 },
    },
  };
}

/** A probe in a subnet reports one run. */
function onlyRun(report: Report | undefined): Run {
  const [run] = report?.runs ?? [];
  if (run) return run;
  throw new Error('the function returned a report without a run');
}

/** What differs in a run from what it should be, a sentence each that names the subnet. */
export function differencesIn({ network, lab }: Run, unexpected: readonly string[]): string[] {
  const subnet = network.availabilityZone ?? network.subnetId ?? 'a subnet';
  const disputed = lab?.referee.disagreements ?? [];
  return [...disputed.map((item) => `the referee disagrees: ${item}`), ...unexpected].map(
    (difference) => `${subnet}: ${difference}`,
  );
}
