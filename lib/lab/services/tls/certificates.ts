/** Creates a certificate authority and issues certificates from it. */
import { generate } from 'selfsigned';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Longer than any run, and no longer than clients accept (398 days). */
const LIFETIME_DAYS = 30;

/** Generating a P-256 key takes milliseconds; RSA takes a hundred times as long. */
const KEY = { keyType: 'ec', curve: 'P-256', algorithm: 'sha256' } as const;

export interface LeafOrder {
  readonly names: readonly string[];
  /** Whether the authority signs it; otherwise it is self-signed. */
  readonly trusted: boolean;
  readonly expired: boolean;
}

export interface Issued {
  /** The authority's; its key is not kept. */
  readonly caCertificatePem: string;
  /** In the order of the orders. */
  readonly leaves: readonly Pems[];
}

interface Pems {
  readonly certificatePem: string;
  readonly keyPem: string;
}

export async function issue(orders: readonly LeafOrder[]): Promise<Issued> {
  const ca = await certificate('natless lab authority', null, [
    { name: 'basicConstraints', cA: true, critical: true },
    { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
  ]);
  const leaves = orders.map(({ names, trusted, expired }) =>
    certificate('natless lab', trusted ? ca : null, leafExtensions(names), expired),
  );
  return { caCertificatePem: ca.certificatePem, leaves: await Promise.all(leaves) };
}

type Extensions = NonNullable<NonNullable<Parameters<typeof generate>[1]>['extensions']>;

function leafExtensions(names: readonly string[]): Extensions {
  return [
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, critical: true },
    { name: 'extKeyUsage', serverAuth: true },
    { name: 'subjectAltName', altNames: names.map((value) => ({ type: 2, value })) },
  ];
}

/** @param ca null for a self-signed certificate */
async function certificate(
  commonName: string,
  ca: Pems | null,
  extensions: Extensions,
  expired = false,
): Promise<Pems> {
  const lastDay = Date.now() + (expired ? -1 : LIFETIME_DAYS) * DAY_MS;
  const pems = await generate([{ name: 'commonName', value: commonName }], {
    ...KEY,
    // A day early, since a user may set the clock back.
    notBeforeDate: new Date(lastDay - (LIFETIME_DAYS + 1) * DAY_MS),
    notAfterDate: new Date(lastDay),
    extensions,
    ...(ca && { ca: { key: ca.keyPem, cert: ca.certificatePem } }),
  });
  return { certificatePem: pems.cert, keyPem: pems.private };
}
