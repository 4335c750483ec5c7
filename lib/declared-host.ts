/** A host that the user, or the machine's resolver, tells the lab about: plain data, since it crosses a pipe. */
export interface DeclaredHost {
  /** In lower case; the first label may be `*`. */
  readonly name: string;
  /** The TCP port that it has; null for 80 and 443. */
  readonly port: number | null;
  /** Whether the name exists, and which records it has. */
  readonly exists: boolean;
  readonly ipv4: boolean;
  readonly ipv6: boolean;
  readonly ground: 'declared' | 'resolved';
  /** The day on which that was so. */
  readonly date: string;
}
