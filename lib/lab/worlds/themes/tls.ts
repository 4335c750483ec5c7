/** Worlds about the TLS handshake: a middlebox is in the path, or a certificate was neglected. */
import type { CertificateKind } from '../../services/internet/internet.ts';
import { CHECKIP, hostsWith } from '../change/hosts.ts';
import { failed, healthyExcept } from '../expectations.ts';
import type { Theme } from '../world.ts';

const presents = (certificate: CertificateKind) => hostsWith(CHECKIP, { certificate });
const INVALID = healthyExcept(['checkip'], failed('TlsCertificateInvalid'));

export const tls: Theme = {
  title: 'TLS',
  worlds: [
    {
      name: 'certificate-expired',
      summary: 'checkip presents an expired certificate',
      changeInternet: presents('expired'),
      expectTarget: INVALID,
    },
    {
      name: 'certificate-wrong-name',
      summary: 'checkip presents a certificate for another name',
      changeInternet: presents('wrong-name'),
      expectTarget: INVALID,
    },
    {
      name: 'certificate-untrusted',
      summary: 'checkip presents a certificate from an untrusted authority',
      changeInternet: presents('untrusted'),
      expectTarget: INVALID,
    },
    {
      name: 'handshake-silent',
      summary: 'checkip accepts the connection and never answers the TLS handshake',
      changeInternet: presents('none'),
      expectTarget: healthyExcept(['checkip'], failed('TlsFailed')),
    },
  ],
};
