/** All worlds, by theme. */
import { UserError } from '../../user-error.ts';
import { awsServices } from './themes/aws-services.ts';
import { dns } from './themes/dns.ts';
import { echoes } from './themes/echoes.ts';
import { endpoints } from './themes/endpoints.ts';
import { families } from './themes/families.ts';
import { filtering } from './themes/filtering.ts';
import { http } from './themes/http.ts';
import { iam } from './themes/iam.ts';
import { path } from './themes/path.ts';
import { routes } from './themes/routes.ts';
import { tls } from './themes/tls.ts';
import { unchanged } from './themes/unchanged.ts';
import { userTargets } from './themes/user-targets.ts';
import type { Theme, World } from './world.ts';

export const THEMES: readonly Theme[] = [
  unchanged,
  routes,
  filtering,
  families,
  dns,
  path,
  tls,
  http,
  iam,
  awsServices,
  echoes,
  endpoints,
  userTargets,
];

export const WORLDS: readonly World[] = THEMES.flatMap(({ worlds }) => worlds);

/** @throws UserError if there is no such world, naming those that exist */
export function findWorld(name: string): World {
  const world = WORLDS.find((each) => each.name === name);
  if (world) return world;
  const names = WORLDS.map((each) => each.name).join(', ');
  throw new UserError(`there is no world "${name}": the worlds are ${names}`);
}
