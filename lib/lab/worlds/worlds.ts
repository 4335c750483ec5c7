/** All worlds, by name. */
import { aaaaMissing } from './aaaa-missing.ts';
import { asSynthesized } from './as-synthesized.ts';
import { egressClosed } from './egress-closed.ts';
import { ingressOpened } from './ingress-opened.ts';
import { noDefaultRoute } from './no-default-route.ts';
import type { World } from './world.ts';

export const WORLDS: readonly World[] = [
  asSynthesized,
  noDefaultRoute,
  egressClosed,
  ingressOpened,
  aaaaMissing,
];

/** @throws if there is no such world, naming those there are */
export function findWorld(name: string): World {
  const world = WORLDS.find((candidate) => candidate.name === name);
  if (world) return world;
  const names = WORLDS.map((candidate) => candidate.name).join(', ');
  throw new Error(`there is no world "${name}": the worlds are ${names}`);
}
