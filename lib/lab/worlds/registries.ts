/** Registries that do not give the image away: each ends in a cause of its own, and the hop is named. */
import type { Expectation } from '../../../lambda/probe/contract.ts';
import { addHost, changeHosts } from './hosts.ts';
import { controlsSilent, healthy, type World } from './world.ts';

/** By the first label of a name under `registry.example`: the service that plays it, and what a probe must make of it. */
const REGISTRIES: Readonly<Record<string, { readonly service: string; readonly expect: Expectation }>> = {
  sound: { service: 'docker-hub', expect: 'reached' },
  split: { service: 'registry-with-layers-over-ipv4', expect: 'not-reached' },
  private: { service: 'registry-private', expect: 'reached' },
  limited: { service: 'registry-limited', expect: 'reached' },
  loops: { service: 'redirecting-for-ever', expect: 'reached' },
  page: { service: 'page-instead', expect: 'reached' },
  inside: { service: 'redirecting-into-the-vpc', expect: 'not-reached' },
};

export const registries: World = {
  name: 'registries',
  summary:
    'images under registry.example cannot be pulled: no credentials, no allowance, no IPv6 for the layers',
  changeInternet: (internet) => {
    const added = Object.entries(REGISTRIES).reduce(
      (sum, [label, { service }]) => addHost(sum, `${label}.registry.example`, service),
      addHost(internet, 'layers.registry.example', 'registry-storage'),
    );
    return changeHosts(added, /^layers\.registry/, (host) => ({ ...host, ipv6: [] }));
  },
  targets: Object.entries(REGISTRIES).map(([name, { expect }]) => ({
    url: `oci://${name}.registry.example/team/app:1`,
    name,
    expect,
  })),
  expectTarget: healthy,
  expectControls: controlsSilent,
};
