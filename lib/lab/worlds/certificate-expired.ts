/** checkip shows a certificate that is expired: a middlebox, or neglect. */
import { changeHosts } from './hosts.ts';
import { controlsSilent, failed, healthy, type World } from './world.ts';

export const certificateExpired: World = {
  name: 'certificate-expired',
  summary: 'checkip shows a certificate that is expired',
  changeInternet: (internet) =>
    changeHosts(internet, /^checkip\.global\.api\.aws$/, (host) => ({ ...host, certificate: 'expired' })),
  expectTarget: (id) => (id === 'checkip' ? failed('TlsCertificateInvalid') : healthy(id)),
  expectControls: controlsSilent,
};
