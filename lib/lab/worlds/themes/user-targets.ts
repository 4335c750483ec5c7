/** Worlds with further hosts and targets that lead to them, as a user would name them. */
import type { Host, Internet } from '../../services/internet/internet.ts';
import { addHost, changeHosts, servers } from '../change/hosts.ts';
import { addPeer } from '../change/routes.ts';
import { healthy } from '../expectations.ts';
import type { Theme } from '../world.ts';

const HOSTILE = servers('hostile.example', {
  endless: { standIn: 'oversized', expect: 'reached' },
  drips: { standIn: 'dripping', expect: 'reached' },
  moves: { standIn: 'redirecting', expect: 'reached' },
  loops: { standIn: 'redirecting-for-ever', expect: 'any' },
  inside: { standIn: 'redirecting-inside', expect: 'not-reached' },
  vpc: { standIn: 'redirecting-into-the-vpc', expect: 'not-reached' },
  bigheader: { standIn: 'oversized-header', expect: 'any' },
  hugecertificate: { standIn: 'website', expect: 'any' },
  rebinds: { standIn: 'website', expect: 'any' },
});

const REGISTRIES = servers('registry.example', {
  sound: { standIn: 'docker-hub', expect: 'reached' },
  split: { standIn: 'registry-with-layers-over-ipv4', expect: 'not-reached' },
  private: { standIn: 'registry-private', expect: 'reached' },
  limited: { standIn: 'registry-limited', expect: 'reached' },
  loops: { standIn: 'redirecting-for-ever', expect: 'reached' },
  page: { standIn: 'page-instead', expect: 'reached' },
  inside: { standIn: 'redirecting-into-the-vpc', expect: 'not-reached' },
});

const PEER: Host = {
  ...{ name: 'inside.peer.example', ipv4: [], ipv6: ['2001:db8:eeee::1'] },
  ...{ dns: 'answer', standIn: 'website' },
};

export const userTargets: Theme = {
  title: "The user's own targets",
  worlds: [
    {
      name: 'hostile-servers',
      summary: 'targets under hostile.example misbehave and do no harm',
      note: 'The built-in targets report as usual.',
      changeInternet: addHostileServers,
      targets: HOSTILE.targets((host) => `https://${host}`),
      expectTarget: healthy,
    },
    {
      name: 'registries',
      summary:
        'most images under registry.example cannot be pulled: no credentials, a rate limit, layers without IPv6',
      note: 'Each image ends in a cause of its own, and the report names the hop.',
      changeInternet: addRegistries,
      targets: REGISTRIES.targets((host) => `oci://${host}/team/app:1`),
      expectTarget: healthy,
    },
    {
      name: 'unknown-to-the-lab',
      summary: "a target's host does not exist on the lab's internet",
      note: 'The real internet may have it, so the report says only that the lab does not know.',
      targets: [{ url: 'https://api.unknown.example', name: 'unknown', expect: 'any' }],
      expectTarget: healthy,
    },
    {
      name: 'peer-network',
      summary: 'a target leads to an address of a peered VPC, which only the route table names',
      note: "The probe waits for EC2's answer before it tries the user's own targets, and refuses this one.",
      drift: (model) => addPeer(model, '2001:db8:eeee::/48'),
      changeInternet: ({ hosts }) => ({ hosts: [...hosts, PEER] }),
      targets: [{ url: `https://${PEER.name}`, name: 'peer', expect: 'not-reached' }],
      expectTarget: healthy,
    },
  ],
};

function addHostileServers(internet: Internet): Internet {
  const rebinding = changeHosts(HOSTILE.addTo(internet), /^rebinds\.hostile/, { dns: 'rebinds' });
  return changeHosts(rebinding, /^hugecertificate\./, { certificate: 'huge' });
}

function addRegistries(internet: Internet): Internet {
  const added = REGISTRIES.addTo(addHost(internet, 'layers.registry.example', 'registry-storage'));
  return changeHosts(added, /^layers\.registry/, { ipv6: [] });
}
