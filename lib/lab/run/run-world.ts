/** Builds a world out of a template, runs its functions, and has the referee check their reports. */
import { reportSchema } from '../../../lambda/report/report-schema.ts';
import { readyForCommands } from '../enter/ready-for-commands.ts';
import { readLedger, startCapture } from '../kernel/kernel.ts';
import { type LabRequest, targetsIn } from '../session/request.ts';
import type { LabResult } from '../session/result.ts';
import { PASSED_THROUGH } from '../session/spawn-inside.ts';
import { differencesByItself, differencesFrom } from '../worlds/check.ts';
import type { World } from '../worlds/world.ts';
import { findWorld } from '../worlds/worlds.ts';
import { dialIn } from './dial-in.ts';
import { drawnNetwork } from './drawn-network.ts';
import { invokeFunction } from './invoke-function.ts';
import { differencesIn, refereeRun } from './referee-run.ts';
import { FREE_TARGETS } from './start/add-probe.ts';
import { type RunningWorld, startWorld } from './start/start-world.ts';

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
  if (request.keep) readyInside(running);
  try {
    return await probe(running, world, request, progress);
  } finally {
    await endCapture?.();
    if (!request.keep) await running.stop();
  }
}

/** A lab that is kept can be entered: programs in it use the resolver of its first function. */
function readyInside({ members: [member], internet }: RunningWorld): void {
  readyForCommands(member?.networkInterface.resolverAddress ?? null, internet.caCertificatePem);
}

async function probe(
  running: RunningWorld,
  world: World,
  request: LabRequest,
  progress: (step: string) => void,
): Promise<LabResult> {
  const { members, functions, isOwn, model, wiring, internet, notices } = running;
  progress(`probing from ${members.length} ${members.length === 1 ? 'subnet' : 'subnets'}`);
  const event = eventOf(request, world, isOwn);
  const outputs = await Promise.all(functions.map((fn) => invokeFunction(fn, event, reportSchema)));
  progress('dialling in from the internet');
  await Promise.all(members.map(({ networkInterface }) => dialIn(networkInterface.ipv6Address)));
  const ledger = await readLedger(wiring);
  const surveyed = { ledger, sightings: internet.sightings(), world, running };
  const runs = members.map((member, index) => refereeRun(member, outputs[index]?.value, surveyed));
  return {
    runs,
    logs: outputs.map(({ logs }) => logs),
    notices,
    differences: runs.flatMap((run) =>
      differencesIn(run, isOwn ? differencesFrom(world, run) : differencesByItself(run)),
    ),
    network: drawnNetwork(model),
    namespaces: members.map(({ networkInterface }) => networkInterface.name),
  };
}

/** If the event is empty, the world's own targets; a probe that the lab added tries only targets that need no resource. */
function eventOf({ event }: LabRequest, world: World, isOwn: boolean): LabRequest['event'] {
  const wanted = Object.keys(event).length === 0 && world.targets ? { targets: world.targets } : event;
  if (isOwn || 'only' in wanted || 'pulls' in wanted) return wanted;
  return { ...wanted, only: [...FREE_TARGETS, ...targetsIn(wanted).map(({ id }) => id)] };
}
