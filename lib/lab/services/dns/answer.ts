/** The answer of the lab's resolver to a query packet. Pure. */
import {
  decode,
  encode,
  type Packet,
  type Question,
  RECURSION_AVAILABLE,
  RECURSION_DESIRED,
  type Record,
  TRUNCATED_RESPONSE,
} from 'dns-packet';
import { ancestorsOf, findHost, nameExists } from '../internet/find-host.ts';
import type { Host, Internet } from '../internet/internet.ts';

/** Response codes (RFC 1035, section 4.1.1). */
const RCODE = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4 } as const;

/** A minute, like most AWS endpoints. */
const TTL_SECONDS = 60;

/** The UDP payload that a client takes unless it says otherwise (RFC 1035, section 4.2.1). */
const DEFAULT_UDP_PAYLOAD = 512;

/** The UDP payload that the resolver takes: the size that avoids fragments (DNS flag day 2020). */
const OWN_UDP_PAYLOAD = 1232;

export type Transport = 'udp' | 'tcp';

/** @returns the response packet, or null for silence */
export function answer(internet: Internet, query: Buffer, transport: Transport): Buffer | null {
  const packet = decodePacket(query);
  if (packet === null) return formatError(query);
  if (packet.type !== 'query') return null;
  const [question, ...more] = packet.questions ?? [];
  if (packet.opcode !== 'QUERY') return respond(packet, { rcode: RCODE.NOTIMP }, transport);
  if (question === undefined || more.length > 0) return respond(packet, { rcode: RCODE.FORMERR }, transport);
  const response = responseTo(internet, question);
  return response && respond(packet, response, transport);
}

/** The question of a query packet, for a log; null if there is none that can be read. */
export function questionOf(query: Buffer): Question | null {
  return decodePacket(query)?.questions?.[0] ?? null;
}

/** The internet for a client that repeats a query: a name whose host rebinds now leads to the metadata service. */
export function rebound(internet: Internet, name: string): Internet {
  const host = findHost(internet, name);
  if (host?.dns !== 'rebinds') return internet;
  const changed: Host = { ...host, ipv4: ['169.254.169.254'], ipv6: ['fd00:ec2::254'] };
  return { hosts: internet.hosts.map((other) => (other === host ? changed : other)) };
}

interface Response {
  readonly rcode: number;
  readonly answers?: readonly Record[];
  /** The name that has no records: the answer then needs an SOA (RFC 2308). */
  readonly negativeFor?: string;
}

function responseTo(internet: Internet, { name, type }: Question): Response | null {
  const host = findHost(internet, name);
  if (host?.dns === 'silent') return null;
  if (host?.dns === 'servfail') return { rcode: RCODE.SERVFAIL };
  if (host === null && nameExists(internet, name)) return { rcode: RCODE.NOERROR, negativeFor: name };
  if (host === null || host.dns === 'nxdomain') return { rcode: RCODE.NXDOMAIN, negativeFor: name };
  const answers = recordsOf(host, name, type);
  return answers.length > 0 ? { rcode: RCODE.NOERROR, answers } : { rcode: RCODE.NOERROR, negativeFor: name };
}

function recordsOf(host: Host, name: string, type: string): Record[] {
  if (type !== 'A' && type !== 'AAAA') return [];
  const addresses = type === 'A' ? host.ipv4 : host.ipv6;
  return addresses.map((data) => ({ type, name, ttl: TTL_SECONDS, data }));
}

function respond(query: Packet, response: Response, transport: Transport): Buffer {
  const { rcode, answers = [], negativeFor } = response;
  const edns = (query.additionals ?? []).find((record) => record.type === 'OPT');
  const flags = RECURSION_AVAILABLE | ((query.flags ?? 0) & RECURSION_DESIRED) | rcode;
  const packet: Packet = {
    id: query.id ?? 0,
    type: 'response',
    flags,
    questions: query.questions ?? [],
    answers,
    authorities: negativeFor === undefined ? [] : [startOfAuthority(negativeFor)],
    additionals: edns ? [{ type: 'OPT', name: '.', udpPayloadSize: OWN_UDP_PAYLOAD }] : [],
  };
  const encoded = encode(packet);
  const limit = Math.max(edns?.udpPayloadSize ?? 0, DEFAULT_UDP_PAYLOAD);
  if (transport === 'tcp' || encoded.length <= limit) return encoded;
  return encode({ ...packet, flags: flags | TRUNCATED_RESPONSE, answers: [], authorities: [] });
}

/** The zone is assumed to begin one label up: clients do not check. */
function startOfAuthority(name: string): Record {
  return {
    type: 'SOA',
    name: ancestorsOf(name)[0] ?? '.',
    ttl: TTL_SECONDS,
    data: {
      mname: 'ns.invalid',
      rname: 'hostmaster.invalid',
      serial: 1,
      refresh: 7200,
      retry: 900,
      expire: 1_209_600,
      minimum: TTL_SECONDS,
    },
  };
}

function decodePacket(packet: Buffer): Packet | null {
  try {
    return decode(packet);
  } catch {
    return null;
  }
}

/** The answer to a packet that cannot be read; null if it does not even have an id. */
function formatError(query: Buffer): Buffer | null {
  if (query.length < 2) return null;
  return encode({ id: query.readUInt16BE(0), type: 'response', flags: RECURSION_AVAILABLE | RCODE.FORMERR });
}
