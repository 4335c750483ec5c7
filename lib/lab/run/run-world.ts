/** Builds a world out of a template, runs its functions, and has the referee check their reports. */
import { reportSchema } from '../../../lambda/report/report-schema.ts';
import { count } from '../../count.ts';
import { readyForCommands } from '../enter/ready-for-commands.ts';
import { readLedger, startCapture } from '../kernel/kernel.ts';
import { type LabRequest, targetsWithExpectation } from '../session/request.ts';
import type { LabResult } from '../session/result.ts';
import { PASSED_THROUGH } from '../session/spawn-inside.ts';
import { differencesByItself, differencesFrom } from '../worlds/check.ts';
import type { World } from '../worlds/world.ts';
import { findWorld } from '../worlds/worlds.ts';
import { askedTargets, withDemonstrations } from './asked-targets.ts';
import { describeUnasked } from './describe-names.ts';
import { dialIn } from './dial-in.ts';
import { drawnNetwork } from './drawn-network.ts';
import { invokeFunction } from './invoke-function.ts';
import { differencesIn, refereeRun } from './referee-run.ts';
import type { Member } from './start/members.ts';
import { settingsTargetsIn } from './start/settings-targets.ts';
import { type RunningWorld, startWorld } from './start/start-world.ts';
import { subnetRoutes } from './subnet-routes.ts';

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
  progress(`probing from ${placesInWords(members)}`);
  const settingsTargets = () => members.slice(0, 1).flatMap(({ fn }) => settingsTargetIds(fn));
  const { event, demonstrations } = askedTargets(request, world, { isOwn, settingsTargets });
  const outputs = await Promise.all(functions.map((fn) => invokeFunction(fn, event, reportSchema)));
  progress('dialling in from the internet');
  await Promise.all(members.map(({ networkInterface }) => dialIn(networkInterface.ipv6Address)));
  const ledger = await readLedger(wiring);
  const expectedTargets = targetsWithExpectation(request.event);
  const surveyed = { ledger, sightings: internet.sightings(), world, running, expectedTargets };
  const runs = members
    .map((member, index) => refereeRun(member, outputs[index]?.value, surveyed))
    .map((run) => withDemonstrations(run, demonstrations));
  return {
    runs,
    routes: members.map(({ subnet }) => subnetRoutes(subnet, model)),
    logs: outputs.map(({ logs }) => logs),
    notices: [...notices, ...describeUnasked(request.hosts, running)],
    differences: runs.flatMap((run) =>
      differencesIn(run, isOwn ? differencesFrom(world, run) : differencesByItself(run)),
    ),
    network: drawnNetwork(model),
    namespaces: members.map(({ networkInterface }) => networkInterface.name),
  };
}

function settingsTargetIds({ codePath }: Member['fn']): string[] {
  return codePath === null ? [] : settingsTargetsIn(codePath).map(({ id }) => id);
}

/** A subnet may have several. */
function placesInWords(members: readonly Member[]): string {
  const subnets = new Set(members.map(({ subnet }) => subnet.id)).size;
  const all = count(subnets, 'subnet');
  return subnets === members.length ? all : `${count(members.length, 'place')} in ${all}`;
}
