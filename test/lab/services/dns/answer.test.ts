import { decode, encode, type Packet, RECURSION_DESIRED } from 'dns-packet';
import { describe, expect, it } from 'vitest';
import { answer, type Transport } from '../../../../lib/lab/services/dns/answer.ts';
import { findHost } from '../../../../lib/lab/services/internet/find-host.ts';
import type { Host, Internet } from '../../../../lib/lab/services/internet/internet.ts';

function host(name: string, fields: Partial<Host> = {}): Host {
  return {
    name,
    ipv4: ['198.18.0.1'],
    ipv6: ['2001:db8:ffff::1'],
    dns: 'answer',
    service: 'echo',
    ...fields,
  };
}

const internet: Internet = {
  hosts: [
    host('both.example'),
    host('four.example', { ipv6: [] }),
    host('gone.example', { dns: 'nxdomain' }),
    host('broken.example', { dns: 'servfail' }),
    host('silent.example', { dns: 'silent' }),
    host('*.wild.example', { service: 'wild' }),
    host('*.inner.wild.example', { service: 'inner' }),
    host('deep.empty.wild.example'),
    host('many.example', {
      ipv6: Array.from({ length: 30 }, (_, index) => `2001:db8:ffff::${index + 1}`),
    }),
  ],
};

function query(name: string, type: string, extra: Packet = {}): Buffer {
  return encode({ id: 7, type: 'query', flags: RECURSION_DESIRED, questions: [{ name, type }], ...extra });
}

function ask(name: string, type: string, extra: Packet = {}, transport: Transport = 'udp') {
  const response = answer(internet, query(name, type, extra), transport);
  return response && decode(response);
}

function data(name: string, type: string) {
  return ask(name, type)?.answers?.map((record) => ('data' in record ? record.data : null));
}

describe('the answer to a DNS query', () => {
  it('holds the addresses of the family that was asked for', () => {
    expect(data('both.example', 'A')).toEqual(['198.18.0.1']);
    expect(data('both.example', 'AAAA')).toEqual(['2001:db8:ffff::1']);
  });

  it('repeats id, question and the wish for recursion', () => {
    const response = ask('both.example', 'A');
    expect(response).toMatchObject({
      id: 7,
      type: 'response',
      rcode: 'NOERROR',
      flag_rd: true,
      flag_ra: true,
      questions: [{ name: 'both.example', type: 'A' }],
    });
  });

  it('is empty with the SOA for a type that the name lacks', () => {
    for (const [name, type] of [
      ['four.example', 'AAAA'],
      ['both.example', 'TXT'],
      ['both.example', 'HTTPS'],
    ] as const) {
      expect(ask(name, type)).toMatchObject({
        rcode: 'NOERROR',
        answers: [],
        authorities: [{ type: 'SOA' }],
      });
    }
  });

  it('is NXDOMAIN with the SOA for a name that is not there', () => {
    for (const name of ['absent.example', 'gone.example']) {
      expect(ask(name, 'A')).toMatchObject({
        rcode: 'NXDOMAIN',
        answers: [],
        authorities: [{ type: 'SOA' }],
      });
    }
  });

  it('is empty, not NXDOMAIN, for a name that only has names below it', () => {
    expect(ask('empty.wild.example', 'A')).toMatchObject({ rcode: 'NOERROR', answers: [] });
  });

  it('is SERVFAIL, or silence, where the host says so', () => {
    expect(ask('broken.example', 'AAAA')).toMatchObject({ rcode: 'SERVFAIL' });
    expect(ask('silent.example', 'AAAA')).toBeNull();
  });

  it('does not regard case, and repeats the case of the question', () => {
    const response = ask('BoTh.eXample', 'A');
    expect(response?.questions).toMatchObject([{ name: 'BoTh.eXample' }]);
    expect(response?.answers).toMatchObject([{ name: 'BoTh.eXample', data: '198.18.0.1' }]);
  });

  it('tolerates EDNS, and speaks it only to those who do', () => {
    const edns = { type: 'OPT', name: '.', udpPayloadSize: 4096 } as const;
    expect(ask('both.example', 'A', { additionals: [edns] })?.additionals).toMatchObject([{ type: 'OPT' }]);
    expect(ask('both.example', 'A')?.additionals).toEqual([]);
  });

  it('is truncated where it is too long for UDP, and whole over TCP', () => {
    expect(ask('many.example', 'AAAA')).toMatchObject({ flag_tc: true, answers: [] });
    expect(ask('many.example', 'AAAA', {}, 'tcp')?.answers).toHaveLength(30);
    const edns = { type: 'OPT', name: '.', udpPayloadSize: 4096 } as const;
    expect(ask('many.example', 'AAAA', { additionals: [edns] })?.answers).toHaveLength(30);
  });

  it('is an error for what is no query', () => {
    const status = answer(internet, query('both.example', 'A', { flags: 2 << 11 }), 'udp');
    expect(status && decode(status)).toMatchObject({ rcode: 'NOTIMP' });
    const garbage = answer(internet, Buffer.from([0, 9, 1, 0, 0, 1, 255, 255]), 'udp');
    expect(garbage && decode(garbage)).toMatchObject({ id: 9, rcode: 'FORMERR' });
    expect(answer(internet, Buffer.from([1]), 'udp')).toBeNull();
    expect(answer(internet, encode({ type: 'response', id: 1 }), 'udp')).toBeNull();
  });
});

describe('a wildcard', () => {
  it('stands for one or more labels, but not for none', () => {
    expect(findHost(internet, 'a.wild.example')?.service).toBe('wild');
    expect(findHost(internet, 'a.b.wild.example')?.service).toBe('wild');
    expect(findHost(internet, 'wild.example')).toBeNull();
  });

  it('gives way to a nearer one, and to names that exist', () => {
    expect(findHost(internet, 'a.inner.wild.example')?.service).toBe('inner');
    expect(findHost(internet, 'deep.empty.wild.example')?.service).toBe('echo');
    expect(findHost(internet, 'other.empty.wild.example')).toBeNull();
  });
});
