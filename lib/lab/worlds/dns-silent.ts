/** The resolver never answers for STS's name. */
import { changeHosts } from './hosts.ts';
import { controlsSilent, healthy, silent, type World } from './world.ts';

export const dnsSilent: World = {
  name: 'dns-silent',
  summary: 'the resolver is silent about STS',
  changeInternet: (internet) =>
    changeHosts(internet, /^sts\..*\.api\.aws$/, (host) => ({ ...host, dns: 'silent' })),
  expectTarget: (id) => (id === 'sts' ? silent('DnsTimeout') : healthy(id)),
  expectControls: controlsSilent,
};
