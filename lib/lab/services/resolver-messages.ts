/** What the lab and its resolver's process say to each other. Types only. */
import type { DnsQuery, DnsServerProps } from './dns-server.ts';

export type ToResolver = ({ readonly kind: 'start' } & DnsServerProps) | { readonly kind: 'queries' };

export type FromResolver =
  | { readonly kind: 'ready'; readonly port: number }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'queries'; readonly queries: readonly DnsQuery[] };
