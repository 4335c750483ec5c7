/** Registries that do not give the image away: each ends in a cause of its own, and the hop is named. */
import { addHost, changeHosts, servers } from './hosts.ts';
import { controlsSilent, healthy, type World } from './world.ts';

const REGISTRIES = servers('registry.example', {
  sound: { service: 'docker-hub', expect: 'reached' },
  split: { service: 'registry-with-layers-over-ipv4', expect: 'not-reached' },
  private: { service: 'registry-private', expect: 'reached' },
  limited: { service: 'registry-limited', expect: 'reached' },
  loops: { service: 'redirecting-for-ever', expect: 'reached' },
  page: { service: 'page-instead', expect: 'reached' },
  inside: { service: 'redirecting-into-the-vpc', expect: 'not-reached' },
});

export const registries: World = {
  name: 'registries',
  summary:
    'images under registry.example cannot be pulled: no credentials, no allowance, no IPv6 for the layers',
  changeInternet: (internet) => {
    const added = REGISTRIES.addTo(addHost(internet, 'layers.registry.example', 'registry-storage'));
    return changeHosts(added, /^layers\.registry/, (host) => ({ ...host, ipv6: [] }));
  },
  targets: REGISTRIES.targets((host) => `oci://${host}/team/app:1`),
  expectTarget: healthy,
  expectControls: controlsSilent,
};
