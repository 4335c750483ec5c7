/**
 * Fills in the TCP checksum of a packet in a VXLAN datagram: the kernel leaves it to the network card, and packets within
 * one machine never reach a card. Pure except that the buffer is changed in place.
 */

/** RFC 7348, section 5. */
const VXLAN_HEADER_BYTES = 8;
const ETHERNET_HEADER_BYTES = 14;
const ETHERTYPE_OFFSET = 12;
const ETHERTYPE_IPV6 = 0x86dd;

/** RFC 8200, section 3. */
const IPV6_HEADER_BYTES = 40;
const PAYLOAD_LENGTH_OFFSET = 4;
const NEXT_HEADER_OFFSET = 6;
const ADDRESSES_OFFSET = 8;
const TCP = 6;

/** RFC 9293, section 3.1. */
const CHECKSUM_OFFSET = 16;

export function withChecksum(datagram: Buffer): Buffer {
  const frame = datagram.subarray(VXLAN_HEADER_BYTES);
  const packet = frame.subarray(ETHERNET_HEADER_BYTES);
  if (packet.length < IPV6_HEADER_BYTES || frame.readUInt16BE(ETHERTYPE_OFFSET) !== ETHERTYPE_IPV6)
    return datagram;
  if (packet[NEXT_HEADER_OFFSET] !== TCP) return datagram;
  const length = packet.readUInt16BE(PAYLOAD_LENGTH_OFFSET);
  const segment = packet.subarray(IPV6_HEADER_BYTES, IPV6_HEADER_BYTES + length);
  segment.writeUInt16BE(0, CHECKSUM_OFFSET);
  const pseudoHeader = sum(packet.subarray(ADDRESSES_OFFSET, IPV6_HEADER_BYTES)) + length + TCP;
  segment.writeUInt16BE(~fold(pseudoHeader + sum(segment)) & 0xffff, CHECKSUM_OFFSET);
  return datagram;
}

/** The sum of the 16-bit words, the last one padded (RFC 1071). */
function sum(bytes: Buffer): number {
  let total = 0;
  for (let index = 0; index < bytes.length; index += 2) {
    total += ((bytes[index] ?? 0) << 8) | (bytes[index + 1] ?? 0);
  }
  return total;
}

function fold(total: number): number {
  return total > 0xffff ? fold((total & 0xffff) + Math.floor(total / 0x10000)) : total;
}
