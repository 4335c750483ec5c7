/** The resolver cannot answer for STS's name. */
import { changeHosts } from './hosts.ts';
import { controlsSilent, healthy, silent, type World } from './world.ts';

export const dnsFails: World = {
  name: 'dns-fails',
  summary: 'the resolver answers SERVFAIL for STS',
  changeInternet: (internet) =>
    changeHosts(internet, /^sts\..*\.api\.aws$/, (host) => ({ ...host, dns: 'servfail' })),
  expectTarget: (id) => (id === 'sts' ? silent('DnsFailed') : healthy(id)),
  expectControls: controlsSilent,
};
