/** Builds a world out of a template, runs its functions, and has the referee check what they say. */
import { type Report, type Run, reportSchema } from '../../../lambda/report/report-schema.ts';
import type { DrawnNetwork } from '../../report/inputs/network.ts';
import { type Ledger, readLedger, startCapture } from '../kernel/kernel.ts';
import { countersOf, ledgerOf } from '../referee/findings.ts';
import { disagreements } from '../referee/referee.ts';
import { findHost } from '../services/internet/find-host.ts';
import type { Sighting } from '../services/internet/internet.ts';
import { type LabRequest, targetsIn } from '../session/request.ts';
import { PASSED_THROUGH } from '../session/spawn-inside.ts';
import { differencesByItself, differencesFrom } from '../worlds/check.ts';
import type { World } from '../worlds/world.ts';
import { findWorld } from '../worlds/worlds.ts';
import { declaredLink } from './declared-link.ts';
import { declaredNetwork } from './declared-network.ts';
import { dialIn } from './dial-in.ts';
import { readyForCommands } from './for-commands.ts';
import { type Answer, invokeFunction } from './invoke-function.ts';
import { FREE_TARGETS } from './lab-probe.ts';
import { type RunningWorld, startWorld, type WorldMember } from './start-world.ts';

export interface LabResult {
  /** One run per network interface, with what the kernel says of it. */
  readonly runs: readonly Run[];
  /** What the functions wrote to CloudWatch Logs, in the same order. */
  readonly logs: readonly string[];
  /** What is not as the world expects, a sentence each. */
  readonly differences: readonly string[];
  readonly network: DrawnNetwork;
  /** The network namespace of each function, in the same order. */
  readonly namespaces: readonly string[];
}

/**
 * @param given a world of the caller's own. @default - the one that the request names
 * @throws if the template cannot be built, or a function does not return a report
 */
export async function runWorld(
  request: LabRequest,
  progress: (step: string) => void,
  given?: World,
): Promise<LabResult> {
  const world = given ?? findWorld(request.world);
  const running = await startWorld(request, world, progress);
  const endCapture = request.capture ? await startCapture(PASSED_THROUGH.capture, running.wiring) : null;
  if (request.keep) readyForCommands(running);
  try {
    const { length } = running.members;
    progress(`probing from ${length} ${length === 1 ? 'subnet' : 'subnets'}`);
    const answers = await Promise.all(
      running.members.map(({ running: fn }) =>
        invokeFunction(fn, eventOf(request, world, running), reportSchema),
      ),
    );
    progress('dialling in from the internet');
    await Promise.all(running.members.map(({ networkInterface }) => dialIn(networkInterface.ipv6Address)));
    const ledger = await readLedger(running.wiring);
    const checked = running.members.map((member, index) =>
      refereeRun(member, runOf(answers[index]), {
        ledger,
        sightings: running.internet.sightings(),
        world,
        running,
      }),
    );
    return {
      runs: checked,
      logs: answers.map(({ logs }) => logs),
      differences: checked.flatMap((run) =>
        differencesIn(run, running.isOwn ? differencesFrom(world, run) : differencesByItself(run)),
      ),
      network: declaredNetwork(running.model),
      namespaces: running.members.map(({ networkInterface }) => networkInterface.name),
    };
  } finally {
    await endCapture?.();
    if (!request.keep) await running.stop();
  }
}

/** The world's own targets are tried where the user names nothing; and of the built-in ones, those that the probe can. */
function eventOf({ event }: LabRequest, world: World, { isOwn }: RunningWorld): LabRequest['event'] {
  const wanted = Object.keys(event).length === 0 && world.targets ? { targets: world.targets } : event;
  if (isOwn || 'only' in wanted || 'pulls' in wanted) return wanted;
  return { ...wanted, only: [...FREE_TARGETS, ...targetsIn(wanted).map(({ url, name = url }) => name)] };
}

/** A deployed probe reports one run. */
function runOf(answer: Answer<Report> | undefined): Run {
  const [run] = answer?.value.runs ?? [];
  if (run) return run;
  throw new Error('the function returned a report without a run');
}

interface Observed {
  readonly ledger: Ledger;
  readonly sightings: readonly Sighting[];
  readonly world: World;
  readonly running: RunningWorld;
}

function refereeRun({ networkInterface, subnet }: WorldMember, run: Run, observed: Observed): Run {
  const own = ledgerOf(networkInterface.name, observed.ledger);
  const found = disagreements(run, {
    ipv4Address: networkInterface.ipv4Address,
    ipv6Address: networkInterface.ipv6Address,
    natAddresses: observed.running.model.gateways.flatMap(({ publicIpv4Address }) => publicIpv4Address ?? []),
    flows: own.flows,
    drops: own.drops,
    sightings: observed.sightings,
    declaredLink: declaredLink(observed.running.model, subnet.routeTableId),
    ipv6AddressesOf: (host) => findHost(observed.running.served, host)?.ipv6 ?? [],
  });
  return {
    ...run,
    lab: {
      world: observed.world.name,
      referee: { agrees: found.length === 0, disagreements: found },
      counters: countersOf(own),
      inbound: { attempted: networkInterface.ipv6Address !== null, reachedFunction: own.inbound.arrived > 0 },
    },
  };
}

function differencesIn({ network, lab }: Run, unexpected: readonly string[]): string[] {
  const subnet = network.availabilityZone ?? network.subnetId ?? 'a subnet';
  const referee = lab?.referee.disagreements ?? [];
  return [...referee.map((item) => `the referee disagrees: ${item}`), ...unexpected].map(
    (difference) => `${subnet}: ${difference}`,
  );
}
