/** How long the probe waits, in milliseconds, and how much it reads. */

/** One resolver query; c-ares repeats it once, so a silent resolver takes about three times this. */
export const DNS_QUERY_TIMEOUT_MS = 1_500;
export const DNS_TRIES = 2;

/** Linux sends a SYN at 0, 1 and 3 s: this allows for two lost ones and the answer to the third. */
export const CONNECT_TIMEOUT_MS = 4_000;

/** How many of a host's addresses an attempt tries in turn. */
export const ADDRESSES_TRIED = 2;

export const TLS_TIMEOUT_MS = 5_000;

/** From the first byte of the request to the last byte of the answer. */
export const REQUEST_TIMEOUT_MS = 10_000;

/** A control's connect: two SYNs (0 and 1 s) and 1.5 s for the answer to the second. */
export const CONTROL_TIMEOUT_MS = 2_500;

/**
 * How long a client with Node's defaults may take: it has no connect time-out and would hang where IPv4 is silent. A
 * second each for resolving, connecting and answering, and about as long as the controls take anyway.
 */
export const DEFAULTS_TIMEOUT_MS = 3_000;

/** How long a client has to end by itself after that, before it is left behind. */
export const DEFAULTS_GRACE_MS = 500;

/**
 * Names of the catalogue that are looked up at once: two queries each. More than about 256 queries at once overflow
 * the resolver's UDP socket, and become false time-outs.
 */
export const CATALOGUE_QUERIES = 64;

/** Connections of the catalogue at once: with fewer, silent hosts would take several rounds of time-outs. */
export const CATALOGUE_CONNECTS = 256;

/** One SYN, its retransmission after a second, and a second for the answer. */
export const CATALOGUE_TIMEOUT_MS = 2_000;

/**
 * How long a user's targets wait for EC2's routes, which say what they may not lead to: the longest that EC2's first answer
 * can take, by the time-outs above. Their own attempts then still fit before the function's deadline.
 */
export const ROUTE_WAIT_MS =
  DNS_QUERY_TIMEOUT_MS * (DNS_TRIES + 1) +
  CONNECT_TIMEOUT_MS * ADDRESSES_TRIED +
  TLS_TIMEOUT_MS +
  REQUEST_TIMEOUT_MS;

/** Reserved before the function's own time-out for judging, logging and returning. */
export const REPORT_MARGIN_MS = 2_000;

/** Bytes of a plain answer that are read; an address is at most 45 characters long. */
export const BODY_LIMIT_BYTES = 4_096;

/** Bytes of a registry's token, index or manifest that are read: the index of many platforms has tens of kilobytes. */
export const MANIFEST_LIMIT_BYTES = 1_048_576;

/** Bytes of EC2's answer that are read: a VPC has at most a few hundred route tables of a few kilobytes. */
export const XML_LIMIT_BYTES = 4_194_304;
