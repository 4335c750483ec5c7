/** Both echo services answer 503: whom IAM vouches for still passes, nobody vouches for the others. */
import { changeHosts } from './hosts.ts';
import { CONDITIONED, controlsSilent, healthy, type World } from './world.ts';

/** The two echoes; the third is a control, and has no IPv6. */
export const ECHOES = /^(ifconfig\.me|checkip\.global\.api\.aws)$/;

export const echoServicesDown: World = {
  name: 'echo-services-down',
  summary: 'both echo services answer 503',
  changeInternet: (internet) =>
    changeHosts(internet, ECHOES, (host) => ({ ...host, service: 'unavailable' })),
  expectTarget: (id) =>
    CONDITIONED.includes(id) ? healthy(id) : { path: 'eigw', verdict: 'inconclusive', cause: 'NoWitness' },
  expectControls: controlsSilent,
};
