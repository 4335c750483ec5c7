/** STS takes the request and never answers. */
import { changeHosts } from './hosts.ts';
import { controlsSilent, failed, healthy, type World } from './world.ts';

export const serviceHangs: World = {
  name: 'service-hangs',
  summary: 'STS takes the request and never answers',
  changeInternet: (internet) =>
    changeHosts(internet, /^sts\..*\.api\.aws$/, (host) => ({ ...host, service: 'hanging' })),
  expectTarget: (id) => (id === 'sts' ? failed('RequestTimeout') : healthy(id)),
  expectControls: controlsSilent,
};
