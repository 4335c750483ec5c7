/** STS takes the request and closes the connection. */
import { changeHosts } from './hosts.ts';
import { controlsSilent, failed, healthy, type World } from './world.ts';

export const serviceResets: World = {
  name: 'service-resets',
  summary: 'STS closes the connection in the middle of a request',
  changeInternet: (internet) =>
    changeHosts(internet, /^sts\..*\.api\.aws$/, (host) => ({ ...host, service: 'resetting' })),
  expectTarget: (id) => (id === 'sts' ? failed('ConnectionReset') : healthy(id)),
  expectControls: controlsSilent,
};
