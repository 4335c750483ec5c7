/** The answers of the resolver, packet by packet. */
import { decode, encode, type Packet, RECURSION_DESIRED } from 'dns-packet';
import { describe, expect, test } from 'vitest';
import { answer, type Transport } from '../../../../lib/lab/services/dns/answer.ts';
import { findHost } from '../../../../lib/lab/services/internet/find-host.ts';
import type { Host, Internet } from '../../../../lib/lab/services/internet/internet.ts';

function host(name: string, fields: Partial<Host> = {}): Host {
  return {
    name,
    ipv4: ['198.18.0.1'],
    ipv6: ['2001:db8:ffff::1'],
    dns: 'answer',
    standIn: 'echo',
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
    host('*.wild.example', { standIn: 'wild' }),
    host('*.inner.wild.example', { standIn: 'inner' }),
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
  test('has the addresses of the requested family', () => {
    expect(data('both.example', 'A')).toEqual(['198.18.0.1']);
    expect(data('both.example', 'AAAA')).toEqual(['2001:db8:ffff::1']);
  });

  test('repeats id, question and the flag for recursion', () => {
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

  test('is empty with the SOA for a type that the name lacks', () => {
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

  test('is NXDOMAIN with the SOA for a name that does not exist', () => {
    for (const name of ['absent.example', 'gone.example']) {
      expect(ask(name, 'A')).toMatchObject({
        rcode: 'NXDOMAIN',
        answers: [],
        authorities: [{ type: 'SOA' }],
      });
    }
  });

  test('is empty, not NXDOMAIN, for a name that only has subdomains', () => {
    expect(ask('empty.wild.example', 'A')).toMatchObject({ rcode: 'NOERROR', answers: [] });
  });

  test('is SERVFAIL or silence if the host is set to it', () => {
    expect(ask('broken.example', 'AAAA')).toMatchObject({ rcode: 'SERVFAIL' });
    expect(ask('silent.example', 'AAAA')).toBeNull();
  });

  test('ignores case, and repeats the case of the question', () => {
    const response = ask('BoTh.eXample', 'A');
    expect(response?.questions).toMatchObject([{ name: 'BoTh.eXample' }]);
    expect(response?.answers).toMatchObject([{ name: 'BoTh.eXample', data: '198.18.0.1' }]);
  });

  test('uses EDNS only with clients that use it', () => {
    const edns = { type: 'OPT', name: '.', udpPayloadSize: 4096 } as const;
    expect(ask('both.example', 'A', { additionals: [edns] })?.additionals).toMatchObject([{ type: 'OPT' }]);
    expect(ask('both.example', 'A')?.additionals).toEqual([]);
  });

  test('is truncated if it is too long for UDP, and complete over TCP', () => {
    expect(ask('many.example', 'AAAA')).toMatchObject({ flag_tc: true, answers: [] });
    expect(ask('many.example', 'AAAA', {}, 'tcp')?.answers).toHaveLength(30);
    const edns = { type: 'OPT', name: '.', udpPayloadSize: 4096 } as const;
    expect(ask('many.example', 'AAAA', { additionals: [edns] })?.answers).toHaveLength(30);
  });

  test('is an error for a packet that is not a query', () => {
    const status = answer(internet, query('both.example', 'A', { flags: 2 << 11 }), 'udp');
    expect(status && decode(status)).toMatchObject({ rcode: 'NOTIMP' });
    const garbage = answer(internet, Buffer.from([0, 9, 1, 0, 0, 1, 255, 255]), 'udp');
    expect(garbage && decode(garbage)).toMatchObject({ id: 9, rcode: 'FORMERR' });
    expect(answer(internet, Buffer.from([1]), 'udp')).toBeNull();
    expect(answer(internet, encode({ type: 'response', id: 1 }), 'udp')).toBeNull();
  });
});

describe('a wildcard', () => {
  test('stands for one or more labels, but not for none', () => {
    expect(findHost(internet, 'a.wild.example')?.standIn).toBe('wild');
    expect(findHost(internet, 'a.b.wild.example')?.standIn).toBe('wild');
    expect(findHost(internet, 'wild.example')).toBeNull();
  });

  test('yields to a closer wildcard and to names that exist', () => {
    expect(findHost(internet, 'a.inner.wild.example')?.standIn).toBe('inner');
    expect(findHost(internet, 'deep.empty.wild.example')?.standIn).toBe('echo');
    expect(findHost(internet, 'other.empty.wild.example')).toBeNull();
  });
});
