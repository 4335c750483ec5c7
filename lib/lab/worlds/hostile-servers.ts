/** Further hosts that misbehave towards whoever probes them: for users' targets, which may be anything. */
import { addHost } from './hosts.ts';
import { controlsSilent, healthy, type World } from './world.ts';

/** By the first label of a name under `hostile.example`, the service that plays it. */
const SERVICES: Readonly<Record<string, string>> = {
  endless: 'oversized',
  moves: 'redirecting',
  loops: 'redirecting-for-ever',
  inside: 'redirecting-inside',
  vpc: 'redirecting-into-the-vpc',
  bigheader: 'oversized-header',
};

export const hostileServers: World = {
  name: 'hostile-servers',
  summary: 'hosts under hostile.example misbehave, for targets that you name',
  changeInternet: (internet) => {
    const misbehaving = Object.entries(SERVICES).reduce(
      (sum, [label, service]) => addHost(sum, `${label}.hostile.example`, service),
      internet,
    );
    return addHost(misbehaving, 'rebinds.hostile.example', 'website', 'rebinds');
  },
  expectTarget: healthy,
  expectControls: controlsSilent,
};
