/** checkip has AAAA records alone, as api6.ipify.org has: it is reached, and there is no control to hold against it. */
import { changeHosts } from './hosts.ts';
import { controlsSilent, healthy, type World } from './world.ts';

export const aRecordsMissing: World = {
  name: 'a-records-missing',
  summary: 'checkip has no A record: it passes, without a control of its own',
  changeInternet: (internet) =>
    changeHosts(internet, /^checkip\.global\.api\.aws$/, (host) => ({ ...host, ipv4: [] })),
  expectTarget: healthy,
  expectControls: controlsSilent,
};
