/** checkip shows a certificate that is for another name: a middlebox, or neglect. */
import { changeHosts } from './hosts.ts';
import { controlsSilent, failed, healthy, type World } from './world.ts';

export const certificateWrongName: World = {
  name: 'certificate-wrong-name',
  summary: 'checkip shows a certificate that is for another name',
  changeInternet: (internet) =>
    changeHosts(internet, /^checkip\.global\.api\.aws$/, (host) => ({ ...host, certificate: 'wrong-name' })),
  expectTarget: (id) => (id === 'checkip' ? failed('TlsCertificateInvalid') : healthy(id)),
  expectControls: controlsSilent,
};
