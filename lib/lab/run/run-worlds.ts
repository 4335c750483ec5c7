/** Runs many worlds, several at once: each is a lab of its own, in namespaces within these. */
import { availableParallelism } from 'node:os';
import type { LabRequest, TemplateSource } from '../session/request.ts';
import { INSIDE, runInside } from '../session/spawn-inside.ts';
import type { World } from '../worlds/world.ts';
import { findWorld } from '../worlds/worlds.ts';
import type { LabResult } from './run-world.ts';
import { synthesize } from './synthesis/synthesize.ts';

/** In the place of the one world. */
export interface WorldsRequest extends LabRequest {
  readonly worlds: readonly string[];
}

export interface WorldResult extends LabResult {
  readonly world: string;
  readonly durationMs: number;
}

/** A lab waits for time-outs most of its time; with more of them at once each takes as much longer. */
const WORLDS_PER_CORE = 4;

/** @returns the results in the order of the request. @throws what the first world that cannot run throws */
export async function runWorlds(
  { worlds, ...request }: WorldsRequest,
  progress: (step: string) => void,
): Promise<WorldResult[]> {
  const source = await sourceOf(request, progress);
  const results: WorldResult[] = [];
  const pending = [...worlds.entries()];
  let ended = 0;
  const worker = async () => {
    for (let next = pending.shift(); next; next = pending.shift()) {
      const [index, name] = next;
      results[index] = await runOne({ ...request, source }, findWorld(name));
      ended += 1;
      progress(`${ended} of ${worlds.length} worlds`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() * WORLDS_PER_CORE }, worker));
  return results;
}

/** One synthesis for all of them. */
async function sourceOf({ source }: LabRequest, progress: (step: string) => void): Promise<TemplateSource> {
  if (source.kind !== 'synthesize') return source;
  return { kind: 'assembly', path: await synthesize(progress) };
}

async function runOne(request: LabRequest, world: World): Promise<WorldResult> {
  const startedAt = performance.now();
  // Another stack than the others': with settings of its own.
  const source: TemplateSource = world.settings ? { kind: 'synthesize' } : request.source;
  const result = await runInside<LabResult>(
    INSIDE,
    { ...request, source, world: world.name, firstSubnetOnly: !world.subnetsDiffer },
    // Already privileged in here, and gone together with the process that asks.
    { unshareArguments: [], onProgress: () => {}, signal: new AbortController().signal },
  );
  return { ...result, world: world.name, durationMs: Math.round(performance.now() - startedAt) };
}
