/** ifconfig.me answers a page with terminal escapes in it: it proves nothing, and harms nobody. */
import { changeHosts } from './hosts.ts';
import { controlsSilent, failed, healthy, type World } from './world.ts';

export const echoAnswersMarkup: World = {
  name: 'echo-answers-markup',
  summary: 'ifconfig.me answers HTML with terminal escape sequences',
  changeInternet: (internet) =>
    changeHosts(internet, /^ifconfig\.me$/, (host) => ({ ...host, service: 'echo-of-markup' })),
  expectTarget: (id) => (id === 'ifconfig.me' ? failed('ResponseInvalid') : healthy(id)),
  expectControls: controlsSilent,
};
