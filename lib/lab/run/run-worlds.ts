/** Runs many worlds, several at once: each in a lab of its own, in namespaces nested in these. */
import { availableParallelism } from 'node:os';
import type { LabRequest, TemplateSource, WorldsRequest } from '../session/request.ts';
import type { LabResult, WorldResult } from '../session/result.ts';
import { INSIDE, runInside } from '../session/spawn-inside.ts';
import type { World } from '../worlds/world.ts';
import { findWorld } from '../worlds/worlds.ts';
import { synthesize } from './synthesis/synthesize.ts';

/** A lab mostly waits for time-outs; with more at once, each takes proportionally longer. */
const WORLDS_PER_CORE = 4;

/** @returns the results in the order of the request. @throws the error of the first world that cannot run */
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
  return { kind: 'synthesized', path: await synthesize(progress) };
}

async function runOne(request: LabRequest, world: World): Promise<WorldResult> {
  const startedAt = performance.now();
  // A world with settings of its own needs a stack of its own.
  const source: TemplateSource = world.settings ? { kind: 'synthesize' } : request.source;
  const result = await runInside<LabResult>(
    INSIDE,
    { ...request, source, world: world.name, firstSubnetOnly: !world.needsEveryFunction },
    // This process is privileged already, and its children end with it.
    { unshareArguments: [], onProgress: () => {}, signal: new AbortController().signal },
  );
  return { ...result, world: world.name, durationMs: Math.round(performance.now() - startedAt) };
}
