/** The TCP checksum of delayed packets. */
import { expect, test } from 'vitest';
import { withChecksum } from '../../../../lib/lab/kernel/delay/checksum.ts';

const TCP = 6;
const UDP = 17;

/** TCP from 2001:db8::1 to 2001:db8::2, as VXLAN carries it, its checksum left out. */
function datagram(payload: string, nextHeader = TCP): Buffer {
  const segment = Buffer.concat([
    Buffer.from('c350', 'hex'),
    Buffer.from('01bb', 'hex'),
    Buffer.alloc(16),
    Buffer.from(payload),
  ]);
  segment[12] = 0x50;
  const packet = Buffer.concat([
    Buffer.from('60000000', 'hex'),
    Buffer.from([segment.length >> 8, segment.length & 0xff, nextHeader, 64]),
    Buffer.from('20010db8000000000000000000000001', 'hex'),
    Buffer.from('20010db8000000000000000000000002', 'hex'),
    segment,
  ]);
  const ethernet = Buffer.from('02000000000202000000000186dd', 'hex');
  return Buffer.concat([Buffer.from('0800000000000100', 'hex'), ethernet, packet]);
}

/** As a receiver checks it (RFC 1071, section 1): all words together, the checksum among them, are zero. */
function receiverSum(filled: Buffer): number {
  const packet = filled.subarray(22);
  const segment = packet.subarray(40);
  const bytes = Buffer.concat([
    packet.subarray(8, 40),
    Buffer.from([0, 0, segment.length >> 8, segment.length & 0xff]),
    Buffer.from([0, TCP]),
    segment,
  ]);
  const even = bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(1)]);
  let total = 0;
  for (let index = 0; index < even.length; index += 2) total += even.readUInt16BE(index);
  return total % 0xffff;
}

test.each(['', 'a', 'odd', 'even', 'x'.repeat(1_401)])(
  'makes the checksum right for a payload of %j',
  (payload) => {
    expect(receiverSum(datagram(payload))).not.toBe(0);
    expect(receiverSum(withChecksum(datagram(payload)))).toBe(0);
  },
);

test('does not change a packet that is not TCP', () => {
  expect(withChecksum(datagram('other', UDP))).toEqual(datagram('other', UDP));
});

test('does not change a datagram that is too short for a packet', () => {
  const short = Buffer.alloc(30);
  expect(withChecksum(Buffer.from(short))).toEqual(short);
});

test('makes the checksum right whatever the sender left in its place', () => {
  const filled = datagram('odd');
  filled.writeUInt16BE(0xbeef, 22 + 40 + 16);
  expect(withChecksum(filled)).toEqual(withChecksum(datagram('odd')));
});

test('does not change a frame that is not IPv6', () => {
  const ipv4 = () => {
    const frame = datagram('other');
    frame.writeUInt16BE(0x0800, 8 + 12);
    return frame;
  };
  expect(withChecksum(ipv4())).toEqual(ipv4());
});

test('does not change half of a packet', () => {
  const half = () => datagram('').subarray(0, 22 + 39);
  expect(withChecksum(half())).toEqual(half());
});
