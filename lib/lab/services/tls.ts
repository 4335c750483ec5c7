/** The lab's certificate authority and the certificates of its internet's hosts, made anew for each run. */
import { createSecureContext, type SecureContext } from 'node:tls';
import { findHost } from './dns.ts';
import type { CertificateKind, Host, Internet } from './internet.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** A leaf lives longer than any run, and no longer than clients accept (398 days). */
const LIFETIME_DAYS = 30;

/** Some kilobytes of names; a certificate for hundreds would be larger than what it protects. */
const HOSTS_PER_LEAF = 50;

/** P-256 is made in milliseconds; RSA takes a hundred times as long. */
const KEY = { keyType: 'ec', curve: 'P-256', algorithm: 'sha256' } as const;

export interface Authority {
  /** What clients must trust. */
  readonly caCertificatePem: string;
  /** What the server shows to a client that asks for a name (an unknown one gets the others' certificate); null for silence. */
  readonly contextFor: (serverName: string) => SecureContext | null;
}

export async function createAuthority(internet: Internet): Promise<Authority> {
  const ca = await issue('natless lab authority', null, [
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
  ]);
  const batches = batchesOf(internet.hosts);
  const contexts = await Promise.all(batches.map(({ kind, hosts }) => leafContext(kind, hosts, ca)));
  const contextOf = new Map(
    batches.flatMap(({ hosts }, index) => hosts.map((host) => [host, contexts[index] ?? null] as const)),
  );
  return {
    caCertificatePem: ca.cert,
    contextFor: (serverName) => {
      const host = findHost(internet, serverName);
      return host ? (contextOf.get(host) ?? null) : (contexts[0] ?? null);
    },
  };
}

interface Batch {
  readonly kind: CertificateKind;
  readonly hosts: readonly Host[];
}

/** Hosts that share a certificate: those of one kind, and no more than keep it small on the wire. */
function batchesOf(hosts: readonly Host[]): Batch[] {
  const kinds = [...Map.groupBy(hosts, kindOf)].filter(([kind]) => kind !== 'none');
  return kinds.flatMap(([kind, members]) => {
    const starts = Array.from(
      { length: Math.ceil(members.length / HOSTS_PER_LEAF) },
      (_, index) => index * HOSTS_PER_LEAF,
    );
    return starts.map((start) => ({ kind, hosts: members.slice(start, start + HOSTS_PER_LEAF) }));
  });
}

function kindOf({ certificate = 'valid' }: Host): CertificateKind {
  return certificate;
}

interface Pems {
  readonly cert: string;
  readonly private: string;
}

/** One leaf names every host of its batch. */
async function leafContext(kind: CertificateKind, hosts: readonly Host[], ca: Pems): Promise<SecureContext> {
  const names = namesOn(kind, hosts);
  const issuer = kind === 'untrusted' ? null : ca;
  const leaf = await issue('natless lab', issuer, subjectAltNames(names), kind === 'expired');
  return createSecureContext({ key: leaf.private, cert: leaf.cert });
}

/** More than OpenSSL takes from a peer, which is about 100 KB of certificates. */
const HUGE_NAMES = 8_000;

function namesOn(kind: CertificateKind, hosts: readonly Host[]): string[] {
  const own = hosts.map(({ name }) => name);
  if (kind === 'wrong-name') return ['wrong-name.invalid'];
  return kind === 'huge'
    ? [...own, ...Array.from({ length: HUGE_NAMES }, (_, index) => `${index}.huge.invalid`)]
    : own;
}

type Extensions = NonNullable<NonNullable<Parameters<typeof import('selfsigned').generate>[1]>['extensions']>;

function subjectAltNames(names: readonly string[]): Extensions {
  return [
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'subjectAltName', altNames: names.map((value) => ({ type: 2, value })) },
  ];
}

/** @param ca null for a certificate that vouches for itself */
async function issue(
  commonName: string,
  ca: Pems | null,
  extensions: Extensions,
  expired = false,
): Promise<Pems> {
  // Loading takes longer than issuing, and only a world that starts needs it.
  const { generate } = await import('selfsigned');
  const lastDay = Date.now() + (expired ? -1 : LIFETIME_DAYS) * DAY_MS;
  return generate([{ name: 'commonName', value: commonName }], {
    ...KEY,
    // A day early: two clocks of one machine never differ, but a user may set one back.
    notBeforeDate: new Date(lastDay - (LIFETIME_DAYS + 1) * DAY_MS),
    notAfterDate: new Date(lastDay),
    extensions,
    ...(ca && { ca: { key: ca.private, cert: ca.cert } }),
  });
}
