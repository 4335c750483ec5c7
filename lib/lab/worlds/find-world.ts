/** One world by its name, which is its file's: to load all of them takes longer than to read a template. */
import { existsSync } from 'node:fs';
import type { World } from './world.ts';

/** @throws if there is no such world, naming those there are */
export async function findWorld(name: string): Promise<World> {
  const world = (await exportsOf(name)).find(({ name: own }) => own === name);
  if (world) return world;
  const { WORLDS } = await import('./worlds.ts');
  throw new Error(
    `there is no world "${name}": the worlds are ${WORLDS.map((each) => each.name).join(', ')}`,
  );
}

async function exportsOf(name: string): Promise<World[]> {
  const file = new URL(`${name}.ts`, import.meta.url);
  const exists = /^[a-z0-9-]+$/.test(name) && existsSync(file);
  return exists ? Object.values(await import(file.href)) : [];
}
