/** The lab's internet as data: who is there, with which addresses, and what answers. Types only. */

/**
 * How the resolver answers for a name. `answer`: with the addresses there are; a name that is not in the table is
 * NXDOMAIN. `rebinds`: truthfully once, and with the addresses of the metadata service ever after.
 */
export type DnsBehaviour = 'answer' | 'nxdomain' | 'servfail' | 'silent' | 'rebinds';

/** What a host shows in the TLS handshake (`none`: it never answers; `huge`: thousands of names); all but `valid` must make a client turn away. */
export type CertificateKind = 'valid' | 'expired' | 'wrong-name' | 'untrusted' | 'none' | 'huge';

export interface Host {
  /** A name, or a pattern whose first label is `*` (any one or more labels). */
  readonly name: string;
  /** The addresses of its A records; empty for NODATA. */
  readonly ipv4: readonly string[];
  /** The addresses of its AAAA records; empty for NODATA. */
  readonly ipv6: readonly string[];
  readonly dns: DnsBehaviour;
  /** The stand-in that answers at those addresses, a key of the table of services. */
  readonly service: string;
  /** @default 'valid' */
  readonly certificate?: CertificateKind;
}

export interface Internet {
  readonly hosts: readonly Host[];
}

/** One request that reached a stand-in, as the far end saw it. */
export interface Sighting {
  readonly host: string;
  readonly service: string;
  readonly method: string;
  readonly path: string;
  readonly sourceAddress: string;
  readonly httpStatus: number;
  /** What an echo service answered; null for the others. */
  readonly echoed: string | null;
}
