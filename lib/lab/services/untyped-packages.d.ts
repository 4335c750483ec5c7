/** Types of packages that have none: only the parts that the lab uses. */

declare module 'dns-packet' {
  export const AUTHORITATIVE_ANSWER: number;
  export const TRUNCATED_RESPONSE: number;
  export const RECURSION_DESIRED: number;
  export const RECURSION_AVAILABLE: number;

  export interface Question {
    readonly name: string;
    readonly type: string;
    readonly class?: string;
  }

  export type Record =
    | { readonly type: 'A' | 'AAAA'; readonly name: string; readonly ttl: number; readonly data: string }
    | {
        readonly type: 'SOA';
        readonly name: string;
        readonly ttl: number;
        readonly data: {
          readonly mname: string;
          readonly rname: string;
          readonly serial: number;
          readonly refresh: number;
          readonly retry: number;
          readonly expire: number;
          readonly minimum: number;
        };
      }
    | {
        readonly type: 'OPT';
        readonly name: '.';
        readonly udpPayloadSize: number;
        readonly flags?: number;
        readonly options?: readonly unknown[];
      };

  export interface Packet {
    readonly id?: number;
    readonly type?: 'query' | 'response';
    /** The flags without the bits for type, opcode and response code. */
    readonly flags?: number;
    readonly opcode?: string;
    readonly rcode?: string;
    readonly questions?: readonly Question[];
    readonly answers?: readonly Record[];
    readonly authorities?: readonly Record[];
    readonly additionals?: readonly Record[];
  }

  export function encode(packet: Packet): Buffer;
  export function decode(packet: Buffer): Packet;
}

declare module 'dynalite' {
  import type { Server } from 'node:http';

  export interface DynaliteOptions {
    /** How long a table is in state CREATING. */
    readonly createTableMs?: number;
    readonly deleteTableMs?: number;
    readonly updateTableMs?: number;
  }

  export default function dynalite(options?: DynaliteOptions): Server;
}
