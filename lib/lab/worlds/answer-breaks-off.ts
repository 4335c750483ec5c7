/** ifconfig.me resets the connection in the middle of its answer. */
import { changeHosts } from './hosts.ts';
import { controlsSilent, failed, healthy, type World } from './world.ts';

export const answerBreaksOff: World = {
  name: 'answer-breaks-off',
  summary: 'ifconfig.me resets the connection in the middle of its answer',
  changeInternet: (internet) =>
    changeHosts(internet, /^ifconfig\.me$/, (host) => ({ ...host, service: 'resetting-in-body' })),
  expectTarget: (id) => (id === 'ifconfig.me' ? failed('ConnectionReset') : healthy(id)),
  expectControls: controlsSilent,
};
