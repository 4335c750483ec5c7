/** The lab's internet as data: which hosts exist, their addresses, and what answers there. Types only. */

import type { GroundRecord } from '../../../../lambda/report/lab-schema.ts';

/**
 * How the resolver answers for a name. `answer`: with the host's addresses; a name that is not in the table is
 * NXDOMAIN. `rebinds`: truthfully once, and from then on with the addresses of the metadata service.
 */
export type DnsBehaviour = 'answer' | 'nxdomain' | 'servfail' | 'silent' | 'rebinds';

/** What a host presents in the TLS handshake (`none`: it never answers; `huge`: thousands of names). A client must reject all but `valid`. */
export type CertificateKind = 'valid' | 'expired' | 'wrong-name' | 'untrusted' | 'none' | 'huge';

export interface Host {
  /** A name, or a pattern whose first label is `*` (any one or more labels). */
  readonly name: string;
  /** The addresses of its A records; empty for NODATA. */
  readonly ipv4: readonly string[];
  /** The addresses of its AAAA records; empty for NODATA. */
  readonly ipv6: readonly string[];
  readonly dns: DnsBehaviour;
  /** The stand-in that answers at those addresses, by its name in the table of stand-ins. */
  readonly standIn: string;
  /** @default 'valid' */
  readonly certificate?: CertificateKind;
  /** The TCP ports that it has. @default - 80 and 443 */
  readonly ports?: readonly number[];
  /** @default - the world made it up */
  readonly ground?: GroundRecord;
}

export interface Internet {
  readonly hosts: readonly Host[];
}

/** One request that reached a stand-in, as the stand-in saw it. */
export interface Sighting {
  readonly host: string;
  readonly standIn: string;
  readonly method: string;
  readonly path: string;
  readonly sourceAddress: string;
  readonly httpStatus: number;
  /** What an echo service answered; null for all others. */
  readonly echoed: string | null;
}
