/** The lab's internet as data: which hosts exist, their addresses, and what answers there. Types only. */

import type { HostGround } from '../../../../lambda/report/vocabulary.ts';

/**
 * How the resolver answers for a name. `answer`: with the host's addresses; a name that is not in the table is
 * NXDOMAIN. `rebinds`: truthfully once, and from then on with the addresses of the metadata service.
 */
export type DnsBehaviour = 'answer' | 'nxdomain' | 'servfail' | 'silent' | 'rebinds';

/** What a host presents in the TLS handshake (`none`: it never answers; `huge`: thousands of names). A client must reject all but `valid`. */
export type CertificateKind = 'valid' | 'expired' | 'wrong-name' | 'untrusted' | 'none' | 'huge';

/** What a host's records rest on, and when it was looked up. */
export interface Ground {
  readonly kind: HostGround;
  /** For example `2026-10`. */
  readonly date: string;
}

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
  /** @default - the world made it up */
  readonly ground?: Ground;
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
