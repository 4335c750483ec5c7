/** Further hosts that misbehave towards whoever probes them, as users' targets may: none of them harms the others. */
import { changeHosts, servers } from './hosts.ts';
import { controlsSilent, healthy, type World } from './world.ts';

const SERVERS = servers('hostile.example', {
  endless: { service: 'oversized', expect: 'reached' },
  drips: { service: 'dripping', expect: 'reached' },
  moves: { service: 'redirecting', expect: 'reached' },
  loops: { service: 'redirecting-for-ever', expect: 'any' },
  inside: { service: 'redirecting-inside', expect: 'not-reached' },
  vpc: { service: 'redirecting-into-the-vpc', expect: 'not-reached' },
  bigheader: { service: 'oversized-header', expect: 'any' },
  hugecertificate: { service: 'website', expect: 'any' },
  rebinds: { service: 'website', expect: 'any' },
});

export const hostileServers: World = {
  name: 'hostile-servers',
  summary: 'targets under hostile.example misbehave, and harm nobody',
  changeInternet: (internet) => {
    const rebinding = changeHosts(SERVERS.addTo(internet), /^rebinds\.hostile/, (host) => ({
      ...host,
      dns: 'rebinds',
    }));
    return changeHosts(rebinding, /^hugecertificate\./, (host) => ({ ...host, certificate: 'huge' }));
  },
  targets: SERVERS.targets((host) => `https://${host}`),
  expectTarget: healthy,
  expectControls: controlsSilent,
};
