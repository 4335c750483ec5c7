/** The echoes see an address of another VPC: somebody else's gateway, or a proxy, is in the path. */
import { ECHOES } from './echo-services-down.ts';
import { changeHosts } from './hosts.ts';
import { CONDITIONED, controlsSilent, failed, healthy, type World } from './world.ts';

export const seenFromElsewhere: World = {
  name: 'seen-from-elsewhere',
  summary: "both echo services see another VPC's address",
  changeInternet: (internet) =>
    changeHosts(internet, ECHOES, (host) => ({ ...host, service: 'echo-of-another-vpc' })),
  expectTarget: (id) => (CONDITIONED.includes(id) ? healthy(id) : failed('SourceMismatch')),
  expectControls: controlsSilent,
};
