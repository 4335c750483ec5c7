/** ifconfig.me's answer has no end: it is read to a limit, and is no address. */
import { changeHosts } from './hosts.ts';
import { controlsSilent, failed, healthy, type World } from './world.ts';

export const answerWithoutEnd: World = {
  name: 'answer-without-end',
  summary: 'ifconfig.me answers a megabyte',
  changeInternet: (internet) =>
    changeHosts(internet, /^ifconfig\.me$/, (host) => ({ ...host, service: 'oversized' })),
  expectTarget: (id) => (id === 'ifconfig.me' ? failed('ResponseInvalid') : healthy(id)),
  expectControls: controlsSilent,
};
