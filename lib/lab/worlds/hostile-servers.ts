/** Further hosts that misbehave towards whoever probes them, as users' targets may: none of them harms the others. */
import type { Expectation } from '../../../lambda/probe/contract.ts';
import { addHost, changeHosts } from './hosts.ts';
import { controlsSilent, healthy, type World } from './world.ts';

/** By the first label of a name under `hostile.example`: the service that plays it, and what a probe must make of it. */
const SERVERS: Readonly<Record<string, { readonly service: string; readonly expect: Expectation }>> = {
  endless: { service: 'oversized', expect: 'reached' },
  drips: { service: 'dripping', expect: 'reached' },
  moves: { service: 'redirecting', expect: 'reached' },
  loops: { service: 'redirecting-for-ever', expect: 'any' },
  inside: { service: 'redirecting-inside', expect: 'not-reached' },
  vpc: { service: 'redirecting-into-the-vpc', expect: 'not-reached' },
  bigheader: { service: 'oversized-header', expect: 'any' },
  hugecertificate: { service: 'website', expect: 'any' },
  rebinds: { service: 'website', expect: 'any' },
};

export const hostileServers: World = {
  name: 'hostile-servers',
  summary: 'targets under hostile.example misbehave, and harm nobody',
  changeInternet: (internet) => {
    const added = Object.entries(SERVERS).reduce(
      (sum, [label, { service }]) => addHost(sum, `${label}.hostile.example`, service),
      internet,
    );
    const rebinding = changeHosts(added, /^rebinds\.hostile/, (host) => ({ ...host, dns: 'rebinds' }));
    return changeHosts(rebinding, /^hugecertificate\./, (host) => ({ ...host, certificate: 'huge' }));
  },
  targets: Object.entries(SERVERS).map(([name, { expect }]) => ({
    url: `https://${name}.hostile.example`,
    name,
    expect,
  })),
  expectTarget: healthy,
  expectControls: controlsSilent,
};
