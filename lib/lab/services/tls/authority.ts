/** The lab's certificate authority and the certificates of its internet's hosts. */
import { createSecureContext, type SecureContext } from 'node:tls';
import { findHost } from '../internet/find-host.ts';
import type { CertificateKind, Host, Internet } from '../internet/internet.ts';
import { certificatesFor } from './certificate-cache.ts';
import type { LeafOrder } from './certificates.ts';

/** A few kilobytes of names; a certificate for hundreds would be larger than what it protects. */
const HOSTS_PER_LEAF = 50;

export interface Authority {
  /** What clients must trust. */
  readonly caCertificatePem: string;
  /** What the server presents for a server name (for an unknown one, the certificate of other hosts); null for silence. */
  readonly contextFor: (serverName: string) => SecureContext | null;
}

export async function createAuthority(internet: Internet): Promise<Authority> {
  const batches = batchesOf(internet.hosts);
  const { caCertificatePem, leaves } = await certificatesFor(batches.map(orderOf));
  const contexts = leaves.map(({ keyPem, certificatePem }) =>
    createSecureContext({ key: keyPem, cert: certificatePem }),
  );
  const contextOf = new Map(
    batches.flatMap(({ hosts }, index) => hosts.map((host) => [host, contexts[index] ?? null] as const)),
  );
  return {
    caCertificatePem,
    contextFor: (serverName) => {
      const host = findHost(internet, serverName);
      return host && isThere(host) ? (contextOf.get(host) ?? null) : (contexts[0] ?? null);
    },
  };
}

interface Batch {
  readonly kind: CertificateKind;
  readonly hosts: readonly Host[];
}

/** Hosts that share a certificate: of one kind, and few enough to keep it small on the wire. */
function batchesOf(hosts: readonly Host[]): Batch[] {
  const kinds = [...Map.groupBy(hosts.filter(isThere), kindOf)].filter(([kind]) => kind !== 'none');
  return kinds.flatMap(([kind, members]) => {
    const starts = Array.from(
      { length: Math.ceil(members.length / HOSTS_PER_LEAF) },
      (_, index) => index * HOSTS_PER_LEAF,
    );
    return starts.map((start) => ({ kind, hosts: members.slice(start, start + HOSTS_PER_LEAF) }));
  });
}

function isThere({ dns }: Host): boolean {
  return dns !== 'nxdomain';
}

function kindOf({ certificate = 'valid' }: Host): CertificateKind {
  return certificate;
}

/** One leaf names every host of its batch. */
function orderOf({ kind, hosts }: Batch): LeafOrder {
  return { names: namesOn(kind, hosts), trusted: kind !== 'untrusted', expired: kind === 'expired' };
}

/** More than the 100 KB of certificates, roughly, that OpenSSL takes from a peer. */
const HUGE_NAMES = 8_000;

function namesOn(kind: CertificateKind, hosts: readonly Host[]): string[] {
  const own = hosts.map(({ name }) => name);
  if (kind === 'wrong-name') return ['wrong-name.invalid'];
  return kind === 'huge'
    ? [...own, ...Array.from({ length: HUGE_NAMES }, (_, index) => `${index}.huge.invalid`)]
    : own;
}
