/** checkip shows a certificate that is from an authority that nobody trusts: a middlebox, or neglect. */
import { changeHosts } from './hosts.ts';
import { controlsSilent, failed, healthy, type World } from './world.ts';

export const certificateUntrusted: World = {
  name: 'certificate-untrusted',
  summary: 'checkip shows a certificate from an authority that nobody trusts',
  changeInternet: (internet) =>
    changeHosts(internet, /^checkip\.global\.api\.aws$/, (host) => ({ ...host, certificate: 'untrusted' })),
  expectTarget: (id) => (id === 'checkip' ? failed('TlsCertificateInvalid') : healthy(id)),
  expectControls: controlsSilent,
};
