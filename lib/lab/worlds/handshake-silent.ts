/** checkip accepts the connection and never answers the TLS handshake. */
import { changeHosts } from './hosts.ts';
import { controlsSilent, failed, healthy, type World } from './world.ts';

export const handshakeSilent: World = {
  name: 'handshake-silent',
  summary: 'checkip never answers the TLS handshake',
  changeInternet: (internet) =>
    changeHosts(internet, /^checkip\.global\.api\.aws$/, (host) => ({ ...host, certificate: 'none' })),
  expectTarget: (id) => (id === 'checkip' ? failed('TlsFailed') : healthy(id)),
  expectControls: controlsSilent,
};
