/** The processes below one, and whether they are gone. */
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A lab that is still loading notices the end of its parent when it has loaded: for that a very busy machine needs that long. */
const GONE_WITHIN_MS = 60_000;

interface ProcessEntry {
  readonly parent: number;
  /** A process id may be reused; the start time distinguishes the two. */
  readonly startedAt: string;
}

function processes(): Map<number, ProcessEntry> {
  const ids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return new Map(ids.flatMap((id) => entry(id)));
}

function entry(id: number): [number, ProcessEntry][] {
  try {
    const fields = readFileSync(`/proc/${id}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return [[id, { parent: Number(fields[1]), startedAt: fields[19] ?? '' }]];
  } catch {
    return [];
  }
}

/** A process and all below it, each as its id and start. */
export function tree(root: number): string[] {
  const all = processes();
  const below = (id: number): number[] => [
    id,
    ...[...all].filter(([, { parent }]) => parent === id).flatMap(([child]) => below(child)),
  ];
  return below(root).map((id) => `${id}@${all.get(id)?.startedAt}`);
}

export function alive(names: readonly string[]): string[] {
  const all = new Set([...processes()].map(([id, { startedAt }]) => `${id}@${startedAt}`));
  return names.filter((name) => all.has(name));
}

export async function stillAlive(names: readonly string[]): Promise<string[]> {
  const deadline = Date.now() + GONE_WITHIN_MS;
  while (Date.now() < deadline && alive(names).length > 0) await sleep(20);
  return alive(names);
}
